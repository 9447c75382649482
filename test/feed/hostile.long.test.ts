import { expect, test } from 'vitest';
import { expectUnharmed, hostileLine, runHostile } from './hostile.ts';
import { MODES } from './hostile-modes.ts';

const TWO_HOURS_SECONDS = 7_200;
const MEMORY_MOST_MB = 500;
/** In each round the modes have another order, because what one mode leaves behind may disturb the next. */
const ROUNDS = [MODES, MODES.toReversed(), MODES.filter((_, i) => i % 2 === 0).concat(MODES.filter((_, i) => i % 2 === 1))];

test.each(['binance-spot', 'kraken-spot', 'binance-usdm'] as const)(
  'two hours of a hostile venue: %s',
  { timeout: 3_600_000 },
  async (venue) => {
    const started = performance.now();
    const outcome = await runHostile({
      venue,
      seed: 11,
      modes: ROUNDS.flat(),
      restSeconds: 75,
      firstSeconds: 66,
      intensity: 0.1,
    });
    const seconds = (performance.now() - started) / 1_000;
    process.stdout.write(hostileLine(venue, outcome));
    process.stdout.write(`${venue}: at ${Math.round(outcome.marketSeconds / seconds)} times the market's speed\n`);
    expectUnharmed(outcome);
    expect(outcome.marketSeconds).toBeGreaterThan(TWO_HOURS_SECONDS);
    expect(outcome.mostMemoryMb).toBeLessThan(MEMORY_MOST_MB);
  },
);
