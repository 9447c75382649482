import fc from 'fast-check';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { expect, test } from 'vitest';
import type { MarketReport } from '../../services/market/answers.ts';
import { book, flow, report } from '../testing/market.ts';
import { conciseAbsences, conciseBase, leftOut, priceRounder, roundSize, strongest } from './concise.ts';
import { conciseFlow } from './concise-flow.ts';
import { conciseReport } from './concise-report.ts';
import { withReceipt } from '../testing/with-receipt.ts';

const RECEIPT = 'tf2:get_report:BTCUSDT@binance-spot;detail=concise:l482910.3-10485760+12345:941276:330518264907';

test('a concise report keeps every field, cuts levels and says so', () => {
  const full = report();
  const short = conciseReport(full);
  expect(Object.keys(short).sort()).toEqual(Object.keys(full).sort());
  expect(short.depth).toMatchObject({ sum_bid: 43.1201, sum_ask: 39.4203, imbalance: 0.044827 });
  expect(short.depth?.top20_bid).toEqual(full.depth?.top20_bid?.slice(0, 2));
  expect(short.caveats).toEqual(['detail full adds 36 levels, 4 walls, 1 profile']);
  // Null would mean unknown.
  expect(short.liquidity).not.toHaveProperty('profile');
  expect(short.liquidity.walls).toEqual([expect.objectContaining({ severity: 'high' })]);
  expect(short.spread_bps).toBe(0.0011);
  expect(short.mid_price).toBe(91_234.565);
  expect(short.best_bid).toEqual(full.best_bid);
});

test('nulls stay null and nothing is invented', () => {
  const empty = {
    ...report(),
    last_price: null,
    change_24h_pct: null,
    volume_24h: null,
    best_bid: null,
    best_ask: null,
    spread_bps: null,
    mid_price: null,
    micro_price: null,
    depth: null,
    flow: { orders_per_sec: null, net_flow: null, seconds: 30 },
    liquidity: { walls: null, vacuums: null, profile: null },
    health: null,
  };
  const short = conciseReport(empty);
  expect(short).toMatchObject({
    depth: null,
    mid_price: null,
    health: null,
    liquidity: { walls: null, vacuums: null, profile: null },
  });
  expect(short.caveats).toEqual([]);
});

test('a price of tiny ticks keeps its digits', () => {
  const toPrice = priceRounder([0.000_012_34]);
  expect(toPrice(0.000_012_345_678)).toBe(0.000_012_35);
  expect(priceRounder([])(1.123_456_789)).toBe(1.123_456_79);
});

test('inputs of a report: the book, the first with the state of the answer, and the inputs that set its ages', () => {
  const answer = report();
  const main = ['book'] as const;
  const inputs = answer.inputs.map((input) => (input.stream === 'trade' ? { ...input, state: 'stale' as const } : input));
  expect(conciseBase({ ...answer, state: 'stale', inputs }, { main }).inputs.map(({ stream }) => stream)).toEqual([
    'book',
    'trade',
  ]);
  const aged = answer.inputs.map((input, i) => ({ ...input, age_ms: [50, 30, 900, 12][i] ?? null }));
  const short = conciseReport({ ...answer, age_ms: 900, data_age_ms: 12, inputs: aged });
  expect(short.inputs.map(({ stream, age_ms }) => [stream, age_ms])).toEqual([
    ['book', 50],
    ['ticker', 900],
    ['quote', 12],
  ]);
  const unheard = aged.map((input) => (input.stream === 'ticker' ? { ...input, age_ms: null } : input));
  expect(conciseBase({ ...answer, age_ms: null, inputs: unheard }, { main }).inputs.map(({ stream }) => stream)).toEqual([
    'book',
    'ticker',
  ]);
  expect(conciseBase(book(1)).coverage.from).toBe('2026-11-20T12:04:56Z');
});

test('a flow shows its trades and its book as inputs, whichever is older', () => {
  const inputs = report().inputs.filter(({ stream }) => stream === 'book' || stream === 'trade');
  for (const ages of [
    [5, 900],
    [900, 5],
    [null, 5],
  ]) {
    const aged = inputs.map((input, i) => ({ ...input, age_ms: ages[i] ?? null }));
    const short = conciseFlow({ ...flow([60]), age_ms: ages[0] ?? null, inputs: aged });
    expect(short.inputs.map(({ stream }) => stream).sort()).toEqual(['book', 'trade']);
  }
});

test('rounding a size changes it by at most one part in 200,000', () =>
  fc.assert(
    fc.property(fc.double({ min: 1e-9, max: 1e12, noNaN: true }), (size) => {
      expect(Math.abs(roundSize(size) - size) / size).toBeLessThanOrEqual(5e-6);
    }),
  ));

test('the strongest keep their order, the rest are counted', () => {
  const walls = (['low', 'high', 'medium', 'high'] as const).map((severity, id) => ({ severity, id }));
  expect(strongest(walls, 2)).toEqual({ kept: [walls[1], walls[3]], left: 2 });
  expect(strongest([], 2)).toEqual({ kept: [], left: 0 });
  expect(strongest(null, 2)).toEqual({ kept: null, left: 0 });
  expect(
    leftOut([
      [0, 'wall', 'walls'],
      [-3, 'level', 'levels'],
    ]),
  ).toEqual([]);
});

