// In Chromium: every width in both themes, with the dialog of a new alert open and closed.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { contrast } from '../../dashboard/src/look/contrast.ts';
import { CHROMIUM, NO_CHROMIUM, openBrowser, visit } from './testing/browser.ts';
import { inksOf } from './testing/inks.ts';
import { noiseOn } from './testing/numbers.ts';
import { spillsOf } from './testing/spills.ts';
import { pageStage, type PageStage } from './testing/stage.ts';
import { SCHEMES, WIDTHS } from './testing/still.ts';

let stage: PageStage;
let browser: Browser;

beforeAll(async () => {
  if (CHROMIUM === null) return;
  [stage, browser] = await Promise.all([pageStage({ scenario: 'busy' }), openBrowser()]);
  await stage.run(420);
  stage.pace(1);
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});
beforeEach(({ skip }) => {
  if (CHROMIUM === null) skip(NO_CHROMIUM);
});

/** Texts cut off or outside their panel, panels without a word, and controls without a name. */
const FAULTS = `(() => {
  const visible = (one) => one.offsetParent !== null && one.getClientRects().length > 0;
  const outside = [...document.querySelectorAll('.panel :is(p, td, th, dt, dd, button, .num), dialog :is(label, input, select, button, p)')].filter((one) => {
    const whole = one.closest('.panel, dialog').getBoundingClientRect();
    const box = one.getBoundingClientRect();
    return visible(one) && box.width > 0 && (box.right > whole.right + 1 || box.left < whole.left - 1);
  }).map((one) => (one.closest('.panel, dialog').className + ': ' + one.textContent).slice(0, 60));
  const empty = [...document.querySelectorAll('main .panel')].filter((one) => one.textContent.replace(one.querySelector('h2')?.textContent ?? '', '').trim() === '' && !one.querySelector('canvas')).map((one) => one.id);
  const nameless = [...document.querySelectorAll('button, input, select, canvas[tabindex]')].filter((one) => visible(one) && !(one.ariaLabel || one.textContent.trim() || one.labels?.length)).map((one) => one.outerHTML.slice(0, 80));
  const over = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const overlaps = [];
  for (const group of document.querySelectorAll('.top, .panel > header, .touch, .figures dd, .bar-figures, .candles footer, .rules li, tr, .new-alert fieldset, .buttons, .legend')) {
    const boxes = [...group.children].filter(visible).map((one) => [one.textContent.trim().slice(0, 20), one.getBoundingClientRect()]);
    boxes.forEach(([name, a], i) => boxes.slice(i + 1).forEach(([other, b]) => over(a, b) && overlaps.push(group.className + ': ' + name + ' / ' + other)));
  }
  return { outside, empty, nameless, overlaps, wide: Math.max(0, document.documentElement.scrollWidth - innerWidth) };
})()`;
const LONGEST = `(() => {
  document.querySelector('dialog h2').textContent = 'New alert: 1000SATSUSDT on Binance USD-M futures';
  for (const row of document.querySelectorAll('.levels li:nth-child(-n + 3)')) {
    row.classList.add('wall');
    row.querySelector('.badge').textContent = 'medium wall';
  }
})()`;
const NO_FAULTS = { outside: [], empty: [], nameless: [], overlaps: [], wide: 0 };

async function expectGood(page: Page): Promise<void> {
  expect(await page.evaluate(FAULTS)).toEqual(NO_FAULTS);
  expect(await spillsOf(page)).toEqual([]);
  for (const [pair, where] of await inksOf(page)) {
    const [ink = '', ground = ''] = pair.split(' ');
    expect(contrast(ink, ground), `${pair} at ${where}`).toBeGreaterThanOrEqual(4.5);
  }
  expect(await noiseOn(page)).toEqual([]);
}

test.each(WIDTHS.flatMap((width) => SCHEMES.map((scheme) => [width, scheme] as const)))(
  'at %d pixels, %s: nothing overlaps, is cut off, too pale, nameless or full of digits',
  async (width, scheme) => {
    const { page, complaints } = await visit(browser, `${stage.url}/`, { width, scheme });
    await page.waitForSelector('#candles .num[data-value]');
    await page.waitForSelector('#alerts .rules li');
    await page.waitForSelector('#ledger .entries tbody tr');
    await page.waitForSelector('#feeds tbody tr');
    await expectGood(page);
    await page.click('#alerts button:has-text("New alert")');
    await page.click('dialog.new-alert button:has-text("Add a condition")');
    await page.click('dialog.new-alert button:has-text("Create")');
    expect(await page.textContent('dialog.new-alert [role=alert]')).toBe('The threshold of condition 1 is empty.');
    await expectGood(page);
    // The longest texts: of a title, which wraps, and of a wall.
    await page.evaluate(LONGEST);
    expect(await spillsOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  },
);

test('candles: each interval is drawn from its own answer, and the newest bar is forming', async () => {
  const { page } = await visit(browser, `${stage.url}/`, { width: 1_280 });
  for (const interval of ['1m', '5m', '15m', '1h', '1d']) {
    const asked = page.waitForResponse(
      (response) =>
        response.url().endsWith('/get_candles') &&
        (response.request().postData() ?? '').includes(`"interval":"${interval}","limit":240`),
    );
    await page.click(`#candles button:text-is("${interval}")`);
    const { candles } = (await (await asked).json()) as { readonly candles: readonly { readonly close: number }[] };
    await expect
      .poll(() => page.getAttribute(`#candles [data-field="candles.${candles.length - 1}.close"]`, 'data-value'))
      .toBeTruthy();
    expect(await page.textContent('#candles .bar-figures')).toContain('still forming');
    expect(await page.textContent('#candles .origin')).toMatch(
      new RegExp(`^${candles.length} bars? from .* UTC, simulated, of \\d\\d:\\d\\d:\\d\\d UTC, .* ago`),
    );
  }
  await page.click('#candles button:text-is("1m")');
  await expect.poll(() => page.locator('#candles .num[data-value]').count()).toBe(5);
  await page.focus('#candles canvas');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => page.textContent('#candles .bar-figures')).toMatch(/UTC closed/);
  await page.keyboard.press('Escape');
  await expect.poll(() => page.textContent('#candles .bar-figures')).toContain('still forming');
  // Something is drawn: the picture has the colours of a rising and a falling bar.
  const inks = await page.evaluate(`(() => {
    const canvas = document.querySelector('#candles canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const seen = {};
    for (let i = 0; i < data.length; i += 4) { const key = [data[i], data[i + 1], data[i + 2]].join(' '); seen[key] = (seen[key] ?? 0) + 1; }
    return [seen['95 176 255'] ?? 0, seen['247 163 92'] ?? 0];
  })()`);
  for (const count of inks as number[]) expect(count).toBeGreaterThan(100);
  await page.close();
});
