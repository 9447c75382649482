// How a window, a time or a second receipt in the same text affects a figure.
import { describe, expect, test } from 'vitest';
import { provenOf, type Proven } from './proven.ts';
import { judgeText } from './text.ts';

const market = { source: 'live', state: 'synced', symbol: 'BTCUSDT', venue: 'binance-spot' };
const report = {
  ...market,
  as_of: '2026-11-29T00:51:37.592Z',
  last_price: 61_836.07,
  change_24h_pct: 0.041,
  high_24h: 61_855.96,
  volume_24h: 269,
  best_bid: { price: 61_835.85, qty: 0.04325 },
  best_ask: { price: 61_836.08, qty: 0.00626 },
  spread_bps: 0.9483,
  depth: { sum_bid: 0.38218, sum_ask: 0.7, imbalance: -0.575 },
  flow: { orders_per_sec: 28.7, net_flow: -2.88638, seconds: 30 },
  health: { score: 78, components: {} },
};
const LATER = '2026-11-29T00:52:50.000Z';
const ANSWERS: Readonly<Record<string, readonly [operation: string, answer: Proven['answer']]>> = {
  'tf1:get_report:BTCUSDT@binance-spot:1-1+1:472d:aaaaaaaa': ['get_report', report],
  'tf1:get_report:BTCUSDT@binance-spot:1-9+1:472d:bbbbbbbb': [
    'get_report',
    { ...report, as_of: LATER, health: { score: 82, components: {} } },
  ],
  'tf1:get_flow:BTCUSDT@binance-spot:1-2+1:472d:cccccccc': [
    'get_flow',
    {
      ...market,
      as_of: '2026-11-29T00:51:38.000Z',
      orders_per_sec: 26.3,
      net_flow_30s: 2.8,
      cvd: { since: '2026-11-29T00:10:05.000Z', base: -8.812, quote: -1 },
      windows: [{ seconds: 60, buy: 11.6, sell: 8, net: 3.6441, trades: 920 }],
    },
  ],
  'tf1:get_book:BTCUSDT@binance-spot:1-3+1:472d:dddddddd': [
    'get_book',
    {
      ...market,
      as_of: '2026-11-29T00:51:37.900Z',
      bids: [],
      asks: [{ p: 61_835.51, q: 0.5 }],
      levels_total: { bids: 1, asks: 1 },
    },
  ],
  'tf1:get_candles:BTCUSDT@binance-spot:1-4+1:472d:eeeeeeee': [
    'get_candles',
    {
      ...market,
      as_of: LATER,
      interval: '1m',
      candles: [
        { start: '2026-11-29T00:50:00.000Z', open: 61_837.13, high: 61_838.38, low: 61_834.13, close: 61_835.42, volume: 8.4 },
      ],
    },
  ],
  'tf1:get_candles:BTCUSDT@binance-spot:1-5+1:472d:ffffffff': [
    'get_candles',
    {
      ...market,
      as_of: '2026-11-29T00:59:50.000Z',
      interval: '5m',
      candles: [
        { start: '2026-11-29T00:50:00.000Z', open: 61_837.13, high: 61_839.38, low: 61_834.13, close: 61_836.45, volume: 58.3 },
      ],
    },
  ],
  'tf1:get_trades:BTCUSDT@binance-spot:1-6+1:472d:gggggggg': [
    'get_trades',
    { ...market, as_of: LATER, trades: [{ id: 1, price: 61_836.27, qty: 0.07545, side: 'buy' }] },
  ],
  'tf1:get_liquidity:BTCUSDT@binance-spot:1-7+1:472d:hhhhhhhh': [
    'get_liquidity',
    {
      ...market,
      as_of: LATER,
      execution: [{ side: 'buy', qty: 5, avg_price: 61_855.05 }],
      walls: [
        { side: 'bid', price: 61_826.11, qty: 0.33692 },
        { side: 'bid', price: 61_805.56, qty: 0.4 },
      ],
    },
  ],
  'tf1:get_candles:BTCUSDT@binance-spot:1-8+1:472d:jjjjjjjj': [
    'get_candles',
    {
      ...market,
      as_of: '2026-11-29T00:50:30.000Z',
      interval: '1m',
      candles: [
        { start: '2026-11-29T00:50:00.000Z', open: 61_837.13, high: 61_838.38, low: 61_834.13, close: 61_835.42, volume: 8.4 },
      ],
    },
  ],
};
const NAMES = ['R', 'R2', 'F', 'B', 'C', 'C5', 'T', 'L', 'C1'];

