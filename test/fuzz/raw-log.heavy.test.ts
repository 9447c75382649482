import { expect, test } from 'vitest';
import { fuzzLog } from './raw-log.ts';

test('a log whose bytes were damaged, or forged with good checksums, is read to an answer or a coded error', async () => {
  const tally = await fuzzLog({ from: 1, count: 12 });
  expect(tally.failures).toEqual([]);
  expect(tally.cases).toBe(12);
  expect(Math.min(tally.answered, tally.named)).toBeGreaterThan(0);
});
