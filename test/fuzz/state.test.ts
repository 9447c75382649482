import { expect, test } from 'vitest';
import { report } from '../testing/report.ts';
import { shareOf } from '../testing/scale.ts';
import { fuzzState } from './state.ts';

const FILES = shareOf(4_000);

test('a damaged or forged state file is used as far as possible, or refused with a coded error', async () => {
  const { failures, ...tally } = await fuzzState({ from: 1, count: FILES });
  report(`state: ${JSON.stringify(tally)}`);
  expect(failures).toEqual([]);
  expect(Math.min(tally.opened, tally.refused, tally.setAside)).toBeGreaterThan(0);
  expect(tally.opened + tally.refused).toBe(FILES);
});
