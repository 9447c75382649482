import { h, render } from 'preact';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { report as reportAnswer } from '../../../src/operations/testing/market.ts';
import { change, takeProblem } from '../data/store.ts';
import type { Topics } from '../generated/api.ts';
import { bareDom } from '../testing/bare-dom.ts';
import { ledger } from './alerts.ts';
import { Ledger } from './ledger-panel.tsx';
import { Present } from './present.tsx';
import { EMPTY_CONDITION } from './rule-form.ts';
import { WATCHABLE } from './watchable.ts';

const dom = bareDom();
const NOW = Date.UTC(2026, 0, 15, 12);
const spread = { ...EMPTY_CONDITION, chosen: String(WATCHABLE.findIndex(({ field }) => field === 'spread_bps')) };
const message = { ...reportAnswer(), spread_bps: 0.228 } as unknown as Topics['report'];

const text = async (): Promise<string> => {
  await dom.frame();
  return dom.root.textContent ?? '';
};

beforeEach(() => {
  change({ link: 'live', report: { message, at: NOW }, failure: null, problems: {} });
  render(null, dom.root);
});
// The store is shared with other test files.
afterAll(async () => {
  change({ link: 'opening', report: null, failure: null, problems: {} });
  await dom.frame();
  vi.unstubAllGlobals();
});

test('the present value beside a threshold is that of the newest report', async () => {
  await dom.frame();
  render(h(Present, { typed: spread }), dom.root);
  expect(await text()).toMatch(/^now 0\.228? bps$/);
});

test.each([
  ['the server is gone', () => change({ link: 'lost' })],
  [
    'the report has a problem',
    () => takeProblem({ topic: 'report', error: 'x', code: 'TF_X', message: 'No bus.', advice: 'A.' }, NOW),
  ],
  ['the market is refused', () => change({ link: 'refused', failure: 'Refused.' })],
])('no value is called present while %s', async (_why, happens) => {
  happens();
  await dom.frame();
  render(h(Present, { typed: spread }), dom.root);
  expect(await text()).toBe('now not known');
});

test('an empty ledger says what it does not show, so that it does not contradict the alerts of an earlier run', async () => {
  const caveat = 'Each start of this simulator makes another market: ledger entries of earlier runs are not shown.';
  vi.stubGlobal('fetch', async () => Response.json({ total: 0, entries: [], summary: [], caveats: [caveat] }));
  await ledger.ask();
  // While the server is gone the panel doesn't ask again.
  change({ link: 'lost' });
  await dom.frame();
  render(h(Ledger, {}), dom.root);
  expect(await text()).toContain(`${caveat}No alert has fired and no anomaly was found in the last 7 days.`);
});
