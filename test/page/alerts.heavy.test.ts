// In Chromium, against the program itself: alerts are made, seen, muted, judged and deleted on the page.
import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { cleanUp, launch, listening, temporaryFolder } from '../app/testing/program.ts';
import { sharedBrowser, visit } from './testing/browser.ts';

const browser = sharedBrowser();
afterEach(cleanUp);

const PATIENCE = { timeout: 30_000 };
const problem = (page: Page) => page.textContent('dialog [role=alert]');

test('an alert is made by keyboard, fires, is muted, unmuted, judged and deleted; errors are stated plainly', async () => {
  const program = launch(['demo', '--port', '0', '--seed', '7'], { folder: temporaryFolder() });
  const url = await listening(program);
  const { page, complaints } = await visit(browser(), `${url}/`, { width: 1_280 });
  await page.waitForSelector('#alerts button');
  await expect.poll(() => page.textContent('#ledger'), PATIENCE).toContain('No alert has fired');

  // Keyboard alone: the panel, its button, the dialog.
  await page.keyboard.press('0');
  expect(await page.evaluate('document.activeElement.id')).toBe('alerts');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForSelector('dialog.new-alert[open]');
  const threshold = page.getByLabel('Threshold, bps');
  await expect.poll(() => page.textContent('.present'), PATIENCE).toMatch(/^now [\d.]+ bps$/);
  await threshold.focus();
  await page.keyboard.type('wide');
  await page.keyboard.press('Enter');
  await expect.poll(() => problem(page)).toBe('The threshold is "wide", which is no number. Write it as 61827.76 or 61,827.76.');
  // The server's own refusal, with its advice.
  await threshold.fill('0');
  await page.getByLabel('Outlet').selectOption('telegram');
  await page.keyboard.press('Enter');
  await page.click('dialog button:has-text("Create")');
  await expect.poll(() => problem(page), PATIENCE).toMatch(/TALLYFOIL_TELEGRAM_TOKEN/);
  await page.getByLabel('Outlet').selectOption('log');
  await page.getByLabel('Cool-down, s').fill('600');
  await page.getByLabel('You expect the price to go').selectOption('up');
  await threshold.focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('dialog', { state: 'detached' });
  expect(await page.evaluate('document.activeElement.textContent')).toBe('New alert');

  // Its state, record and firing, and its entry in the ledger.
  const row = page.locator('#alerts .rules li').first();
  await expect
    .poll(() => row.textContent(), PATIENCE)
    .toMatch(/active spread above 0 bps BTCUSDT.*fired 1 time, last at \d\d:\d\d:\d\d UTC.*expects up/);
  await expect.poll(() => page.textContent('#alerts .fired'), PATIENCE).toMatch(/SIMULATED.*spread_bps is .* above 0/);
  await expect.poll(() => page.textContent('#ledger .entries'), PATIENCE).toMatch(/alert BTCUSDT.*up.*not yet/);
  expect(await page.textContent('#ledger .summary')).toMatch(/alert10{0,2}0the entries with an expected direction are pending/);
  const asked = page.waitForResponse((response) => (response.request().postData() ?? '').includes('"horizon_sec":60'));
  await page.click('#ledger button:text-is("1 min")');
  expect((await asked).status()).toBe(200);

  // Muted: it is no longer evaluated, and the server says so as well.
  await row.getByRole('button', { name: 'Mute the alert spread above 0 bps' }).click();
  await expect.poll(() => row.textContent(), PATIENCE).toMatch(/muted spread/);
  const listed = async () =>
    (await (
      await fetch(`${url}/api/v1/call/list_alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      })
    ).json()) as {
      readonly rules: readonly { readonly status: string; readonly match: string | null; readonly rearm: number | null }[];
    };
  expect((await listed()).rules.map(({ status }) => status)).toEqual(['disabled']);
  await row.getByRole('button', { name: 'Unmute the alert spread above 0 bps' }).click();
  await expect.poll(() => row.textContent(), PATIENCE).toMatch(/active spread/);

  // Several conditions, with a level to re-arm.
  await page.click('#alerts button:has-text("New alert")');
  await page.click('dialog button:has-text("Add a condition")');
  await page.getByLabel('Threshold, bps').first().fill('5');
  await page.getByLabel('Again only after, bps').first().fill('3');
  await page.getByLabel('Field').nth(1).selectOption({ label: 'imbalance of the top 20' });
  await page.locator('dialog fieldset').nth(1).locator('select').nth(1).selectOption('below');
  await page.locator('dialog fieldset').nth(1).locator('input').first().fill('−0.9');
  await page.getByLabel('Fires when').selectOption('any');
  await page.click('dialog button:has-text("Create")');
  await page.waitForSelector('dialog', { state: 'detached' });
  await expect
    .poll(() => row.textContent(), PATIENCE)
    .toContain('spread above 5 bps, again after 3 bps or imbalance of the top 20 below −0.9');
  expect((await listed()).rules[0]).toMatchObject({ match: 'any', rearm: 3 });
  // Of several fields, the last value names its own.
  await expect.poll(() => row.textContent(), PATIENCE).toMatch(/last value of spread [\d.]+ bps at/);

  // Deleted after a second look; "Keep" keeps it.
  await row.getByRole('button', { name: /^Delete the alert/ }).click();
  expect(await page.textContent('dialog.deletion')).toContain('spread above 5 bps');
  await page.click('dialog.deletion button:has-text("Keep")');
  expect((await listed()).rules).toHaveLength(2);
  await row.getByRole('button', { name: /^Delete the alert/ }).click();
  await page.click('dialog.deletion button:has-text("Delete")');
  await expect.poll(() => page.locator('#alerts .rules li').count(), PATIENCE).toBe(1);
  expect((await listed()).rules).toHaveLength(1);
  expect(complaints.filter((line) => !/status of (4\d\d|503)/.test(line))).toEqual([]);

  // Server gone: no alert is said to be active, and a change is refused with the reason.
  await program.kill('SIGKILL');
  await page.waitForSelector('.page.lost', PATIENCE);
  await expect.poll(() => row.textContent(), PATIENCE).toMatch(/was active/);
  await row.getByRole('button', { name: /^Mute/ }).click();
  await expect.poll(() => page.textContent('#alerts [role=alert]'), PATIENCE).toMatch(/The server does not answer/);
  await page.close();
});
