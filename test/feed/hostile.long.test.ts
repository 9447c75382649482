import { expect, test } from 'vitest';
import { hostileLine, runHostile } from './hostile.ts';
import { MODES } from './hostile-modes.ts';

const HEAP_MOST_MB = 500;
const TWO_HOURS_S = 7_200;

test.each(['binance-spot', 'kraken-spot'] as const)('two hours of a hostile venue: %s', async (venue) => {
  const began = performance.now();
  const outcome = await runHostile({
    venue,
    seed: 11,
    modes: [...MODES, ...MODES],
    restSeconds: 112,
    firstSeconds: 90,
    intensity: 0.1,
  });
  const speed = outcome.marketSeconds / ((performance.now() - began) / 1_000);
  process.stdout.write(hostileLine(venue, outcome) + `at ${speed.toFixed(0)} times the speed of the market\n`);
  expect(outcome.marketSeconds).toBeGreaterThan(TWO_HOURS_S);
  expect(outcome.violations).toEqual([]);
  expect(outcome.recovered.filter(([, seconds]) => seconds === null)).toEqual([]);
  expect(outcome.mostHeapMb).toBeLessThan(HEAP_MOST_MB);
});
