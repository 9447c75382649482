import { expect, test } from 'vitest';
import { LANE } from '../testing/scale.ts';
import { US_PER_SECOND } from '../../src/core/index.ts';
import type { SimulatedVenue } from '../../src/simulator/index.ts';
import { createStage } from './stage.ts';

const OUTAGE_S = LANE === 'usual' ? 480 : 1_800;
/** Back-off ends at 30 s; a tick is a tenth of a second. */
const LONGEST_WAIT_S = 30.5;

/** Runs a long outage and its end. Returns the longest wait between two attempts, and the time to recovery. */
function sitOut(venue: SimulatedVenue, faults: string, isTry: 'connect' | 'request') {
  const tries: number[] = [];
  const stage = createStage({
    venue,
    seed: 9,
    faults,
    levels: 60,
    intensity: 0.1,
    settings: { backfillMinutes: 0 },
    watch: ({ at }, effects) => {
      if (effects.some(({ kind }) => kind === isTry)) tries.push(at / US_PER_SECOND);
    },
  });
  stage.clock.advanceBy(OUTAGE_S * 1_000);
  const begun = stage.clock.now() / US_PER_SECOND;
  const synced = stage.allSynced();
  stage.rules.length = 0;
  let healedAfterS = 0;
  for (; healedAfterS < 120 && !stage.allSynced(); healedAfterS++) stage.clock.advanceBy(1_000);
  stage.stop();
  const during = [...tries.filter((at) => at <= begun), begun];
  const waits = during.slice(1).map((at, i) => at - (during[i] as number));
  return { synced, tries: during.length, longestWaitS: Math.max(...waits), healedAfterS };
}

test.each([
  ['binance-spot', 'refuse_connect:1x0', 'connect'],
  ['kraken-spot', 'refuse_connect:1x0', 'connect'],
  ['binance-spot', 'drop:1=BTCUSDT,drop:1=ETHUSDT', 'request'],
  ['binance-spot', 'http_451:1x0', 'request'],
  ['binance-spot', 'http_429:1x20s', 'request'],
  ['binance-spot', 'http_418:1x30s', 'request'],
] as const)('a long outage of %s with %s: it never stops trying, and recovers', (venue, faults, isTry) => {
  const { synced, tries, longestWaitS, healedAfterS } = sitOut(venue, faults, isTry);
  expect(synced).toBe(false);
  expect(tries).toBeGreaterThan(OUTAGE_S / 36);
  expect(longestWaitS).toBeLessThan(LONGEST_WAIT_S + 1);
  expect(healedAfterS).toBeLessThan(65);
});
