import { expect, test } from 'vitest';
import { CHROMIUM, NO_CHROMIUM } from './testing/browser.ts';
import { growth } from './testing/growth.ts';

test('two hours of a market more leave no more in the document, no more listeners and no more heap', async ({ skip }) => {
  if (CHROMIUM === null) return skip(NO_CHROMIUM);
  const { before, after, complaints, sentence } = await growth({ history: 1_800, open: 7_200 });
  console.log(`at first: ${JSON.stringify(before)}; two hours later: ${JSON.stringify(after)}`);
  expect(after.heap).toBeLessThan(before.heap * 1.15);
  expect(after.elements).toBeLessThan(before.elements * 1.1);
  expect(after.nodes).toBeLessThan(before.nodes * 1.2);
  expect(after.listeners).toBeLessThan(before.listeners * 1.1 + 10);
  // It did show what passed.
  expect(sentence).toContain('BTCUSDT last traded');
  expect(complaints).toEqual([]);
});