/** Verdicts of the figures that claim something; `[R]` and similar names stand for receipts. */
const judge = (text: string) => {
  const receipts = Object.keys(ANSWERS);
  const cited = text.replaceAll(/\[(\w+)\]/g, (_, name: string) => `[${receipts[NAMES.indexOf(name)]}]`);
  const proven = Object.entries(ANSWERS).flatMap(([receipt, [operation, answer]]) =>
    cited.includes(receipt) ? [provenOf({ receipt, operation, answer })] : [],
  );
  const { figures, unproven } = judgeText(cited, proven, { mostFigures: 50, quotes: false });
  const around = figures.flatMap((figure) => figure.around ?? []);
  return { around, verdicts: figures.flatMap(({ verdict }) => (verdict === 'context' ? [] : [verdict])), unproven };
};

describe('a true value with the wrong window, time, direction or count', () => {
  test.each([
    'Over 60 s there were 920 trades and orders per second were 26.3 [F]',
    'Over 60 s net flow was 3.6441 BTC and CVD was -8.812 BTC [F]',
    'Over 60 s there were 920 trades. Orders per second were 26.3 [F]',
    'Over 24h the high was 61,855.96 and net flow was -2.88638 BTC [R]',
    'Over 24h: BTCUSDT is up 0.041 %, net flow is -2.88638 BTC [R]',
    'Over 24h the high was 61,855.96 and the spread was 0.9483 bps [R]',
    'The spread was 0.9483 bps and the volume was 269 BTC over 24h [R]',
    '24h high 61,855.96, net flow -2.88638 BTC [R]',
    'BTCUSDT is up 0.041 % [R]',
    'The bid depth is 0.38218 BTC [R]',
    'The best bid is 0.04325 BTC [R]',
    'Best bids: 61,835.85 [R]',
    'The 24h highs are 61,855.96 [R]',
    'The 24h high is up at 61,855.96 [R]',
    'The 00:50 candle closed up at 61,835.42 [C]',
    'The 00:50 candle closed higher at 61,835.42 [C]',
    'BTCUSDT closed down at 61,835.42 in the 00:50 candle [C]',
    'The candle closed at 00:50 at 61,835.42 [C]',
    'At 00:50 the close was 61,835.42 [C]',
    'The volume at 00:50 was 8.4 BTC [C]',
    'The 00:50 candle closed at 61,836.45 [C5]',
    'The 00:50 5m candle closed at 61,836.45 over 24h [C5]',
    'Recent trades were at 61,836.27 [T]',
    'The last trades were 0.07545 BTC [T]',
    'The last trades at 61,836.27 [T]',
    'The last trade was 61,836.27 USDT [T]',
    'The bid wall is at 61,826.11 [L]',
    'The best bid is 61,835.85 [R] and the best ask is 61,835.51 [B]',
    'The best ask of 61,836.08 is the current price [R]',
    "Binance's BTC net flow over 60 s is 3.6441 BTC [F]",
    'The 24h volume of Bitcoin is 269 BTC [R]',
    'There was a trade at 00:51:37 UTC at 61,836.07 in BTCUSDT [R]',
    'BTCUSDT has 26.3 orders per second in the book [F]',
    'Buying 5 BTC of BTCUSDT costs 61,855.05 USDT [L]',
    'The average price of 5 BTC buys of BTCUSDT is 61,855.05 USDT [L]',
    'The last candle of BTCUSDT had a high of 61,838.38 [C1]',
    'BTCUSDT last price is 61,836.07 for 0.04325 BTC at the best bid [R]',
    'Buyers bought 11.6 BTC of BTCUSDT for 8 BTC of sells over 60 s [F]',
    'Sellers took 8 BTC of BTCUSDT over 60 s [F]',
    'BTCUSDT sellers sold 8 BTC for Binance over 60 s [F]',
    'Binance holds 0.04325 BTC of BTCUSDT at the best bid [R]',
    'Binance trades at 61,836.07 for BTCUSDT [R]',
    'The price of Binance is 61,836.07 for BTCUSDT [R]',
    'Binance net flow of BTCUSDT over 60 s is 3.6441 BTC [F]',
    'The 00:50 candle of BTCUSDT closed now at 61,835.42 [C]',
    'The best bid of BTCUSDT came to 61,835.85 [R]',
    'The 00:50 trade of BTCUSDT was 8.4 BTC [C]',
    'The last volume of BTCUSDT is 8.4 BTC [C]',
    'The total bid size of BTCUSDT is 0.04325 BTC [R]',
    'The total ask of BTCUSDT is 61,835.51 [B]',
    'BTCUSDT has a total bid wall of 0.33692 BTC [L]',
    'Over 20 levels, the best bid size of BTCUSDT is 0.04325 BTC [R]',
    'BTCUSDT surged 0.041 % over 24h [R]',
    'The top 20 bid of BTCUSDT holds 0.38218 BTC [R]',
    'At 00:52 the health score of BTCUSDT was 78 [R]',
    'Buying 5 BTC of BTCUSDT will have an average price of 61,855.05 USDT [L]',
    'Buy 5 BTC of BTCUSDT: the average price is 61,855.05 USDT [L]',
    'There were 12 buys over 60 s in BTCUSDT [F]',
    'BTCUSDT had 920 trades, 12 buys over 60 s [F]',
    'BTCUSDT has 0.38218 bids over 20 levels [R]',
    'There were 12 {windows[0].buy} buys over 60 s [F]',
    'The health score of BTCUSDT was 82 [R2]. The latest health score was 78 [R]',
    'The health score was 82 [R2]. The health score is now 78 [R]',
    'The health score is 78 [R] and the health score is 82 [R2]',
  ])('%s', (text) => {
    const { verdicts, around } = judge(text);
    expect(verdicts.includes('not_checked') || around.length > 0).toBe(true);
  });
});

