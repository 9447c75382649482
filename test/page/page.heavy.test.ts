// In Chromium, against the whole server on a simulated market whose clock the test controls.
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toRfc3339 } from '../../src/core/index.ts';
import { contrast } from '../../dashboard/src/look/contrast.ts';
import { CHROMIUM, NO_CHROMIUM, openBrowser, visit, type Visit } from './testing/browser.ts';
import { inksOf } from './testing/inks.ts';
import { pageStage, type PageStage } from './testing/stage.ts';

/** Time limit for network data, generous for a busy machine. */
const PATIENCE = { timeout: 15_000 };

let stage: PageStage;
let browser: Browser;

beforeAll(async () => {
  if (CHROMIUM === null) return;
  [stage, browser] = await Promise.all([pageStage(), openBrowser()]);
  await stage.run(240);
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});
beforeEach(({ skip }) => {
  if (CHROMIUM === null) skip(NO_CHROMIUM);
  stage.pace(1);
});

const open: Visit[] = [];
const come = async (...args: Parameters<typeof visit> extends [Browser, string, ...infer R] ? R : never): Promise<Visit> => {
  const visited = await visit(browser, `${stage.url}/`, ...args);
  open.push(visited);
  return visited;
};
afterEach(async () => {
  for (const { page, complaints } of open.splice(0)) {
    await page.close();
    if (complaints.length > 0) throw new Error(`the page complained: ${complaints.join('; ')}`);
  }
});

interface Figure {
  readonly operation: string;
  readonly field: string;
  readonly value: number | null;
  readonly text: string;
}

const FIGURES = `[...document.querySelectorAll('.num')].map((one) => ({
  operation: one.dataset.operation,
  field: one.dataset.field,
  value: one.dataset.value === undefined ? null : Number(one.dataset.value),
  text: one.textContent.trim(),
}))`;
const figures = (page: Page): Promise<Figure[]> => page.evaluate(FIGURES);

