import { describe, expect, test } from 'vitest';
import { provenOf, type Proven } from './proven.ts';
import { judgeText } from './text.ts';

const base = { as_of: '2026-11-29T00:51:37.592Z', source: 'live', state: 'synced' };
const BTC = 'tf1:get_report:BTCUSDT@binance-spot:750489-41369+53000:472d:35vf97ks';
const ETH = 'tf1:get_report:ETHUSDT@binance-spot:750489-41370+53000:472d:45vf97ks';
const FLOW = 'tf1:get_flow:BTCUSDT@binance-spot:750489-41395+2000:472d:pkd6783p';

const report = (symbol: string, mid: number) => ({
  ...base,
  symbol,
  venue: 'binance-spot',
  last_price: mid + 0.11,
  change_24h_pct: 0.041,
  high_24h: mid + 20,
  low_24h: mid - 30,
  best_bid: { price: mid - 0.11, qty: 0.04325 },
  best_ask: { price: mid + 0.11, qty: 0.00626 },
  spread_bps: 0.9483,
  mid_price: mid,
  depth: { sum_bid: 0.38218, sum_ask: 0.7, imbalance: -0.575 },
  flow: { orders_per_sec: 28.7, net_flow: -2.88638, seconds: 30 },
  liquidity: { profile: null, walls: null },
  health: { score: 78, components: { spread: 1 } },
});
const flow = {
  ...base,
  symbol: 'BTCUSDT',
  venue: 'binance-spot',
  net_flow_30s: 2.80779,
  windows: [
    { seconds: 30, buy: 6.70578, sell: 3.89799, net: 2.80779, net_quote: 173_657.02, trades: 476, vwap: 61_847.087, ofi: 0.76 },
    { seconds: 60, buy: 11.6, sell: 8, net: 3.6441, net_quote: 225_379.9, trades: 853, vwap: 61_846.36, ofi: 1.13 },
  ],
};
const ANSWERS: Readonly<Record<string, readonly [operation: string, answer: Proven['answer']]>> = {
  [BTC]: ['get_report', report('BTCUSDT', 61_835.965)],
  [ETH]: ['get_report', report('ETHUSDT', 2_677.655)],
  [FLOW]: ['get_flow', flow],
};

const judge = (text: string) => {
  const proven = Object.entries(ANSWERS).flatMap(([receipt, [operation, answer]]) =>
    text.includes(receipt) ? [provenOf({ receipt, operation, answer })] : [],
  );
  return judgeText(text, proven, { mostFigures: 500, quotes: false });
};
const verdicts = (text: string) => judge(text).figures.map(({ verdict }) => verdict);

describe('true values with words beside them that make another claim', () => {
  test.each([
    'The spread of BTCUSDT is wide: 0.9483 bps',
    'The 24h change in the number of BTCUSDT orders is 0.041 %',
    'The BTCUSDT order book is up 0.041 % over 24h',
    'The 24h change of BTCUSDT rose 0.041 %',
    'The 24h high of BTCUSDT orders is 61,855.965',
    'The best bid count of BTCUSDT is 61,835.855',
    'The best bid of BTCUSDT received 0.04325 BTC',
    'The best ask of BTCUSDT printed at 61,836.075',
    'The mid price of BTCUSDT held at 61,835.965',
    'The mid price of BTCUSDT reached 61,835.965',
    'The mid price of BTCUSDT is 61,835.965 orders',
    'The imbalance of BTCUSDT is -0.575 orders',
    'The net flow of BTCUSDT is -2.88638 BTC per level',
    'BTCUSDT bought 11.6 BTC over 60 s',
    'Buyers hold 0.04325 BTC at the best bid of BTCUSDT',
    'Binance has a spread of 0.9483 bps',
    'The current price of BTCUSDT: 24h high 61,855.965',
    'The imbalance at the top level of BTCUSDT is -0.575',
    'BTCUSDT orders rose 0.041 {change_24h_pct} %',
    'BTCUSDT has 78 {health.score} orders',
    'On 2026-11-29 BTCUSDT was up 0.041 %',
    'On 29 November the mid price of BTCUSDT is 61,835.965',
    'A purchase of 11.6 BTC over 60 s on BTCUSDT',
    'On BTCUSDT a taker sell of 8 BTC over 60 s',
    'BTCUSDT is at 61,855.965 {high_24h}',
    'The price of BTCUSDT is 61,836.075 {best_ask.price} now',
    'The net flow of BTCUSDT is 3.6441 {windows[1].net} BTC',
    'Last price 61,836.075 {last_price}',
    'The mid price is 61,835.965',
    'Buyers took the best ask of BTCUSDT at 61,836.075',
    'The buyer bought 11.6 BTC over 60 s in BTCUSDT',
    'BTCUSDT is now the 24h high of 61,855.965',
    'BTCUSDT is 61,855.965, 24h high',
    'The price of BTCUSDT is now 61,855.965, the 24h high',
    'BTCUSDT price: 61,805.965 (24h low)',
    'BTCUSDT is 61,805.965 {low_24h} now',
    'The mid price of BTCUSDT is 61,835.965 and over',
    'The ask imbalance of BTCUSDT is -0.575',
    'The spread of sizes in BTCUSDT is 0.9483 bps',
    'The net inflow of Bitcoin on Binance is 3.6441 BTC over 60 s',
    'BTCUSDT was listed at the last price of 61,836.075',
    'BTCUSDT has reached its 24h high of 61,855.965',
  ])('%s', (said) => {
    const { figures } = judge(`${said} [${BTC}] [${FLOW}] [${ETH}]`);
    const [proven] = figures.filter(({ verdict, around }) => verdict === 'matched' && around === null);
    expect(proven).toBeUndefined();
  });
});

