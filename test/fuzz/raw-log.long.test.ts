import { expect, test } from 'vitest';
import { fuzzLog } from './raw-log.ts';

test('300 more damaged and forged logs', async () => {
  const { failures, ...tally } = await fuzzLog({ from: 10_001, count: 300 });
  process.stdout.write(`raw log: ${JSON.stringify(tally)}\n`);
  expect(failures).toEqual([]);
});
