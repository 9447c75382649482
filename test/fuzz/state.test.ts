import { expect, test } from 'vitest';
import { fuzzState } from './state.ts';

test('a state file that damage or malice changed is used as far as it can be, or refused with a coded error', async () => {
  const tally = await fuzzState({ from: 1, count: 80 });
  expect(tally.failures).toEqual([]);
  expect(Math.min(tally.opened, tally.refused, tally.setAside)).toBeGreaterThan(0);
  expect(tally.opened + tally.refused).toBe(80);
});
