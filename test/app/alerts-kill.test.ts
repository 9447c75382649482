import { expect, test } from 'vitest';
import { killRounds } from './testing/alert-kills.ts';

test('a server killed while its alerts fire loses none and doubles none', async () => {
  const { firings } = await killRounds(3, 2026);
  expect(firings).toBeGreaterThan(60);
});
