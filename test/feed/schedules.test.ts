import { expect, test } from 'vitest';
import { runSchedules, tallyLine } from './claims.ts';

test.each(['binance-spot', 'kraken-spot'] as const)(
  'fifteen fault schedules on %s: never wrong while synced, never a stranger reset, never stuck',
  { timeout: 120_000 },
  (venue) => {
    const tally = runSchedules(venue, { from: 1_000, count: 15 });
    process.stdout.write(tallyLine(venue, tally));
    expect(tally.failures).toEqual([]);
    expect(tally.syncedShare).toBeGreaterThan(0.5);
  },
);
