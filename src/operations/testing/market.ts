import { symbolNotIndexed, type StreamKind } from '../../core/index.ts';
import type {
  AnomaliesAnswer,
  Anomaly,
  ExplainedAnomaly,
  AnswerBase,
  BookAnswer,
  FeaturesAnswer,
  FlowAnswer,
  HeatAnswer,
  LiquidityAnswer,
  MarketReport,
  MarketsAnswer,
  MarketService,
  TradesAnswer,
} from '../../services/market/answers.ts';
import { STUDY_CARDS } from '../../services/market/answers/study-cards.ts';
import { candlesByHand } from './candles.ts';
import { healthByHand } from './data-health.ts';
import { changesByHand } from './changes.ts';
import { estimateByHand } from './estimate.ts';
import { latestByHand } from './latest.ts';
import { liquidationsByHand } from './liquidations.ts';
import { vpinByHand } from './vpin.ts';
import { withReceipt } from './with-receipt.ts';

/** Answers written by hand, as large as those of a busy market, for tests of the layers above the service. */

const AS_OF = '2026-11-20T12:34:56.789Z';
const SYMBOL = 'BTCUSDT';
const VENUE = 'binance-spot';
const TICK = 0.01;
const BID = 91_234.56;
const ASK = 91_234.57;

const base = (streams: readonly StreamKind[]): AnswerBase => ({
  as_of: AS_OF,
  source: 'live',
  state: 'synced',
  age_ms: 143.25,
  coverage: { from: '2026-11-20T12:04:56.012Z', to: '2026-11-20T12:34:56.646Z', complete: true },
  caveats: [],
  inputs: streams.map((stream) => ({
    venue: VENUE,
    instrument: `${VENUE}:${SYMBOL}`,
    stream,
    state: 'synced',
    age_ms: 143.25,
    seq: stream === 'ticker' ? null : 81_234_567_890,
  })),
  grounds: {
    evidence: { kind: 'log', points: [{ log: '482910', session: 3, seq: 10_485_760, afterUs: 12_345 }] },
    decoders: { 'binance-spot': 1 },
  },
});

const levels = (from: number, step: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    p: Number((from + index * step).toFixed(2)),
    q: Number((0.00123 + ((index * 7_919) % 100_003) / 20_000).toFixed(5)),
  }));

const features = (): FeaturesAnswer => ({
  ...base(['book', 'trade']),
  symbol: SYMBOL,
  venue: VENUE,
  // Every column of every study has a number here; the studies' own tests check real numbers.
  features: Object.fromEntries(
    Object.entries(STUDY_CARDS).flatMap(([id, { columns }]) => {
      const names = Object.keys(columns);
      return names.length === 0 ? [] : [[id, Object.fromEntries(names.map((name, i) => [name, 12.345 + i]))]];
    }),
  ),
  absent: [],
});

export const report = (): MarketReport => ({
  ...base(['book', 'trade', 'ticker', 'quote']),
  symbol: SYMBOL,
  venue: VENUE,
  generated_at: AS_OF,
  data_age_ms: 143.25,
  report_version: '2.0.0',
  ingestion: { status: 'ok', fresh: true },
  last_price: BID,
  change_24h_pct: -1.234_567_89,
  high_24h: 93_000.01,
  low_24h: 90_112.5,
  volume_24h: 18_234.567_89,
  best_bid: { price: BID, qty: 1.234_56 },
  best_ask: { price: ASK, qty: 0.543_21 },
  spread_bps: 0.001_096_081_2,
  mid_price: 91_234.565,
  micro_price: 91_234.566_945_123,
  depth: {
    top20_bid: levels(BID, -TICK, 20),
    top20_ask: levels(ASK, TICK, 20),
    sum_bid: 43.120_119_999_999_99,
    sum_ask: 39.420_330_000_000_01,
    imbalance: 0.044_827_310_912_34,
  },
  flow: { orders_per_sec: 213.333_333_333, net_flow: -3.420_109_999_999, seconds: 30 },
  liquidity: {
    walls: Array.from({ length: 5 }, (_, index) => ({
      price: BID - index,
      qty: 12.5 + index,
      side: 'bid' as const,
      severity: index === 2 ? ('high' as const) : ('medium' as const),
    })),
    vacuums: [{ from: 91_300.1, to: 91_312.9, severity: 'low' }],
    profile: {
      poc: 91_200,
      vah: 91_410.5,
      val: 91_010.25,
      value_share: 0.701_234_567,
      window_sec: 1_800,
      covered_sec: 1_799.4,
      live_sec: 1_201,
      as_of: AS_OF,
      trade_count: 28_411,
    },
  },
  anomalies: [],
  health: {
    score: 87,
    components: { spread: 0.999_9, depth: 0.812_345, balance: 0.955_172_69, flow: 0.75, anomalies: 1, freshness: 1 },
  },
  absent: [],
});

