// In Chromium: bars from the venue's candles and from trades here, at every width in both themes.
import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { CHROMIUM, NO_CHROMIUM, openBrowser, visit } from './testing/browser.ts';
import { movedPlaces, notePlaces } from './testing/places.ts';
import { watchShifts } from './testing/shift.ts';
import { spillsOf } from './testing/spills.ts';
import { pageStage, type PageStage } from './testing/stage.ts';
import { SCHEMES, WIDTHS } from './testing/still.ts';

const SHOTS = process.env['TALLYFOIL_SHOTS'];
let stage: PageStage;
let browser: Browser;

beforeAll(async () => {
  if (CHROMIUM === null) return;
  [stage, browser] = await Promise.all([
    pageStage({ symbols: ['BTCUSDT'], candles: 'of-venue', historyMinutes: 600 }),
    openBrowser(),
  ]);
  await stage.run(120);
  stage.pace(1);
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});
beforeEach(({ skip }) => {
  if (CHROMIUM === null) skip(NO_CHROMIUM);
});

interface Candle {
  readonly start: string;
  readonly close: number;
  readonly closed: boolean;
}
interface Answer {
  readonly as_of: string;
  readonly candles: readonly Candle[];
}

const isHistory = (url: URL) => url.pathname.endsWith('/get_candle_history');
const origin = (page: Page) => page.textContent('#candles .origin');
/** Lines of the caption that have no room. */
const cut = (page: Page): Promise<string[]> =>
  page.evaluate(
    `[...document.querySelectorAll('#candles .origin p')].filter(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight).map((one) => one.textContent)`,
  );
const figures = (page: Page) => page.textContent('#candles .bar-figures');

/** Chooses an interval; the answers of both operations. */
async function choose(page: Page, interval: string): Promise<{ readonly here: Answer; readonly venue: Answer }> {
  const answered = (operation: string) =>
    page.waitForResponse(
      (response) =>
        response.url().endsWith(`/${operation}`) && (response.request().postData() ?? '').includes(`"interval":"${interval}"`),
    );
  const both = [answered('get_candles'), answered('get_candle_history')] as const;
  await page.click(`#candles button:text-is("${interval}")`);
  const [here, venue] = await Promise.all(both.map(async (one) => (await (await one).json()) as Answer));
  if (here === undefined || venue === undefined) throw new Error('no answers');
  return { here, venue };
}

/** Every time of the read-out, from the oldest bar to the newest. */
async function walk(page: Page): Promise<string[]> {
  await page.focus('#candles canvas');
  await page.keyboard.press('Home');
  const seen: string[] = [];
  for (let text = await figures(page); seen.at(-1) !== text && text !== null; text = await figures(page)) {
    seen.push(text);
    await page.keyboard.press('ArrowRight');
    await page.evaluate('new Promise(requestAnimationFrame)');
  }
  await page.keyboard.press('Escape');
  return seen;
}

test.each(WIDTHS.flatMap((width) => SCHEMES.map((scheme) => [width, scheme] as const)))(
  'at %d pixels, %s: both kinds of bars are counted, and nothing moves or spills',
  async (width, scheme) => {
    const { page, complaints } = await visit(browser, `${stage.url}/`, { width, scheme });
    await page.waitForSelector('.page.fresh');
    await page.waitForSelector('#candles .num[data-value]');
    const shifts = await watchShifts(page);
    await notePlaces(page);
    for (const interval of ['1m', '15m', '1h']) {
      await (interval === '1m' ? null : choose(page, interval));
      await expect
        .poll(() => origin(page))
        .toMatch(
          /^(\d+) bars from .* UTC, simulated: \d+ from the venue's candles up to .*, of \d\d:\d\d:\d\d UTC, .* ago\. \d+ from trades here, of \d\d:\d\d:\d\d UTC, .* ago\. Where both have a bar, trades here win if all are known\./,
        );
      const [, all, theirs, ours] =
        /^(\d+) bars.*: (\d+) from the venue.* ago\. (\d+) from trades here/.exec((await origin(page)) ?? '') ?? [];
      expect(Number(theirs) + Number(ours)).toBe(Number(all));
      await notePlaces(page);
      expect(await cut(page)).toEqual([]);
      expect(await spillsOf(page)).toEqual([]);
      if (SHOTS !== undefined) {
        mkdirSync(SHOTS, { recursive: true });
        await page.locator('#candles').screenshot({ path: `${SHOTS}/${width}-${scheme}-${interval}.png` });
      }
    }
    // Other panels have their own test, shift.heavy.test.ts.
    expect((await shifts()).filter(({ moved }) => moved.some((name) => name.includes('.candles ')))).toEqual([]);
    expect((await movedPlaces(page)).filter(([name]) => name.includes('candles'))).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  },
);

