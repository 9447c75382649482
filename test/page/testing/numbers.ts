import type { Page } from 'playwright-core';

/** What a reader sees or hears, each with its place. Exact values are for the inspector and proofs, and receipts are no numbers. */
const TEXTS = `(() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (!node.parentElement.closest('.exact, .receipt, script, style, noscript')) found.push([node.parentElement.closest('[id]')?.id ?? '', node.textContent]);
  for (const one of document.querySelectorAll('[title], [aria-label], [placeholder]'))
    for (const name of ['title', 'aria-label', 'placeholder']) if (one.getAttribute(name)) found.push([name, one.getAttribute(name)]);
  return found;
})()`;

/** Twelve digits are more than any price or size here needs. */
const MOST_DIGITS = 12;
const significant = (digits: string): number => digits.replace(/[,.]/g, '').replace(/^0+/, '').length;

/** Numbers of a text that look like float noise: too many digits, or an exponent. */
export const noiseIn = (text: string): readonly string[] =>
  [...text.matchAll(/\d[\d,]*(?:\.\d+)?(?:e[-−+]?\d+)?/gi)]
    .map(([number]) => number)
    .filter((number) => /e[-−+]?\d/i.test(number) || (number.includes('.') && significant(number) > MOST_DIGITS));

/** Numbers on the page that look like float noise. */
export async function noiseOn(page: Page): Promise<readonly string[]> {
  const texts: [string, string][] = await page.evaluate(TEXTS);
  return texts.flatMap(([place, text]) => noiseIn(text).map((number) => `${place}: ${number} in "${text.slice(0, 80)}"`));
}
