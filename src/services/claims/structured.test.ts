import { expect, test } from 'vitest';
import type { Claim } from './answers.ts';
import { provenOf } from './judge/proven.ts';
import { judgeClaim } from './structured.ts';

const receipt = 'tf1:get_report:BTCUSDT@binance-spot:750489-41369+53000:472d:35vf97ks';
const proven = provenOf({
  receipt,
  operation: 'get_report',
  answer: {
    as_of: '2026-01-01T00:00:00Z',
    symbol: 'BTCUSDT',
    venue: 'binance-spot',
    state: 'synced',
    mid_price: 61_848.9,
    spread_bps: 0.0355,
    tiny: 1e-8,
    absent: null,
    best_bid: { price: 61_848.79, qty: 0.04325 },
    windows: [
      { seconds: 30, net: 2.8, trades: 476 },
      { seconds: 60, net: -3.6, trades: 853 },
    ],
  },
});
const verdict = (field: string, value: Claim['value'], unit?: string) =>
  judgeClaim({ receipt, field, value, ...(unit === undefined ? {} : { unit }) }, proven).verdict;

test.each([
  ['mid_price', 61_848.9, undefined, 'matched'],
  ['mid_price', '61,848.90', undefined, 'matched'],
  ['mid_price', 61_849, 'USDT', 'matched'],
  ['mid_price', 61_848.8, undefined, 'altered'],
  ['mid_price', 61_848.9, 'EUR', 'altered'],
  ['mid_price', null, undefined, 'altered'],
  ['mid_price', 'about 61,848.9', undefined, 'not_checked'],
  ['mid_price', 'sixty', undefined, 'not_checked'],
  ['best_bid.price', 61_848.79, undefined, 'matched'],
  ['best_bid.qty', 61_848.79, undefined, 'altered'],
  ['best_bid', 61_848.79, undefined, 'not_checked'],
  ['spread_bps', 0.000355, '%', 'matched'],
  ['spread_bps', 0.0355, '%', 'altered'],
  ['tiny', 1e-8, undefined, 'matched'],
  ['tiny', 2e-8, undefined, 'altered'],
  ['absent', null, undefined, 'matched'],
  ['absent', 0, undefined, 'altered'],
  ['state', 'synced', undefined, 'matched'],
  ['state', 'down', undefined, 'altered'],
  ['windows[1].net', -3.6, undefined, 'matched'],
  ['windows[1].net', 3.6, undefined, 'altered'],
  ['windows[seconds=60].net', -3.6, undefined, 'matched'],
  ['windows[seconds=45].net', -3.6, undefined, 'not_checked'],
  ['windows.length', 2, undefined, 'not_checked'],
  ['windows[-1].net', -3.6, undefined, 'not_checked'],
  ['__proto__', null, undefined, 'not_checked'],
  ['constructor.name', 'Object', undefined, 'not_checked'],
  ['nothing', 1, undefined, 'not_checked'],
] as const)('%s = %s %s: %s', (field, value, unit, expected) => {
  expect(verdict(field, value, unit)).toBe(expected);
});

test('without an answer nothing is proven', () => {
  expect(judgeClaim({ receipt, field: 'mid_price', value: 61_848.9 }, null).verdict).toBe('not_checked');
});
