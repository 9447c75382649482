import { afterAll, expect, test } from 'vitest';
import { ANSWER_WITHIN_MS, killAndRead, LOST_MOST_MS } from './testing/kill-claim.ts';
import { cleanUp } from './testing/program.ts';
import { closeServed } from './testing/served.ts';

afterAll(async () => {
  await cleanUp();
  await closeServed();
});

test('killed ten times at random while it takes data in, it loses no more than a commit, and serves again', async () => {
  const { problems, answers, lost, updates } = await killAndRead({ rounds: 10, seed: 1 });
  expect(problems).toEqual([]);
  expect(answers.length).toBeGreaterThanOrEqual(5);
  expect(updates).toBeGreaterThan(50);
  expect(Math.max(...lost)).toBeLessThan(LOST_MOST_MS);
  expect(Math.max(...answers)).toBeLessThan(ANSWER_WITHIN_MS);
});
