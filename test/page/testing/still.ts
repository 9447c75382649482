import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { visit } from './browser.ts';
import { movedPlaces, notePlaces } from './places.ts';
import { watchShifts } from './shift.ts';
import type { PageStage } from './stage.ts';

export const WIDTHS = [390, 1_280, 1_440, 1_920] as const;
export const SCHEMES = ['dark', 'light'] as const;

/** Opens the page at every width in both themes and demands that nothing moves while `seconds` of market time arrive. */
export async function expectStill(browser: Browser, stage: PageStage, seconds: number): Promise<void> {
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
  const shown = new Set<string | null>();
  for (let half = 0; half < seconds * 2; half++) {
    await stage.run(0.5);
    await Promise.all(
      pages.map(async ({ page }) => (await page.evaluate('new Promise(requestAnimationFrame)'), notePlaces(page))),
    );
    shown.add((await pages[0]?.page.getAttribute('[data-field="mid_price"]', 'data-value')) ?? null);
  }
  // Data did arrive.
  expect(shown.size).toBeGreaterThan(seconds / 4);
  for (const { name, page, shifts } of pages) {
    expect.soft(await shifts(), name).toEqual([]);
    expect.soft(await movedPlaces(page), name).toEqual([]);
    await page.close();
  }
}