test('absences of one reason under one parent are one, for the parent; a field never has two', () => {
  const usual = 'usual values are not known yet';
  const absent = [
    { field: 'anomalies', reason: usual, ready_at: null },
    { field: 'health.components.anomalies', reason: 'no input', ready_at: null },
    { field: 'health.components.flow', reason: 'no input', ready_at: null },
    { field: 'health.components.balance', reason: 'ten levels are not known', ready_at: null },
    { field: 'liquidity.walls', reason: 'too few samples; wait', ready_at: '2026-11-20T13:37:25.500Z' },
    { field: 'liquidity.vacuums', reason: 'too few samples', ready_at: '2026-11-20T13:38:00.000Z' },
    { field: 'depth_by_distance[4].ask', reason: 'the known book ends before', ready_at: null },
    { field: 'depth_by_distance[4].imbalance', reason: 'the known book ends before', ready_at: null },
    { field: 'depth_by_distance[5].ask', reason: 'the known book ends before', ready_at: null },
    { field: 'depth_by_distance[5].imbalance', reason: 'the known book ends before', ready_at: null },
    { field: 'mid_price', reason: 'book is gap: 7 lost', ready_at: null },
    { field: 'depth', reason: 'book is gap: 7 lost', ready_at: null },
  ];
  expect(conciseAbsences(absent)).toEqual([
    { field: 'anomalies', reason: usual },
    { field: 'mid_price', reason: 'book is gap' },
    { field: 'depth', reason: 'book is gap' },
    { field: 'liquidity', reason: 'too few samples', ready_at: '2026-11-20T13:38:00Z' },
    { field: 'depth_by_distance', reason: 'the known book ends before' },
    { field: 'health.components', reason: 'no input' },
    { field: 'health.components.balance', reason: 'ten levels are not known' },
  ]);
});

test('absences with a selector are not merged, because only one entry of their list is missing', () => {
  const absent = [
    ...['spoofing', 'flash_crash_risk'].map((type) => ({
      field: `anomalies[type=${type}]`,
      reason: 'too early',
      ready_at: null,
    })),
    ...['BTC/USD', 'DOT.X', 'ETH/USD'].map((symbol) => ({
      field: `anomalies[venue=kraken-spot][symbol=${symbol}]`,
      reason: 'book is gap: 7 lost',
      ready_at: null,
    })),
    ...['mid', 'after'].map((name) => ({ field: `anomalies[type=iceberg].${name}`, reason: 'too early', ready_at: null })),
    ...[1, 2].map((i) => ({ field: `windows[${i}]`, reason: 'too early', ready_at: null })),
  ];
  expect(conciseAbsences(absent)).toEqual([
    { field: 'anomalies[type=spoofing]', reason: 'too early' },
    { field: 'anomalies[type=flash_crash_risk]', reason: 'too early' },
    { field: 'anomalies[venue=kraken-spot][symbol=BTC/USD]', reason: 'book is gap' },
    { field: 'anomalies[venue=kraken-spot][symbol=DOT.X]', reason: 'book is gap' },
    { field: 'anomalies[venue=kraken-spot][symbol=ETH/USD]', reason: 'book is gap' },
    { field: 'anomalies[type=iceberg]', reason: 'too early' },
    { field: 'windows', reason: 'too early' },
  ]);
});

test('a report that is still warming up stays inside the budget', () => {
  const reason = 'usual values are not known yet';
  const soon = '2026-11-20T13:37:25.000Z';
  const warming: MarketReport = {
    ...report(),
    caveats: ['Simulated market: none of these numbers is real.'],
    anomalies: null,
    flow: { orders_per_sec: null, net_flow: 0.715_23, seconds: 30 },
    liquidity: { walls: null, vacuums: null, profile: report().liquidity.profile },
    health: {
      score: 81,
      components: { spread: null, depth: null, balance: 0.688, flow: null, anomalies: null, freshness: 0.99 },
    },
    absent: [
      { field: 'flow.orders_per_sec', reason: 'ten seconds of events are not there yet', ready_at: soon },
      { field: 'liquidity.walls', reason: "3 of 24 samples of the book's usual sizes", ready_at: soon },
      { field: 'liquidity.vacuums', reason: "3 of 24 samples of the book's usual sizes", ready_at: soon },
      { field: 'anomalies', reason, ready_at: soon },
      ...['spread', 'depth', 'flow', 'anomalies'].map((part) => ({ field: `health.components.${part}`, reason, ready_at: soon })),
    ],
  };
  expect(countTokens(JSON.stringify(withReceipt(conciseReport(warming), RECEIPT)))).toBeLessThanOrEqual(600);
  // A list cut to nothing is left out; an empty book stays an empty list.
  expect(conciseReport(warming).depth).toEqual({ sum_bid: 43.1201, sum_ask: 39.4203, imbalance: 0.044827 });
  expect(conciseReport(warming).caveats.at(-1)).toBe('detail full adds 40 levels, 1 profile');
  const empty = { ...warming, depth: warming.depth && { ...warming.depth, top20_bid: [] } };
  expect(conciseReport(empty).depth?.top20_bid).toEqual([]);
});

test('a report with several anomalies shows the strongest, says how many more there are, and stays inside the budget', () => {
  const note = 'Suspected spoofing: a bid of 5.2 × P95 at 91080.5 pulled after 3.1 s all but untraded, 3 times.';
  const strange: MarketReport = {
    ...report(),
    absent: [],
    anomalies: [
      { type: 'iceberg', severity: 'low', note },
      { type: 'spoofing', severity: 'high', note },
    ],
  };
  const concise = conciseReport(strange);
  expect(concise.anomalies).toEqual([{ type: 'spoofing', severity: 'high', note }]);
  expect(concise.caveats.at(-1)).toContain('1 anomaly');
  expect(countTokens(JSON.stringify(withReceipt(concise, RECEIPT)))).toBeLessThanOrEqual(600);
});
