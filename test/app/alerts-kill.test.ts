import { expect, test } from 'vitest';
import { report } from '../testing/report.ts';
import { shareOf } from '../testing/scale.ts';
import { killRounds } from './testing/alert-kills.ts';

const KILLS = shareOf(100);

test('a server killed while its alerts fire neither loses nor duplicates a firing', async () => {
  const { firings, again } = await killRounds(KILLS, 2026);
  report(`${KILLS} kills: ${firings} firings, ${again} messages sent again under the same id`);
  expect(firings).toBeGreaterThan(15 * KILLS);
});
