import { expect, test } from 'vitest';
import { runSchedules, tallyLine } from './claims.ts';
import { FORMS } from './schedules.ts';

test(
  '250 fault schedules on binance-spot: never wrong while synced, never a stranger reset, never stuck',
  { timeout: 300_000 },
  () => {
    const tally = runSchedules('binance-spot', { from: 1, count: 250 });
    process.stdout.write(tallyLine('binance-spot', tally));
    expect(tally.failures).toEqual([]);
    for (const kind of Object.keys(FORMS)) expect(tally.fired[kind], `${kind} struck`).toBeGreaterThan(0);
    expect(tally.syncedShare).toBeGreaterThan(0.7);
  },
);
