import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { report } from '../../testing/report.ts';
import { visit } from './browser.ts';
import { movedPlaces, notePlaces } from './places.ts';
import { watchShifts } from './shift.ts';
import type { PageStage } from './stage.ts';

export const WIDTHS = [390, 1_280, 1_440, 1_920] as const;
export const SCHEMES = ['dark', 'light'] as const;

/** Alerts that fire often, so that rows come and texts grow: of one condition, and of two. */
async function makeAlerts(url: string): Promise<void> {
  const made = [
    { field: 'mid_price', when: 'changes', cooldown_sec: 5, expects: 'up' },
    { field: 'last_price', when: 'changes', cooldown_sec: 7 },
    {
      match: 'any',
      conditions: ['spread_bps above 0', 'depth.imbalance below -0.9'],
    },
  ];
  for (const alert of made) {
    const answer = await fetch(`${url}/api/v1/call/create_alert`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ operation: 'get_report', input: { symbol: 'BTCUSDT' }, ...alert }),
    });
    expect(answer.status, await answer.text()).toBe(200);
  }
}

/** Opens the page at every width in both themes and demands that nothing moves while `seconds` of market time arrive. */
export async function expectStill(browser: Browser, stage: PageStage, seconds: number): Promise<void> {
  await makeAlerts(stage.url);
  stage.pace(1);
  const pages: { readonly name: string; readonly page: Page; readonly shifts: Awaited<ReturnType<typeof watchShifts>> }[] = [];
  for (const width of WIDTHS)
    for (const scheme of SCHEMES) {
      const { page } = await visit(browser, `${stage.url}/`, { width, scheme });
      await page.waitForSelector('.prints li:nth-child(9)');
      await page.waitForSelector('.page.fresh');
      pages.push({ name: `${width} ${scheme}`, page, shifts: await watchShifts(page) });
    }
  stage.pace(0);
  const all: number[] = [];
  const shown = new Set<string | null>();
  for (let half = 0; half < seconds * 2; half++) {
    await stage.run(0.5);
    await Promise.all(
      pages.map(async ({ page }) => (await page.evaluate('new Promise(requestAnimationFrame)'), notePlaces(page))),
    );
    shown.add((await pages[0]?.page.getAttribute('[data-field="mid_price"]', 'data-value')) ?? null);
  }
  // A silent server, and its return, move nothing either.
  await Promise.all(pages.map(({ page }) => page.waitForSelector('.page:not(.fresh)')));
  stage.pace(1);
  await Promise.all(pages.map(({ page }) => page.waitForSelector('.page.fresh')));
  stage.pace(0);
  // Data did arrive, and alerts fired.
  expect(shown.size).toBeGreaterThan(seconds / 4);
  const fired = await pages[0]?.page.locator('#alerts .fired li').count();
  expect(fired).toBeGreaterThan(1);
  const entries = await pages[0]?.page.locator('#ledger .entries tbody tr').count();
  expect(entries).toBeGreaterThan(1);
  for (const { name, page, shifts } of pages) {
    expect.soft(await shifts(), name).toEqual([]);
    expect.soft(await movedPlaces(page), name).toEqual([]);
    all.push(...(await shifts()).map(({ score }) => score));
    await page.close();
  }
  report(
    `${pages.length} pages (${WIDTHS.join(', ')} px, ${SCHEMES.join(' and ')}) for ${seconds} s: layout shift ${all.reduce((sum, one) => sum + one, 0)}; ${shown.size} mids, ${fired} firings and ${entries} ledger entries were shown`,
  );
}
