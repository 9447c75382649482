import type { Page } from 'playwright-core';

/** One moved part of the page. */
export interface Shift {
  readonly score: number;
  /** The elements that moved, each with its place before and after. */
  readonly moved: readonly string[];
}

const WATCH = `(() => {
  window.shifts = [];
  const place = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(' ');
  const name = (node) => {
    const one = node instanceof Element ? node : node?.parentElement;
    return one ? one.tagName.toLowerCase() + '.' + (one.closest('.panel')?.id || '') + ' ' + (one.getAttribute('class') ?? '') + ' ' + (one.dataset?.field ?? '') : 'gone';
  };
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries())
      window.shifts.push({
        score: value,
        moved: sources.map(({ node, previousRect, currentRect }) => name(node) + ': ' + place(previousRect) + ' to ' + place(currentRect)),
      });
  }).observe({ type: 'layout-shift' });
})()`;

/** Records each layout shift from now on, also one after a key or a click. */
export async function watchShifts(page: Page): Promise<() => Promise<readonly Shift[]>> {
  await page.evaluate(WATCH);
  return () => page.evaluate<Shift[]>('window.shifts');
}
