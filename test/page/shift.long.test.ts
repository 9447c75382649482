// In Chromium: nothing on the page moves while live data arrive.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { CHROMIUM, NO_CHROMIUM, openBrowser, visit } from './testing/browser.ts';
import { watchShifts } from './testing/shift.ts';
import { pageStage, type PageStage } from './testing/stage.ts';

const MARKET_SEC = 60;
let stage: PageStage;
let browser: Browser;

beforeAll(async () => {
  if (CHROMIUM === null) return;
  [stage, browser] = await Promise.all([pageStage({ scenario: 'busy' }), openBrowser()]);
  await stage.run(60);
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});
beforeEach(({ skip }) => {
  if (CHROMIUM === null) skip(NO_CHROMIUM);
});

test.each([
  [390, 'light'],
  [1_280, 'dark'],
  [1_440, 'light'],
  [1_920, 'dark'],
] as const)('at %d pixels, %s, nothing moves in a minute of live data', async (width, scheme) => {
  stage.pace(1);
  const { page } = await visit(browser, `${stage.url}/`, { width, scheme });
  await page.waitForSelector('.prints li:nth-child(9)');
  stage.pace(0);
  const shifts = await watchShifts(page);
  const shown = new Set<string | null>();
  for (let half = 0; half < MARKET_SEC * 2; half++) {
    await stage.run(0.5);
    await page.waitForTimeout(20);
    if (half % 10 === 0) shown.add(await page.getAttribute('[data-field="mid_price"]', 'data-value'));
  }
  expect(shown.size).toBeGreaterThan(4);
  expect(await shifts()).toEqual([]);
  await page.close();
});
