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
  ['a venue alone', 'A bid wall of 1.10 BTC sits at 61,837.93 on Binance', 'not_checked'],
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

const SEVERAL = 'tf1:get_liquidity:BTCUSDT@binance-spot:1-8+1:472d:jjjjjjjj';
const OTHER = 'tf1:get_liquidity:ETHUSDT@binance-spot:1-8+1:472d:kkkkkkkk';
const several = provenOf({
  receipt: SEVERAL,
  operation: 'get_liquidity',
  answer: {
    ...market,
    walls: [
      { side: 'ask', price: 61_855.75, qty: 0.76313 },
      { side: 'ask', price: 61_856.85, qty: 0.53123 },
      { side: 'bid', price: 61_837.93, qty: 1.10489 },
    ],
  },
});
const other = provenOf({
  receipt: OTHER,
  operation: 'get_liquidity',
  answer: { ...market, symbol: 'ETHUSDT', walls: [{ side: 'ask', price: 2_676.38, qty: 19.2 }] },
});
const figuresOf = (text: string, cited: readonly (typeof several)[]) =>
  judgeText(`${text} ${cited.map(({ receipt }) => `[${receipt}]`).join(' ')}`, cited, { mostFigures: 10, quotes: false }).figures;

test('where all that is cited is about one market, the price selects the wall without its name', () => {
  const figures = figuresOf('The ask wall at 61,856.85 is 0.53123 BTC', [several]);
  expect(figures.map(({ verdict, path }) => [verdict, path])).toEqual([
    ['matched', 'walls[1].price'],
    ['matched', 'walls[1].qty'],
  ]);
});

test.each([
  ['the size of the other wall', 'The ask wall at 61,856.85 is 0.76313 BTC', ['matched', 'altered'], [several]],
  ['a price without a wall', 'The ask wall at 61,857.85 is 0.53123 BTC', ['not_checked', 'not_checked'], [several]],
  ['a wall of the other side', 'The bid wall at 61,856.85 is 0.53123 BTC', ['not_checked', 'not_checked'], [several]],
  ['size and price exchanged', 'The ask wall at 0.53123 is 61,856.85 BTC', ['not_checked', 'not_checked'], [several]],
  ['another asset', 'The ask wall at 61,856.85 is 0.53123 ETH', ['matched', 'altered'], [several]],
  ['answers of two markets', 'The ask wall at 61,856.85 is 0.53123 BTC', ['not_checked', 'not_checked'], [several, other]],
  [
    'a market that is not cited',
    'ETHUSDT is calm. The ask wall at 61,856.85 is 0.53123 BTC',
    ['not_checked', 'not_checked'],
    [several],
  ],
  ['more than its place', 'The largest ask wall at 61,856.85 is 0.53123 BTC', ['not_checked', 'not_checked'], [several]],
] as const)('%s is not matched: %s', (_, text, wanted, cited) => {
  const figures = figuresOf(text, cited);
  expect(figures.map(({ verdict }) => verdict)).toEqual(wanted);
  for (const { reason } of figures) expect(reason).not.toContain('no word in the sentence names a field');
});