test.each(['Over the last 24h:', 'At 07:00 UTC:', '| Buyers | Mid price |\n|---|---|'])(
  '%s says something of what follows',
  (head) => {
    const follows = head.startsWith('|')
      ? `| BTCUSDT | 61,835.965 | [${BTC}]`
      : `The mid price of BTCUSDT is 61,835.965 [${BTC}]`;
    expect(judge(`${head}\n${follows}`).unproven).not.toEqual([]);
  },
);

test.each([
  'Please order bitcoin.',
  'Order: BTC',
  'The data is from Binance.',
  'Binance is trading.',
  'My order is in the book.',
  'The market is in order.',
  'Source: trades',
  'Source: Binance',
  `ETHUSDT: [${BTC}]`,
  `ETHUSDT is BTCUSDT [${BTC}] [${ETH}]`,
])('%s claims something, though it has no figure', (said) => {
  expect(judge(`The mid price of BTCUSDT is 61,835.965 [${BTC}]\n${said}`).unproven).not.toEqual([]);
});

test.each(['Order book, Binance', 'Receipts', `Source: [${BTC}]`, 'BTCUSDT on Binance:', '## Market summary', 'Market: BTCUSDT'])(
  '%s only heads or cites',
  (said) => {
    expect(judge(`${said}\nThe mid price of BTCUSDT is 61,835.965 [${BTC}]`).unproven).toEqual([]);
  },
);

test('a name beside quoted answers of several markets may be meant for another of them', () => {
  const proven = [BTC, ETH].map((receipt) => {
    const [operation, answer] = ANSWERS[receipt] as readonly [string, Proven['answer']];
    return provenOf({ receipt, operation, answer });
  });
  const text = '"ETHUSDT":      , "BTCUSDT":      ';
  expect(judgeText(text, proven, { mostFigures: 5, quotes: true }).unproven).toHaveLength(1);
  expect(judgeText(text, proven.slice(0, 1), { mostFigures: 5, quotes: true }).unproven).toHaveLength(1);
  expect(judgeText('"BTCUSDT":      ', proven.slice(0, 1), { mostFigures: 5, quotes: true }).unproven).toEqual([]);
});

test('an order that was not sent cannot be in the past tense', () => {
  const receipt = 'tf1:get_liquidity:BTCUSDT@binance-spot:750489-41400+2000:472d:pkd6783p';
  const answer = {
    ...base,
    symbol: 'BTCUSDT',
    venue: 'binance-spot',
    execution: [{ side: 'buy', qty: 5, avg_price: 61_855.05 }],
  };
  const proven = [provenOf({ receipt, operation: 'get_liquidity', answer })];
  const of = (said: string) =>
    judgeText(`${said} [${receipt}]`, proven, { mostFigures: 5, quotes: false }).figures.at(-1)?.verdict;
  expect(of('Buying 5 BTC of BTCUSDT would fill at an average price of 61,855.05 USDT')).toBe('matched');
  expect(of('A 5 BTC buy of BTCUSDT was filled at an average price of 61,855.05 USDT')).toBe('not_checked');
  expect(of('Bought 5 BTC of BTCUSDT at an average price of 61,855.05 USDT')).toBe('not_checked');
});