test.each(['61,836.07 € [R]', '61,836.07£ [R]', '61,836.07 USDT € [R]'])('a foreign currency behind a price: %s', (value) => {
  expect(judge(`The last price of BTCUSDT is ${value}`).verdicts).not.toContain('matched');
});

test.each(['€ The last price of BTCUSDT is 61,836.07 [R]', 'The € last price of BTCUSDT is 61,836.07 [R]'])(
  'a currency apart from its figure: %s',
  (text) => {
    expect(judge(text).verdicts).not.toContain('matched');
  },
);

describe('a true value after a mark that may change it', () => {
  test.each([
    'The 24h change of BTCUSDT is - 0.041 % [R]',
    'The 24h change of BTCUSDT = – 0.041 % [R]',
    '24h change of BTCUSDT: - 0.041 % [R]',
    'The imbalance of BTCUSDT is minus -0.575 [R]',
    'The spread of BTCUSDT =/= 0.9483 bps [R]',
    'The spread of BTCUSDT /= 0.9483 bps [R]',
    'The spread of BTCUSDT =|= 0.9483 bps [R]',
    '61,835.85 {best_bid.price} = 61,836.08 {best_ask.price} [R]',
    'Best bid of BTCUSDT 61,835.85 = best ask 61,836.08 [R]',
    '61,835.85 {best_bid.price} : 61,836.08 {best_ask.price} [R]',
    '61,836.08 {best_ask.price} - 61,835.85 {best_bid.price} [R]',
    '0.041 {change_24h_pct|down} [R]',
    '0.041 {-change_24h_pct} [R]',
    '>78 {health.score} [R]',
    '- [ ] The health score of BTCUSDT is 78 [R]',
    '+61,836.07 {last_price} [R]',
  ])('%s', (text) => {
    expect(judge(text).verdicts).toContain('not_checked');
  });
});

test.each(['≠', '¬ BTCUSDT', '~~'])('%s on a line of its own says something', (line) => {
  expect(judge(`${line}\nThe health score of BTCUSDT is 78 [R]`).unproven).not.toEqual([]);
});

test('the time of a value is that of its trade, its sum or its answer', () => {
  const of = (text: string) => judge(text).verdicts;
  expect(of('CVD since 00:10 is -8.812 BTC [F]')).toEqual(['matched']);
  expect(of('CVD since 00:51 is -8.812 BTC [F]')).toEqual(['not_checked']);
  expect(of('At 00:51 CVD is -8.812 BTC [F]')).toEqual(['matched']);
  expect(of('At 00:10 CVD is -8.812 BTC [F]')).toEqual(['not_checked']);
});

