// In Chromium: what the page says while the server or the feed is gone, and after a restart.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { sharedBrowser, visit } from './testing/browser.ts';
import { spillsOf } from './testing/spills.ts';
import { pageStage } from './testing/stage.ts';
import { WIDTHS } from './testing/still.ts';

const PATIENCE = { timeout: 15_000 };
const browser = sharedBrowser();

/** Texts that stand on one another, and coloured marks: neither may be there while nothing is current. */
const FAULTS = `(() => {
  const grey = (colour) => { const [r, g, b] = colour.match(/[\\d.]+/g).map(Number); return Math.max(r, g, b) - Math.min(r, g, b) < 48; };
  const seen = [...document.querySelectorAll('main .num, main .severity, main .badge, main .prints span')].filter((one) => one.offsetParent !== null && one.textContent.trim() !== '');
  const coloured = seen.filter((one) => !getComputedStyle(one).filter.includes('grayscale') && !grey(getComputedStyle(one).color)).map((one) => one.className + ' ' + one.textContent);
  const boxes = [...document.querySelectorAll('.top > *, .sentence, .panel > header')].filter((one) => one.offsetParent !== null).map((one) => ({ name: one.className + one.textContent.slice(0, 20), box: one.getBoundingClientRect() }));
  const over = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const overlaps = boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => over(a.box, b.box)).map((b) => a.name + ' / ' + b.name));
  return { coloured, overlaps };
})()`;

const rawLines = async (page: Page): Promise<number> =>
  ((await page.textContent('.top')) + ((await page.textContent('main')) ?? '')).split(
    /book is down|trades are down|ticker is down/,
  ).length - 1;

test('a feed that is down is stated at once by chips, figures and picture, with one reason; then a server that is gone', async () => {
  const stage = await pageStage({ symbols: ['BTCUSDT'], scenario: 'busy', faults: 'close@60s,refuse_connect@59s+600s' });
  try {
    await stage.run(50);
    stage.pace(1);
    const { page } = await visit(browser(), `${stage.url}/`, { width: 1_280 });
    stage.pace(0);
    await stage.run(30);
    stage.pace(1);
    await expect.poll(() => page.textContent('.sentence'), PATIENCE).toMatch(/^The feed of Binance Spot is down \(.*refused/);
    expect(await rawLines(page)).toBe(0);
    expect(await page.textContent('.tools')).toContain('no data from the venue');
    expect(await page.textContent('.plot')).toMatch(/no data since \d\d:\d\d:\d\d UTC/);
    expect(await page.textContent('#quote')).toMatch(/no data/);
    expect(await page.locator('.chips .good').count()).toBe(0);
    expect(await page.evaluate(FAULTS)).toEqual({ coloured: [], overlaps: [] });
    // The reason of one figure is still there on demand.
    await page.hover('[data-field="mid_price"]');
    await expect.poll(() => page.textContent('.inspector')).toMatch(/book is down/);
    await page.mouse.move(2, 400);
    for (const width of [390, 1_440, 1_920]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate(FAULTS), `${width}`).toEqual({ coloured: [], overlaps: [] });
      expect(await spillsOf(page), `${width}`).toEqual([]);
    }
    // The ledger is about the past: its reasons stay.
    expect(await page.textContent('#ledger .entries')).toContain('not yet');
    await stage.close();
    await page.waitForSelector('.page.lost', PATIENCE);
    expect(await page.textContent('.sentence')).toMatch(/^The server is gone: nothing has arrived since \d\d:\d\d:\d\d UTC/);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate(FAULTS), `${width}`).toEqual({ coloured: [], overlaps: [] });
      expect(await spillsOf(page), `${width}`).toEqual([]);
    }
    // Nothing says of the present what was so when the server was last heard.
    expect(await page.textContent('main')).not.toMatch(/still holds|last trade is|Raw log (?!was)/);
    expect(await page.locator('.top .good, main .state:not(.past), main .good').count()).toBe(0);
    // Every age grows.
    const ages = () =>
      page.evaluate<string[]>(
        `[...document.querySelectorAll('#feeds [data-field$=age_ms], .chips .age')].map((one) => one.textContent)`,
      );
    const before = await ages();
    expect(before.length).toBeGreaterThan(3);
    await expect
      .poll(async () => (await ages()).filter((text, i) => text === before[i] && text !== 'nothing yet'), PATIENCE)
      .toEqual([]);
    await page.keyboard.press('/');
    await expect.poll(() => page.textContent('dialog.palette')).toMatch(/may be outdated: The server is gone/);
    await page.close();
  } finally {
    await stage.close();
  }
});

test('after a restart with another market nothing of the old run stays', async () => {
  const first = await pageStage({ symbols: ['BTCUSDT'] });
  await first.run(90);
  first.pace(1);
  const { page } = await visit(browser(), `${first.url}/`);
  await page.waitForSelector('.prints [data-trade]');
  const ids = (): Promise<number[]> =>
    page.evaluate(
      `[...document.querySelectorAll('.prints .num[data-field="trades.0.price"]')].map((one) => Number(one.dataset.trade))`,
    );
  const before = await ids();
  expect(before.length).toBeGreaterThan(20);
  await first.close();
  await page.waitForSelector('.page.lost', PATIENCE);
  expect(await page.evaluate(FAULTS)).toEqual({ coloured: [], overlaps: [] });
  const second = await pageStage({ symbols: ['BTCUSDT'], seed: 12, port: Number(new URL(first.url).port) });
  try {
    await second.run(8);
    second.pace(1);
    await page.waitForSelector('.page.fresh .prints [data-trade]', PATIENCE);
    const answer = await fetch(`${second.url}/api/v1/call/get_trades`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ symbol: 'BTCUSDT', limit: 500 }),
    });
    const { trades } = (await answer.json()) as { readonly trades: readonly { readonly id: number; readonly price: number }[] };
    const known = new Map(trades.map(({ id, price }) => [id, price]));
    const shown = (await page.evaluate(
      `[...document.querySelectorAll('.prints .num[data-field="trades.0.price"]')].map((one) => [Number(one.dataset.trade), Number(one.dataset.value)])`,
    )) as [number, number][];
    const newest = Math.max(...trades.map(({ id }) => id));
    expect(shown.filter(([id, price]) => id <= newest && known.get(id) !== price)).toEqual([]);
    await page.close();
  } finally {
    await second.close();
  }
});