async function ask(operation: string, input: object): Promise<unknown> {
  const response = await fetch(`${stage.url}/api/v1/call/${operation}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  expect(response.status).toBe(200);
  return response.json();
}

const at = (answer: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, part) => (value as Record<string, unknown> | null)?.[part], answer);

const MARKET = { symbol: 'BTCUSDT' };
/** Figures of the page, in the order of their `data-as-of`. */
const SHOWN = [
  ['get_report', MARKET],
  ['get_flow', { ...MARKET, windows: [10, 30, 60, 300, 900, 1_800] }],
  ['get_liquidity', MARKET],
] as const;

describe('figures', () => {
  test('each equals the answer of the API at that moment, to the last digit', async () => {
    const { page } = await come();
    stage.pace(0);
    const compared = new Map<string, number>();
    // Time advances in steps; within one step the same query gives the same digits.
    for (let step = 0; step < 600 && compared.size < SHOWN.length; step++) {
      await stage.run(0.05);
      await page.waitForTimeout(30);
      const [asOf, all] = (await page.evaluate(`[document.querySelector('.page').dataset.asOf, ${FIGURES}]`)) as [
        string,
        Figure[],
      ];
      for (const [i, [operation, input]] of SHOWN.entries()) {
        if (compared.has(operation) || asOf.split(' ')[i] !== toRfc3339(stage.now())) continue;
        const answer = await ask(operation, input);
        const own = all.filter((figure) => figure.operation === operation);
        expect(own.filter(({ field, value }) => (at(answer, field) ?? null) !== value)).toEqual([]);
        compared.set(operation, own.filter(({ value }) => value !== null).length);
      }
    }
    expect([...compared.keys()].sort()).toEqual(SHOWN.map(([operation]) => operation).toSorted());
    expect([...compared.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(100);
  });

  test('an unknown figure shows its reason, never 0 and never blank; a lost server is reported', async () => {
    const fresh = await pageStage({ symbols: ['BTCUSDT'] });
    try {
      await fresh.run(3);
      fresh.pace(1);
      const { page } = await visit(browser, `${fresh.url}/`);
      const missing = (await figures(page)).filter(({ value, text }) => value === null && text !== '');
      expect(missing.map(({ field }) => field)).toContain('flow.orders_per_sec');
      for (const { text } of missing) expect(text).toMatch(/[a-z]{3}/);
      expect(await page.textContent('#walls')).toMatch(/samples/);
      // While the server is gone, the page keeps showing it.
      await fresh.close();
      await page.waitForSelector('.page.lost', { timeout: 15_000 });
      await expect
        .poll(() => page.textContent('.tools'), { timeout: 10_000 })
        .toMatch(/server gone, last heard ([2-9]|\d\d)\.\d s ago/);
      expect(await page.getAttribute('.page', 'class')).toContain('lost');
      await page.close();
    } finally {
      await fresh.close();
    }
  });

  test('each, pointed at or focused, shows its field, inputs and age', async () => {
    const { page } = await come();
    await page.hover('[data-field="spread_bps"]');
    await expect.poll(() => page.textContent('.inspector')).toMatch(/get_report\.spread_bps.*book: synced.*ms old/s);
    await page.mouse.move(2, 400);
    await page.focus('#quote');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => page.textContent('.inspector')).toMatch(/get_report\.best_ask\.price/);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.inspector.pinned');
    await page.keyboard.press('Escape');
    expect(await page.evaluate(`document.activeElement.dataset.field`)).toBe('best_ask.price');
  });
});

describe('keyboard alone', () => {
  test('reaches every control and every part, with a visible focus', async () => {
    const { page } = await come();
    const seen = new Set<string>();
    for (let i = 0; i < 120; i++) {
      await page.keyboard.press('Tab');
      const [name, outline] = (await page.evaluate(`(() => {
        const one = document.activeElement;
        const style = getComputedStyle(one);
        return [one.id || one.getAttribute('aria-label') || one.className || (one.tagName === 'BODY' ? 'BODY' : one.textContent), style.outlineStyle + style.outlineWidth];
      })()`)) as [string, string];
      if (name === 'BODY') break;
      expect(outline, name).not.toMatch(/none|^.*0px$/);
      seen.add(name.split(';')[0] ?? name);
    }
    const buttons = (await page.evaluate(
      `[...document.querySelectorAll('button')].map((one) => one.getAttribute('aria-label') || one.className || one.textContent)`,
    )) as string[];
    for (const part of [
      'quote',
      'flow',
      'health',
      'ladder',
      'walls',
      'vacuums',
      'profile',
      'depth',
      'anomalies',
      'tape',
      'feeds',
      'alerts',
      'ledger',
    ])
      expect([...seen]).toContain(part);
    expect([...seen]).toEqual(expect.arrayContaining(buttons));
    for (const picture of ['Heat map', 'Candles of'])
      expect(
        [...seen].some((name) => name.startsWith(picture)),
        picture,
      ).toBe(true);
  });

  test('changes the market, the theme, and gets help', async () => {
    const { page } = await come();
    await page.keyboard.press('/');
    await page.waitForSelector('dialog[open] input:focus');
    await page.keyboard.type('eth');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.textContent('.symbol'), PATIENCE).toContain('ETHUSDT');
    await expect.poll(() => page.textContent('.sentence'), PATIENCE).toContain('ETHUSDT last traded');
    expect(page.url()).toContain('symbol=ETHUSDT');
    await page.keyboard.press('Control+k');
    await page.waitForSelector('dialog[open] input:focus');
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog', { state: 'detached' });
    const ground = () => page.evaluate(`getComputedStyle(document.documentElement).backgroundColor`);
    const dark = await ground();
    await page.keyboard.press('t');
    expect(await ground()).not.toBe(dark);
    await page.keyboard.press('?');
    await page.waitForSelector('dialog.help[open]');
  });

  test('reads the heat map: arrow keys move the crosshair, and the values at it are shown', async () => {
    const { page } = await come();
    await page.waitForSelector('.plot canvas');
    await page.keyboard.press('3');
    await page.keyboard.press('ArrowLeft');
    await expect
      .poll(() => page.textContent('#heat-readout'))
      .toMatch(/UTC, [\d,.]+ to [\d,.]+: .* BTC resting|beyond the known book/);
  });
});

test('an anomaly shows its summary and opens its evidence', async () => {
  const odd = await pageStage({ symbols: ['BTCUSDT'], scenario: 'iceberg' });
  try {
    const found = async () => {
      const body = JSON.stringify(MARKET);
      const response = await fetch(`${odd.url}/api/v1/call/get_anomalies`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      return ((await response.json()) as { anomalies: { note: string }[] }).anomalies;
    };
    for (let minutes = 0; minutes < 20 && (minutes < 3 || (await found()).length === 0); minutes++) await odd.run(60);
    odd.pace(1);
    const { page } = await visit(browser, `${odd.url}/`);
    await page.waitForSelector('#anomalies .found li');
    const [first] = await found();
    expect(await page.textContent('#anomalies')).toContain(first?.note ?? 'an anomaly was found');
    await page.focus('#anomalies .found button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog.evidence[open] tbody, dialog.evidence[open] .absent');
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog', { state: 'detached' });
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Evidence');
    await page.close();
  } finally {
    await odd.close();
  }
});

describe.each(['dark', 'light'] as const)('%s', (scheme) => {
  test('every visible text has a contrast of 4.5 to 1', async () => {
    const { page } = await come({ scheme });
    const pairs = await inksOf(page);
    expect(pairs.length).toBeGreaterThan(6);
    for (const [pair, where] of pairs) {
      const [ink = '', ground = ''] = pair.split(' ');
      expect(contrast(ink, ground), `${pair} at ${where}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  test.each([360, 768, 1_024, 1_440, 2_560])('nothing is cut off at %d pixels', async (width) => {
    const { page } = await come({ scheme, width, height: 800 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    const spilling =
      (await page.evaluate(`[...document.querySelectorAll('.panel .num, .panel th, .panel dt, .top *')].filter((one) => {
      const box = one.getBoundingClientRect();
      const panel = one.closest('.panel, .top').getBoundingClientRect();
      return one.offsetParent !== null && (box.right > panel.right + 1 || box.left < panel.left - 1);
    }).map((one) => one.dataset.field ?? one.textContent)`)) as string[];
    expect(spilling).toEqual([]);
  });
});

describe('honesty', () => {
  test('for an address of an unknown market, the page shows that and the choice of markets, not another market', async () => {
    const page = await browser.newPage();
    await page.goto(`${stage.url}/?symbol=DOGEUSDT`);
    await page.waitForSelector('nav.choices button');
    expect(await page.textContent('.sentence')).toContain('DOGEUSDT is not followed.');
    expect(await page.textContent('[role=status]')).toContain('DOGEUSDT is not followed.');
    expect(await page.locator('.num').count()).toBe(0);
    expect(page.url()).toContain('symbol=DOGEUSDT');
    await page.click('nav.choices button:has-text("ETHUSDT")');
    await expect.poll(() => page.textContent('.sentence'), PATIENCE).toContain('ETHUSDT last traded');
    expect(await page.locator('nav.choices').count()).toBe(0);
    await page.close();
  });

  test('an address is read as queries are, and what the page does not read is stated', async () => {
    const page = await browser.newPage();
    await page.goto(`${stage.url}/?symbol=ether`);
    await expect.poll(() => page.textContent('.sentence'), PATIENCE).toContain('ETHUSDT last traded');
    expect(await page.locator('.address-note').count()).toBe(0);
    await page.goto(`${stage.url}/?symbol=eth&interval=5m`);
    await expect.poll(() => page.textContent('.sentence'), PATIENCE).toContain('ETHUSDT last traded');
    expect(await page.textContent('.address-note')).toContain('The address sets "interval", which the page does not read.');
    await page.goto(`${stage.url}/?market=ETHUSDT`);
    await page.waitForSelector('nav.choices button');
    expect(await page.textContent('.sentence')).toContain('The address sets "market", which the page does not read.');
    expect(await page.locator('.num').count()).toBe(0);
    await page.close();
  });

  test('simulated data are marked by a band that is always visible', async () => {
    const { page } = await come({ width: 360, height: 640 });
    await page.evaluate('scrollTo(0, 3000)');
    const [text, top] = (await page.evaluate(
      `(() => { const band = document.querySelector('.band'); return [band.textContent, band.getBoundingClientRect().top]; })()`,
    )) as [string, number];
    expect(text).toContain('Simulated');
    expect(top).toBe(0);
  });

  test.each([
    ['recorded', /Recorded.*not the current market/],
    ['live', /^$/],
  ] as const)('%s data are marked with their source', async (source, said) => {
    const other = await pageStage({ symbols: ['BTCUSDT'], source });
    try {
      await other.run(3);
      other.pace(1);
      const { page } = await visit(browser, `${other.url}/`);
      expect((await page.locator('.band').allTextContents()).join('')).toMatch(said);
      await page.close();
    } finally {
      await other.close();
    }
  });

  test('a silent server is reported within seconds, its figures turn grey with their age, and the page recovers', async () => {
    const { page } = await come();
    stage.pace(0);
    await page.waitForSelector('.page.lost', { timeout: 15_000 });
    expect(await page.textContent('.tools')).toMatch(/server gone, last heard .* ago/);
    expect(await page.textContent('[role=status]')).toContain('no longer fresh');
    const ink = (field: string) => page.evaluate(`getComputedStyle(document.querySelector('[data-field="${field}"]')).color`);
    expect(await ink('best_bid.price')).toBe(await ink('mid_price'));
    // No stream is shown as synced while the server is gone.
    expect(await page.textContent('.chips')).toMatch(/was synced/);
    expect(await page.locator('.chips .good, main .state.good').count()).toBe(0);
    stage.pace(1);
    await page.waitForSelector('.page.fresh', { timeout: 15_000 });
    await expect.poll(() => page.locator('.chips .good').count()).toBeGreaterThan(0);
    expect(await ink('best_bid.price')).not.toBe(await ink('mid_price'));
  });

  test('before the first message the band states that the source is unknown, then the source', async () => {
    const page = await browser.newPage();
    await page.route('**/api/v1/stream/**', () => {});
    let go = () => {};
    await page.route('**/api/v1/call/list_markets', (route) => void (go = () => void route.continue()));
    await page.goto(`${stage.url}/`);
    await page.waitForSelector('.band');
    expect(await page.textContent('.band')).toMatch(/^Connecting/);
    go();
    await expect.poll(() => page.textContent('.band')).toMatch(/^Simulated/);
    expect(await page.locator('.last').count()).toBe(0);
    await page.close();
  });

  test('a gap is shown with its reason, and hatched in the picture', async () => {
    const gapped = await pageStage({ symbols: ['BTCUSDT'], faults: 'close@100s' });
    try {
      await gapped.run(130);
      gapped.pace(1);
      const { page } = await visit(browser, `${gapped.url}/`);
      await page.waitForSelector('.plot canvas');
      await page.keyboard.press('3');
      const said = new Set<string>();
      for (let i = 0; i < 60 && ![...said].some((text) => text.includes('a gap')); i++) {
        await page.keyboard.press('ArrowLeft');
        said.add((await page.textContent('#heat-readout')) ?? '');
      }
      expect([...said].join('\n')).toMatch(/a gap, the book was incomplete/);
      await page.close();
    } finally {
      await gapped.close();
    }
  });

  test('with reduced motion nothing moves', async () => {
    const { page } = await come({ motion: 'reduce' });
    expect(await page.evaluate(`getComputedStyle(document.querySelector('.levels rect')).transitionDuration`)).toMatch(/^0s/);
  });
});