test('each hour is shown once, with the figure and the proof of its own answer', async () => {
  const { page } = await visit(browser, `${stage.url}/`, { width: 1_280 });
  const { here, venue } = await choose(page, '1h');
  await expect.poll(() => origin(page)).toContain("from the venue's candles");
  const seen = await walk(page);
  const closed = venue.candles.filter((candle) => candle.closed);
  expect(closed.length).toBeGreaterThan(5);
  expect(seen).toHaveLength(
    closed.length + here.candles.filter(({ start }) => closed.every((one) => one.start !== start)).length,
  );
  expect(new Set(seen.map((text) => text.slice(0, 16))).size).toBe(seen.length);
  for (const text of seen.slice(0, closed.length - 1)) expect(text).toContain("closed, venue's candle");
  expect(seen.at(-1)).toContain('still forming, trades here');
  // The figure belongs to the answer of the venue, whose explanation says so.
  await page.focus('#candles canvas');
  await page.keyboard.press('Home');
  const figure = page.locator('#candles .num[data-field="candles.0.close"]');
  expect(await figure.getAttribute('data-operation')).toBe('get_candle_history');
  expect(Number(await figure.getAttribute('data-value'))).toBe(venue.candles[0]?.close);
  await figure.focus();
  await expect.poll(() => page.textContent('.inspector')).toMatch(/get_candle_history\.candles\[\]\.close.*venue's own candles/s);
  await page.close();
});

test('a hole of the venue is a grey slot with a reason, and no bar is drawn over it', async () => {
  const { page } = await visit(browser, `${stage.url}/`, { width: 1_280 });
  const left: string[] = [];
  await page.route(isHistory, async (route) => {
    const response = await route.fetch();
    const answer = (await response.json()) as Answer;
    left.splice(0, left.length, ...answer.candles.slice(2, 5).map(({ start }) => start));
    await route.fulfill({ response, json: { ...answer, candles: answer.candles.toSpliced(2, 3) } });
  });
  await choose(page, '1h');
  await expect.poll(() => origin(page)).toContain('3 more are unknown (grey).');
  const seen = await walk(page);
  expect(seen.slice(2, 5)).toEqual(
    left.map(
      (start) =>
        `15 Jan ${start.slice(11, 16)} UTC no barBinance Spot lists no closed candle of this time, and no trade of it is known here.`,
    ),
  );
  expect(seen[1]).toContain("closed, venue's candle");
  expect(seen[5]).toContain("closed, venue's candle");
  if (SHOTS !== undefined)
    for (const scheme of SCHEMES) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.waitForTimeout(200);
      await page.locator('#candles').screenshot({ path: `${SHOTS}/hole-${scheme}.png` });
    }
  await page.close();
});

test('without the venue, the bars from trades here stay, and the reason is stated once', async () => {
  const { page } = await visit(browser, `${stage.url}/`, { width: 390 });
  await page.route(isHistory, (route) =>
    route.fulfill({
      status: 503,
      json: {
        error: 'venue_no_answer',
        code: 'TF_VENUE_NO_ANSWER',
        message: 'binance-spot gave no answer: its feed does not run.',
        advice: 'Check the venue with get_data_health, and try again in a minute.',
      },
    }),
  );
  await page.click('#candles button:text-is("5m")');
  await expect.poll(() => origin(page)).toContain('missing: binance-spot gave no answer: its feed does not run.');
  await expect
    .poll(() => origin(page))
    .toMatch(
      /^\d bars from .* UTC, simulated, of \d\d:\d\d:\d\d UTC, .* ago\. The server holds no earlier bars of this length\. The venue's candles are missing: binance-spot gave no answer: its feed does not run\. .*$/,
    );
  expect((await page.textContent('body'))?.split('its feed does not run').length).toBe(2);
  expect(await spillsOf(page)).toEqual([]);
  expect(await cut(page)).toEqual([]);
  if (SHOTS !== undefined) await page.locator('#candles').screenshot({ path: `${SHOTS}/refused.png` });
  await page.close();
});