export const book = (depth: number): BookAnswer => ({
  ...base(['book']),
  symbol: SYMBOL,
  venue: VENUE,
  seq: 81_234_567_890,
  bids: levels(BID, -TICK, depth),
  asks: levels(ASK, TICK, depth),
  known_from: 90_801.12,
  known_to: 91_702.33,
  levels_total: { bids: 1_034, asks: 998 },
  absent: [],
});

export const trades = (limit: number): TradesAnswer => ({
  ...base(['trade']),
  symbol: SYMBOL,
  venue: VENUE,
  trades: Array.from({ length: limit }, (_, index) => ({
    id: 5_123_456_789 - index,
    time: `2026-11-20T12:34:${String(59 - (index % 60)).padStart(2, '0')}.123Z`,
    price: BID,
    qty: 0.012_34,
    side: index % 2 === 0 ? ('buy' as const) : ('sell' as const),
  })),
  next_before_id: 5_123_456_789 - limit,
});

export const flow = (windows: readonly number[]): FlowAnswer => ({
  ...base(['book', 'trade']),
  symbol: SYMBOL,
  venue: VENUE,
  orders_per_sec: 213.333_333_333,
  net_flow_30s: -3.420_109_999_999,
  windows: windows.map((seconds) => ({
    seconds,
    buy: 12.345_678_901_2,
    sell: 15.765_788_901_1,
    net: -3.420_109_999_9,
    net_quote: -312_032.123_456_789,
    trades: 812,
    refilled_trades: 37,
    vwap: 91_233.123_456_789_01,
    ofi: -1.234_567_890_1,
    complete: true,
  })),
  cvd: {
    since: '2026-11-20T00:00:00.000Z',
    live_since: '2026-11-20T08:00:00.123Z',
    refilled_trades: 12_345,
    base: -123.456_789_012_3,
    quote: -11_263_000.123_456,
  },
  absent: [],
});

