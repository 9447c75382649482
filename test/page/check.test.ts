// In Chromium, against the program itself, whose raw log can prove its figures.
import { afterEach, expect, test } from 'vitest';
import { cleanUp, launch, listening, temporaryFolder } from '../app/testing/program.ts';
import { sharedBrowser, visit } from './testing/browser.ts';

const browser = sharedBrowser();
afterEach(cleanUp);

const PATIENCE = { timeout: 30_000 };

test('a pinned figure keeps the value, time and receipt of one answer, and Check proves that value', async () => {
  const url = await listening(launch(['demo', '--port', '0', '--seed', '7'], { folder: temporaryFolder() }));
  const { page } = await visit(browser(), `${url}/`);
  // The first messages may come before their inputs are in the raw log.
  await page.waitForFunction(`document.querySelector('[data-field="mid_price"]')?.dataset.value !== undefined`);
  await page.click('[data-field="mid_price"]');
  await page.waitForSelector('.inspector.pinned .receipt code');
  const parts = async () => [
    await page.textContent('.inspector .exact'),
    await page.textContent('.inspector .receipt code'),
    /As of\s*(\S+)/.exec((await page.textContent('.inspector dl')) ?? '')?.[1],
  ];
  const pinned = await parts();
  const shown = await page.textContent('[data-field="mid_price"]');
  await expect.poll(() => page.textContent('[data-field="mid_price"]'), PATIENCE).not.toBe(shown);
  expect(await parts()).toEqual(pinned);
  await page.click('.inspector .receipt button');
  await expect.poll(() => page.textContent('.inspector [role=status]'), PATIENCE).toMatch(/^(matched|stale) ?mid_price/);
  await page.close();
});

test("a trade of the tape has a receipt of its own: the value shown is that trade's, and Check proves it", async () => {
  const url = await listening(launch(['demo', '--port', '0', '--seed', '7'], { folder: temporaryFolder() }));
  const { page } = await visit(browser(), `${url}/`);
  await page.waitForSelector('.prints li:nth-child(9) [data-field="trades.0.price"]');
  // Not the newest trade, to check that each figure has the receipt of its own trade.
  const figure = page.locator('.prints li').nth(8).locator('[data-field="trades.0.qty"]');
  const { trade, value } = await figure.evaluate(({ dataset }: { readonly dataset: Readonly<Record<string, string>> }) => ({
    ...dataset,
  }));
  await page.locator(`[data-trade="${trade}"][data-field="trades.0.qty"]`).click();
  await page.waitForSelector('.inspector.pinned .receipt code');
  expect(await page.textContent('.inspector .exact')).toBe(value);
  expect(await page.textContent('.inspector .receipt code')).toMatch(/^tf2:get_trades:/);
  await page.click('.inspector .receipt button');
  await expect.poll(() => page.textContent('.inspector [role=status]'), PATIENCE).toMatch(/^(matched|stale) ?trades\[0\]\.qty/);
  await page.close();
});
