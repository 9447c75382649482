import type { Page } from 'playwright-core';

const INKS = `(() => {
  const opaque = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const ground = getComputedStyle(at).backgroundColor;
      if (!/rgba\\(.*, 0\\)|transparent/.test(ground)) return ground;
    }
    return getComputedStyle(document.documentElement).backgroundColor;
  };
  const hex = (rgb) => '#' + rgb.match(/\\d+/g).slice(0, 3).map((part) => Number(part).toString(16).padStart(2, '0')).join('');
  const pairs = new Map();
  for (const one of document.querySelectorAll('body *')) {
    const words = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '');
    if (!words || one.offsetParent === null || one.closest('.visually-hidden, .skip, svg')) continue;
    const pair = hex(getComputedStyle(one).color) + ' ' + hex(opaque(one));
    pairs.set(pair, one.className || one.tagName);
  }
  return [...pairs];
})()`;

/** The colours of each visible text and of what is behind it, as `#rrggbb #rrggbb`, with an element that has them. */
export const inksOf = (page: Page): Promise<readonly (readonly [pair: string, where: string])[]> => page.evaluate(INKS);