export const liquidity = (sizes: readonly number[]): LiquidityAnswer => ({
  ...base(['book', 'trade']),
  symbol: SYMBOL,
  venue: VENUE,
  mid_price: 91_234.565,
  spread_bps: 0.001_096_081_2,
  depth_by_distance: [2, 5, 10, 25, 50, 100].map((within_bps) => ({
    within_bps,
    bid: within_bps > 50 ? null : within_bps * 3.123_456_789_01,
    ask: within_bps > 50 ? null : within_bps * 2.987_654_321_09,
    bid_quote: within_bps > 50 ? null : within_bps * 3.123_456_789_01 * BID,
    ask_quote: within_bps > 50 ? null : within_bps * 2.987_654_321_09 * ASK,
    imbalance: within_bps > 50 ? null : 0.022_222_222_2,
  })),
  walls: Array.from({ length: 5 }, (_, index) => ({
    price: BID - index,
    qty: 12.5 + index,
    amount: (BID - index) * (12.5 + index),
    side: 'bid' as const,
    distance_bps: 0.000_548 + index * 0.109_607_6,
    severity: index === 2 ? ('high' as const) : ('medium' as const),
    age_sec: index === 2 ? null : 75.665_544,
    since: index === 2 ? null : '2026-11-20T12:33:41.123456Z',
  })),
  vacuums: [{ from: 91_300.1, to: 91_312.9, side: 'ask', distance_bps: 7.183_012_345, severity: 'low' }],
  profile: report().liquidity.profile ?? null,
  execution: sizes.flatMap((qty) =>
    (['buy', 'sell'] as const).map((side) => ({
      side,
      qty,
      amount: qty * 91_236.123_456_789,
      avg_price: 91_236.123_456_789,
      worst_price: 91_240.12,
      slippage_bps_mid: 0.170_912_345,
      filled: true,
    })),
  ),
  absent: [
    { field: 'depth_by_distance[5]', reason: 'the known book ends at 49 bps', ready_at: null },
    ...['age_sec', 'since'].map((name) => ({
      field: `walls[2].${name}`,
      reason: 'it stood before it was watched, 2026-11-20T12:30:41Z',
      ready_at: null,
    })),
  ],
});

const markets = (): MarketsAnswer => ({
  ...base(['book']),
  markets: ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'].map((symbol) => ({
    instrument: `${VENUE}:${symbol}`,
    venue: VENUE,
    symbol,
    base: symbol.slice(0, 3),
    quote: 'USDT',
    kind: 'spot',
    tick: TICK,
    lot: 0.000_01,
    contract: null,
    state: 'synced',
    last_price: BID,
    last_price_age_ms: 143,
    tier: 'followed',
    data_age_ms: 143,
  })),
  followed: 3,
  latest: 0,
  next_after: null,
  absent: [],
});

const heat = ({ epoch, after = 0 }: { epoch?: number | undefined; after?: number | undefined }): HeatAnswer => ({
  ...withReceipt(base(['book', 'trade'])),
  symbol: SYMBOL,
  venue: VENUE,
  epoch: 1,
  price_step: 0.5,
  rows: 128,
  column_ms: 1_000,
  capacity: 1_800,
  from: epoch === 1 ? after : 0,
  next: Math.max(2, after),
  columns: Buffer.from(new Uint8Array(epoch === 1 ? 0 : 2 * 296)).toString('base64'),
});

export const anomaly: Anomaly = {
  id: 'binance-spot:BTCUSDT:spoofing:1763642096789000',
  type: 'spoofing',
  venue: VENUE,
  symbol: SYMBOL,
  unit: 'BTC',
  severity: 'high',
  score: 0.823_777_777_8,
  parts: { untraded: 0.96, size: 0.777_777_8, brevity: 0.866_666_7, benefit: 0.6 },
  missing: [],
  seen: {
    size: 41.5,
    times_p95: 5,
    traded_share: 0.04,
    life_s: 4,
    layers: 1,
    distance_bps: 2.4,
    repeats: 3,
    chance_per_hour: 0.004,
  },
  side: 'bid',
  price: 91_080.5,
  onset: '2026-11-20T12:34:56.789Z',
  detected: '2026-11-20T12:35:03.100Z',
  end: null,
  note: 'Suspected spoofing: a bid of 5.0 × P95 at 91080.5 pulled after 4.0 s all but untraded, 3 times.',
  outcome: {
    mid: 91_234.565,
    after: [
      { seconds: 10, bps: -0.412_345 },
      { seconds: 60, bps: null },
      { seconds: 300, bps: null },
    ],
  },
  evidence: {
    session: 3,
    from_seq: 10_485_760,
    to_seq: 10_486_112,
    from: '2026-11-20T12:34:56.789Z',
    to: '2026-11-20T12:35:03.100Z',
  },
};

