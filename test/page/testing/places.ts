import type { Page } from 'playwright-core';

/** What must stand still: the frame, and each figure, label and heading outside of lists whose rows come and go. */
const FIXED =
  '.top > *, .top .num, .top button, .chips li, .sentence, .panel, .panel > header > *, .panel dt, .panel dd > .num, .panel thead th, .score > *, .touch > *, .legend > *, .bottom';

const RECORD = `(() => {
  window.places ??= new Map();
  const counts = new Map();
  for (const one of document.querySelectorAll(${JSON.stringify(FIXED)})) {
    if (one.offsetParent === null || one.matches('.absent') || one.closest('.found, .prints, .levels')) continue;
    const whole = one.closest('.panel, .top');
    const panel = whole?.getBoundingClientRect() ?? { x: 0, y: -scrollY };
    const box = one.getBoundingClientRect();
    const label = (whole?.className ?? '') + ': ' + one.tagName + (one.dataset.field ?? (one.className || one.ariaLabel || one.textContent.replace(/[\\d.,−+]+/g, '#'))) ;
    // Two headings may have the same words: their order tells them apart.
    counts.set(label, (counts.get(label) ?? 0) + 1);
    const key = label + ' ' + counts.get(label);
    const place = [box.right - panel.x, box.top - panel.y, panel.x, panel.y + scrollY].map((edge) => Math.round(edge)).join(' ');
    if (!window.places.has(key)) window.places.set(key, new Set());
    window.places.get(key).add(place);
  }
})()`;

/** Notes where everything fixed stands now. */
export const notePlaces = (page: Page): Promise<void> => page.evaluate(RECORD);

/** What stood at more than one place, each with its places: right edge and top in its panel, then the panel's corner. */
export const movedPlaces = (page: Page): Promise<readonly (readonly [string, readonly string[]])[]> =>
  page.evaluate('[...window.places].filter(([, places]) => places.size > 1).map(([name, places]) => [name, [...places]])');