describe('figures that must not count as matched', () => {
  test.each([
    [`The funding rate is 0.7 % [${BTC}]`, ['not_checked']],
    [`BTC's mid price is 2,677.655 [${BTC}], ETH's mid price is 61,835.965 [${ETH}]`, ['altered', 'altered']],
    [`It is down 0.041 % [${BTC}]`, ['not_checked']],
    [`It is down 0.041 % over 24h [${BTC}]`, ['altered', 'context']],
    [`The 24h change is –0.041 % [${BTC}]`, ['context', 'not_checked']],
    [`The 24h change is −0.041 % [${BTC}]`, ['context', 'altered']],
    [`The spread is 0.95 % [${BTC}]`, ['altered']],
    [`The mid price is 1e5 [${BTC}]`, ['not_checked']],
    [`The mid price is 1e400 [${BTC}]`, ['not_checked']],
    [`The mid price is USD99999 [${BTC}]`, ['not_checked']],
    [`The mid price is .99 [${BTC}]`, ['altered']],
    [`The mid price is ９９９９９ [${BTC}]`, ['not_checked']],
    [`The mid price is ½ [${BTC}]`, ['not_checked']],
    [`The mid price is 99999s [${BTC}]`, ['not_checked']],
    [`The mid price is sixty-one thousand [${BTC}]`, ['not_checked', 'not_checked', 'not_checked']],
    [`The mid price is not 61,835.965 [${BTC}]`, ['not_checked']],
    [`Is the mid price 61,835.965? [${BTC}]`, ['not_checked']],
    [`The mid price of DOGE is 61,835.965 [${BTC}]`, ['not_checked']],
    [`The mid price on Kraken is 61,835.965 [${BTC}]`, ['not_checked']],
    [`The mid price at 13:00 UTC is 61,835.965 [${BTC}]`, ['context', 'not_checked']],
    [`The mid price is 61,835.965 EUR [${BTC}]`, ['altered']],
    [`The order rate is 28.7 per minute [${BTC}]`, ['not_checked']],
    [`The mid price is 61 835.965 [${BTC}]`, ['not_checked', 'not_checked']],
    [`The mid price is 61.836 [${BTC}]`, ['not_checked']],
    [`The net flow over 45 s is 2.80779 BTC [${FLOW}]`, ['context', 'not_checked']],
    [`The net flow over 60 s is 2.80779 BTC [${FLOW}]`, ['context', 'altered']],
    [`The best ask is 61,835.855 {best_bid.price} [${BTC}]`, ['not_checked']],
    [`ETH: 61,835.965 {mid_price} [${BTC}]`, ['not_checked']],
    [`61,835.97 {best_ask.price} [${BTC}]`, ['altered']],
  ])('%s', (text, expected) => {
    expect(verdicts(text)).toEqual(expected);
  });
});

describe('true figures in unusual spellings', () => {
  test.each([
    [`The net flow over 30 seconds is 2.80779 BTC [${FLOW}]`, ['context', 'matched']],
    [`The net flow over 60 s is 3.6441 BTC [${FLOW}]`, ['context', 'matched']],
    [`The best bid is 61,835.855 [${BTC}]`, ['matched']],
    [`The mid price is 61’835.965 [${BTC}]`, ['matched']],
    [`The mid price is 61\u202f835.965 [${BTC}]`, ['matched']],
    [`The imbalance is minus 0.575 [${BTC}]`, ['matched']],
    [`The imbalance is (0.575) [${BTC}]`, ['not_checked']],
    [`The imbalance is -57.5 % [${BTC}]`, ['matched']],
    [`The spread is 0.0095 % [${BTC}]`, ['matched']],
    [`BTCUSDT is up 0.041 % over 24 hours [${BTC}]`, ['matched', 'context']],
    [`Around 61,836 {mid_price}, calm and deep, as traders like it [${BTC}]`, ['matched']],
    [`Mid 61.84k [${BTC}]`, ['matched']],
  ])('%s', (text, expected) => {
    expect(verdicts(text)).toEqual(expected);
  });
});

test('a figure of a table has the names over and before it, and each market its own receipt', () => {
  const table = (btc: string, eth: string) =>
    `| | BTCUSDT | ETHUSDT |\n|---|---|---|\n| Mid price | ${btc} | ${eth} |\n\n[${BTC}] [${ETH}]`;
  expect(verdicts(table('61,835.965', '2,677.655'))).toEqual(['matched', 'matched']);
  expect(verdicts(table('2,677.655', '61,835.965'))).toEqual(['altered', 'altered']);
});

test('sentences without a figure that claim something are reported', () => {
  expect(judge(`The mid price is 61,835.965 [${BTC}]. That was a joke.`).unproven).toEqual(['That was a joke']);
  expect(judge(`Order book, BTCUSDT\nThe mid price is 61,835.965 [${BTC}]`).unproven).toEqual([]);
});

test('every character that looks like a digit is accounted for', () => {
  for (const digit of ['9', '９', '٩', '½', 'Ⅳ', '⁹', '一9', 'x9', '9x', '𝟗'])
    expect(judge(`The mid price is calm ${digit} [${BTC}]`).figures.length, digit).toBeGreaterThan(0);
});

test('a text of 198 kB is read at once', () => {
  const { figures, truncated } = judge(`${'a1 '.repeat(66_000)}[${BTC}]`);
  expect([figures.length, truncated]).toEqual([500, true]);
});