export const anomalies = (): AnomaliesAnswer => ({
  ...base(['book', 'trade']),
  caveats: ['Suspicions from the public book: it names no trader, and an honest order can look the same.'],
  anomalies: [
    anomaly,
    { ...anomaly, id: `${anomaly.id}.2`, end: '2026-11-20T12:36:00.000Z' },
    { ...anomaly, id: `${anomaly.id}.3` },
  ],
  watched: [
    {
      venue: VENUE,
      symbol: SYMBOL,
      detectors: (['spoofing', 'iceberg', 'flash_crash_risk'] as const).map((type) => ({
        type,
        from: '2026-11-20T08:00:00.123Z',
        to: AS_OF,
        score: 0.312_345_6,
      })),
      holes: [{ from: '2026-11-20T10:00:00.123Z', to: '2026-11-20T10:00:07.123Z' }],
      holes_left_out: 0,
    },
  ],
  threshold: 0.5,
  left_out: 0,
  absent: [],
});

export const explained = (id: string): ExplainedAnomaly => ({
  as_of: '2026-11-20T12:40:00.000Z',
  source: 'live',
  id,
  reproduced: true,
  reason: 'the raw log gives the same finding',
  anomaly: { ...anomaly, id },
  arithmetic: [
    { part: 'untraded', value: 0.96, weight: 0.35, product: 0.336 },
    { part: 'size', value: 0.777_777_8, weight: 0.25, product: 0.194_444_4 },
    { part: 'brevity', value: 0.866_666_7, weight: 0.2, product: 0.173_333_3 },
    { part: 'benefit', value: 0.6, weight: 0.2, product: 0.12 },
  ],
  steps: Array.from({ length: 20 }, (_, i) => ({
    time: '2026-11-20T12:34:56.789Z',
    seq: 10_485_760 + i,
    what: 'level' as const,
    size: 41.512_345_678,
    side: null,
    price: 91_080.5,
    score: null,
  })),
  steps_left_out: 0,
  caveats: [],
});

/** Answers for BTCUSDT, refuses every other symbol, and reports each query to `seen`. */
export function handMadeMarket(seen: (method: keyof MarketService, query: unknown) => void = () => {}): MarketService {
  const answer = async <T>(method: keyof MarketService, query: { symbol?: string | undefined }, make: () => T): Promise<T> => {
    seen(method, query);
    const { symbol } = query;
    const key = symbol?.toUpperCase().replace(/[^A-Z]/g, '');
    if (key !== undefined && !['BTCUSDT', 'BTCUSD'].includes(key)) {
      throw symbolNotIndexed({ symbol: symbol ?? '', venue: VENUE, known: [SYMBOL] });
    }
    return make();
  };
  return {
    listMarkets: (query) => answer('listMarkets', query as { symbol?: string }, markets),
    getReport: (query) => answer('getReport', query, report),
    getBook: (query) => answer('getBook', query, () => book(query.depth)),
    getTrades: (query) => answer('getTrades', query, () => trades(query.limit)),
    getCandles: (query) => answer('getCandles', query, () => candlesByHand(base(['trade']), query)),
    getLatest: (query) => answer('getLatest', query, () => latestByHand(base(['mark', 'funding', 'liquidation']))),
    getLiquidations: (query) => answer('getLiquidations', query, () => liquidationsByHand(base(['liquidation']))),
    getFlow: (query) => answer('getFlow', query, () => flow(query.windows)),
    getVpin: (query) => answer('getVpin', query, () => vpinByHand(base(['trade']))),
    getFeatures: (query) => answer('getFeatures', query, features),
    getLiquidity: (query) => answer('getLiquidity', query, () => liquidity(query.sizes)),
    estimateExecution: (query) => answer('estimateExecution', query, () => estimateByHand(base(['book']), query)),
    getChanges: (query) => answer('getChanges', query, () => changesByHand(base(['book', 'trade']), query.minutes)),
    getHeat: (query) => answer('getHeat', query, () => heat(query)),
    getAnomalies: (query) => answer('getAnomalies', query, anomalies),
    getDataHealth: (query) => answer('getDataHealth', query, () => healthByHand(base([]))),
  };
}
