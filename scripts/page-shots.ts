// Takes the README's pictures of the page on a simulated market with a fixed seed and clock: `node scripts/page-shots.ts`.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { openBrowser, visit } from '../test/page/testing/browser.ts';
import { pageStage } from '../test/page/testing/stage.ts';
import { ROOT } from './run.ts';

const FOLDER = join(ROOT, 'docs', 'images');
const HISTORY_SEC = 1_500;

mkdirSync(FOLDER, { recursive: true });
const [stage, browser] = await Promise.all([
  pageStage({ scenario: 'busy', faults: 'close@1150s,refuse_connect@1149s+45s' }),
  openBrowser(),
]);
await stage.run(HISTORY_SEC);
stage.pace(1);

const shots = [
  { name: 'page-dark', width: 1_440, height: 900, scheme: 'dark' },
  { name: 'page-light', width: 1_440, height: 900, scheme: 'light' },
  { name: 'page-phone', width: 360, height: 760, scheme: 'dark' },
] as const;

for (const { name, ...options } of shots) {
  const { page } = await visit(browser, `${stage.url}/`, options);
  if (options.width > 720) await page.locator('.heat').getByRole('button', { name: '15 min' }).click();
  await page.waitForTimeout(1_500);
  if (name === 'page-dark') await page.hover('[data-field="micro_price"]');
  if (name === 'page-phone') await page.locator('.heat').scrollIntoViewIfNeeded();
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
  console.log(join('docs', 'images', `${name}.png`));
  await page.close();
}
await browser.close();
await stage.close();
