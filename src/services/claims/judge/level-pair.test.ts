import { expect, test } from 'vitest';
import { provenOf } from './proven.ts';
import { judgeText } from './text.ts';

const RECEIPT = 'tf1:get_book:BTCUSDT@binance-spot:1-3+1:472d:dddddddd';
const WALLS = 'tf1:get_liquidity:BTCUSDT@binance-spot:1-7+1:472d:hhhhhhhh';
const market = { as_of: '2026-11-29T00:51:37.900Z', symbol: 'BTCUSDT', venue: 'binance-spot' };
const proven = [
  provenOf({
    receipt: RECEIPT,
    operation: 'get_book',
    answer: {
      ...market,
      bids: [
        { p: 61_848.84, q: 0.00723 },
        { p: 61_848.64, q: 0.05064 },
      ],
      asks: [{ p: 61_849.01, q: 0.011 }],
    },
  }),
  provenOf({
    receipt: WALLS,
    operation: 'get_liquidity',
    answer: {
      ...market,
      walls: [
        { side: 'bid', price: 61_837.93, qty: 1.10489 },
        { side: 'ask', price: 61_855.75, qty: 0.76313 },
      ],
    },
  }),
];
const verdicts = (text: string) =>
  judgeText(`${text} [${RECEIPT}] [${WALLS}]`, proven, { mostFigures: 10, quotes: false }).figures.map(({ verdict }) => verdict);

test.each([
  'At 61,848.64, 0.05064 BTC are bid on Binance BTCUSDT',
  'BTCUSDT bid size at 61,848.64: 0.05064 BTC',
  'BTCUSDT shows 0.05064 BTC bid at 61,848.64',
  '0.011 BTC are offered at 61,849.01 in BTCUSDT',
  'The bid wall at 61,837.93 USDT in BTCUSDT holds 1.10 BTC',
  'An ask wall of 0.76313 BTC sits at 61,855.75 in BTCUSDT',
])('price and size of one level or wall: %s', (text) => {
  expect(verdicts(text)).toEqual(['matched', 'matched']);
});

test.each([
  ['the size of another level', 'BTCUSDT shows 0.00723 BTC bid at 61,848.64', 'altered'],
  ['the other side', 'BTCUSDT shows 0.05064 BTC offered at 61,848.64', 'not_checked'],
  ['a level that is not there', 'BTCUSDT shows 0.05064 BTC bid at 61,840.64', 'not_checked'],
  ['a level that is no wall', 'A bid wall of 0.05064 BTC sits at 61,848.64 in BTCUSDT', 'not_checked'],
  ['no market', 'A bid wall of 1.10 BTC sits at 61,837.93', 'not_checked'],
  ['another market', 'A bid wall of 1.10 BTC sits at 61,837.93 in ETHUSDT', 'not_checked'],
  ['trades', 'BTCUSDT sold 0.05064 BTC of bids at 61,848.64', 'not_checked'],
  ['one order of a level', 'BTCUSDT order: 0.05064 BTC bid at 61,848.64', 'not_checked'],
  ['a sum', 'BTCUSDT total bids: 0.05064 BTC at 61,848.64', 'not_checked'],
  ['what may be the best bid', 'BTCUSDT: the bid holds 0.05064 BTC at 61,848.64', 'not_checked'],
  ['what was traded', 'BTCUSDT volume: 0.05064 BTC bid at 61,848.64', 'not_checked'],
  ['a denial', 'BTCUSDT shows no 0.05064 BTC bid at 61,848.64', 'not_checked'],
  ['a bound', 'BTCUSDT has over 0.05064 BTC bid at 61,848.64', 'not_checked'],
])('%s is not matched: %s', (_, text, verdict) => {
  expect(verdicts(text)).toContain(verdict);
  expect(verdicts(text).filter((one) => one === 'matched').length).toBeLessThan(2);
});
