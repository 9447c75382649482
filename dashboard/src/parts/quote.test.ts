import { h, render } from 'preact';
import { expect, test } from 'vitest';
import { report } from '../../../src/operations/testing/market.ts';
import type { GetReportAnswer } from '../generated/api.ts';
import { bareDom } from '../testing/bare-dom.ts';
import { Quote } from './quote.tsx';

test.each([
  ['low_24h', 'high_24h'],
  ['best_ask', 'best_ask'],
  ['best_bid', 'best_bid'],
  ['depth', 'depth'],
])('the reason why %s and %s are missing stands in its row once', (...fields) => {
  const dom = bareDom();
  const reason = 'no such stream here';
  const whole = report() as GetReportAnswer;
  const blind = {
    ...whole,
    ...Object.fromEntries(fields.map((field) => [field, null])),
    absent: fields.map((field) => ({ field, reason, ready_at: null })),
  } as GetReportAnswer;
  render(h(Quote, { report: blind, base: 'BTC', decimals: 2 }), dom.root);
  const said = dom.root.textContent ?? '';
  // The depth has two rows: its imbalance and its sums.
  expect(said.split(reason).length - 1).toBe(fields[0] === 'depth' ? 2 : 1);
  expect(said).not.toContain(`${reason}to`);
});
