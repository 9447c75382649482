import { afterAll, expect, test } from 'vitest';
import { shareOf } from '../testing/scale.ts';
import { killAndRead } from './testing/kill-claim.ts';
import { cleanUp } from './testing/program.ts';
import { closeServed } from './testing/served.ts';

afterAll(async () => {
  await cleanUp();
  await closeServed();
});

const KILLS = shareOf(100);

test('killed at random while it ingests, the server loses at most one commit and serves again', async () => {
  const { problems, answers, updates } = await killAndRead({ rounds: KILLS, seed: 2 });
  expect(problems).toEqual([]);
  // Two runs in ten are killed before they answer.
  expect(answers).toBeGreaterThanOrEqual(KILLS / 2);
  expect(updates).toBeGreaterThan(5 * KILLS);
});
