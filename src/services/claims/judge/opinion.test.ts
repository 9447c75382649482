import { expect, test } from 'vitest';
import { provenOf } from './proven.ts';
import { judgeText } from './text.ts';

const RECEIPT = 'tf1:get_liquidity:BTCUSDT@binance-spot:1-7+1:472d:hhhhhhhh';
const proven = [
  provenOf({
    receipt: RECEIPT,
    operation: 'get_liquidity',
    answer: { as_of: '2026-11-29T00:51:37.900Z', symbol: 'BTCUSDT', venue: 'binance-spot', spread_bps: 0.1 },
  }),
];
const judged = (text: string) => judgeText(`${text} [${RECEIPT}]`, proven, { mostFigures: 10, quotes: false });

// The examples of docs/receipts.md.
test('an opinion in a sentence of its own leaves the figure proven; in the same sentence it does not', () => {
  const apart = judged('The spread is 0.1 bps. That is huge.');
  expect(apart.figures.map(({ verdict }) => verdict)).toEqual(['matched']);
  expect(apart.unproven).toEqual([expect.stringContaining('That is huge')]);
  const [figure] = judged('The spread is 0.1 bps, which is huge').figures;
  expect(figure).toMatchObject({ verdict: 'not_checked', reason: expect.stringContaining('"huge"') as string });
});
