import { test } from 'vitest';
import { CHROMIUM, NO_CHROMIUM } from './testing/browser.ts';
import { expectNoGrowth, growth } from './testing/growth.ts';

test('four more minutes of a market do not grow the document, its listeners or the heap', async ({ skip }) => {
  if (CHROMIUM === null) return skip(NO_CHROMIUM);
  expectNoGrowth(await growth({ history: 240, open: 240 }));
});
