import { expect, test } from 'vitest';
import { fuzzState } from './state.ts';

test('4,000 more state files that damage or malice changed', async () => {
  const { failures, ...tally } = await fuzzState({ from: 10_001, count: 4_000 });
  process.stdout.write(`state: ${JSON.stringify(tally)}\n`);
  expect(failures).toEqual([]);
});
