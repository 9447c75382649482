import { expect, test } from 'vitest';
import { runSchedules, tallyLine } from './claims.ts';

test('5,000 more fault schedules on binance-spot', () => {
  const tally = runSchedules('binance-spot', { from: 100_001, count: 5_000 });
  process.stdout.write(tallyLine('binance-spot', tally));
  expect(tally.failures).toEqual([]);
});
