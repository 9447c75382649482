import { expect, test } from 'vitest';
import { runSchedules, tallyLine } from './claims.ts';

test('5,000 more fault schedules on kraken-spot', () => {
  const tally = runSchedules('kraken-spot', { from: 100_001, count: 5_000 });
  process.stdout.write(tallyLine('kraken-spot', tally));
  expect(tally.failures).toEqual([]);
});
