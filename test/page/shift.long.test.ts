// In Chromium: nothing on the page moves in a minute of live data.
import { test } from 'vitest';
import { CHROMIUM, NO_CHROMIUM, openBrowser } from './testing/browser.ts';
import { pageStage } from './testing/stage.ts';
import { expectStill } from './testing/still.ts';

test('at four widths and in both themes nothing moves in a minute of live data', async ({ skip }) => {
  if (CHROMIUM === null) return skip(NO_CHROMIUM);
  const [stage, browser] = await Promise.all([pageStage({ scenario: 'busy', alerts: 'running' }), openBrowser()]);
  try {
    await stage.run(60);
    await expectStill(browser, stage, 60);
  } finally {
    await browser.close();
    await stage.close();
  }
});
