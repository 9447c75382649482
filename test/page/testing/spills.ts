import type { Page } from 'playwright-core';

/** Elements whose text must stay inside them. */
const CELLS =
  '.panel :is(td, th, dt, dd, h2, h3, p, button, .aside, .num, .severity), .levels li > *, dialog :is(h2, legend, label, p, button), .top button, .chips li';

const SPILLS = `(() => {
  const at = (one) => (one.closest('.panel')?.id || one.closest('dialog')?.className || one.closest('.top')?.className || '') + ': ';
  const found = [];
  for (const cell of document.querySelectorAll(${JSON.stringify(CELLS)})) {
    if (cell.offsetParent === null || getComputedStyle(cell).visibility === 'hidden') continue;
    // A shortened reason has its whole text in its explanation or title.
    if (cell.closest('.absent, [title]') || cell.querySelector('.absent, [title]')) continue;
    const box = cell.getBoundingClientRect();
    if (box.width === 0) continue;
    const whole = cell.closest('.panel, dialog, .top').getBoundingClientRect();
    const range = document.createRange();
    range.selectNodeContents(cell);
    const left = Math.max(box.left, whole.left), right = Math.min(box.right, whole.right);
    const out = [...range.getClientRects()].filter((text) => text.width > 0 && (text.left < left - 1 || text.right > right + 1));
    const far = Math.round(Math.max(...out.map((text) => Math.max(left - text.left, text.right - right)), 0));
    if (far > 0) found.push(at(cell) + cell.tagName + ' ' + cell.textContent.trim().slice(0, 40) + ' by ' + far);
  }
  return [...new Set(found)];
})()`;

/** Texts that are wider than their cell, or reach beyond their panel, each with by how many pixels. */
export const spillsOf = (page: Page): Promise<readonly string[]> => page.evaluate(SPILLS);
