import { test } from 'vitest';
import { CHROMIUM, NO_CHROMIUM } from './testing/browser.ts';
import { expectNoGrowth, growth } from './testing/growth.ts';

test('four minutes of a market more leave no more in the document, no more listeners and no more heap', async ({ skip }) => {
  if (CHROMIUM === null) return skip(NO_CHROMIUM);
  expectNoGrowth(await growth({ history: 240, open: 240 }));
});
