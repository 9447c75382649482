import { test } from 'vitest';
import { CHROMIUM, NO_CHROMIUM } from './testing/browser.ts';
import { expectNoGrowth, growth } from './testing/growth.ts';

test('two more hours of a market do not grow the document, its listeners or the heap', async ({ skip }) => {
  if (CHROMIUM === null) return skip(NO_CHROMIUM);
  expectNoGrowth(await growth({ history: 1_800, open: 7_200 }));
});