describe('the same values, stated correctly', () => {
  test.each([
    'Over 60 s buy volume was 11.6 BTC and sell volume was 8 BTC [F]',
    'Over 60 s there were 920 trades [F]. Orders arrive at 26.3 per second over 10 s [F]',
    'BTCUSDT is up 0.041 % over 24h [R]',
    'BTCUSDT trades at 61,836.07 [R]',
    'The top 20 bid depth is 0.38218 BTC [R]',
    'The top 20 bids of BTCUSDT hold 0.38218 BTC [R]',
    'At 61,835.85 sits the best bid of BTCUSDT [R]',
    'We see a spread of 0.9483 bps in BTCUSDT [R]',
    'BTCUSDT has a health score of 78/100 [R]',
    'At 00:51 the health score of BTCUSDT was 78 [R]',
    'Health score of BTCUSDT = 78 [R]',
    'The best bid holds 0.04325 BTC [R]',
    'The 00:50 candle closed at 61,835.42 [C]',
    'BTCUSDT traded 8.4 BTC in the 00:50 candle [C]',
    'The candle at 00:50 closed at 61,835.42 [C]',
    'The 00:50 5m candle closed at 61,836.45 [C5]',
    'The last trade was 0.07545 BTC at 61,836.27 [T]',
    'The current candle of BTCUSDT has a high of 61,838.38 [C1]',
    'A bid wall is at 61,826.11 [L]',
    'Buyers took 11.6 BTC of BTCUSDT on Binance over 60 s [F]',
    'Binance BTCUSDT net flow over 60 s is 3.6441 BTC [F]',
    'The last trade of BTCUSDT was for 0.07545 BTC [T]',
    'Buying 5 BTC of BTCUSDT has an average fill price of 61,855.05 USDT [L]',
    'Net flow of BTC on Binance over 60 s is 3.6441 BTC [F]',
    'The best bid is 61,835.85 [R]. The best ask is 61,835.51 [B]',
    'The health score was 78 [R]',
    'The health score was 78 [R]. The health score is now 82 [R2]',
  ])('%s', (text) => {
    expect(new Set(judge(text).verdicts)).toEqual(new Set(['matched']));
  });
});

test.each(['24h', '7d.', '15min!', '1h?', 'Top 100 levels:', '| 24h | Net flow |\n|---|---|'])(
  '%s before a figure gives it a window',
  (head) => {
    const follows = head.startsWith('|') ? '| BTCUSDT | -2.88638 BTC [R] |' : 'The net flow is -2.88638 BTC [R].';
    expect(judge(`${head}\n${follows}`).unproven).not.toEqual([]);
  },
);

describe('a heading for one kind of data over figures of another kind', () => {
  test.each([
    ['## Order book', 'Buy volume over 60 s: 11.6 BTC [F]'],
    ['## Trades', 'The best bid is 61,835.85 [R]'],
    ['BTCUSDT candles', 'Last price: 61,836.07 [R]'],
    ['Order book, Binance.', 'Net flow over 60 s is 3.6441 BTC [F]'],
    ['## Health', 'Spread: 0.9483 bps [R]'],
  ])('%s over %s is not proven', (heading, line) => {
    expect(judge(`${heading}\n\n- ${line}`)).toMatchObject({ verdicts: ['matched'], unproven: [expect.any(String)] });
  });
  test.each([
    ['## Order book', 'The best bid is 61,835.85 [R]'],
    ['## Trades', 'Buy volume over 60 s: 11.6 BTC [F]'],
    ['Trade flow', 'Net flow over 60 s is 3.6441 BTC [F]'],
    ['## Market report', 'Spread: 0.9483 bps [R]'],
  ])('%s over %s fits', (heading, line) => {
    const { unproven } = judge(`${heading}\n\n- ${line}`);
    expect(unproven.filter((said) => said !== 'Trade flow')).toEqual([]);
  });
  test('the next heading takes over', () => {
    expect(judge('## Candles\n## Order book\n- The best bid is 61,835.85 [R]').unproven).toEqual([]);
  });
});
