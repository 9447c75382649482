import { fromMillis, US_PER_MS, US_PER_SECOND, type Micros, type TradeEvent, type Venue } from '../../../core/index.ts';
import type { Input } from '../../../runtime/feed/index.ts';
import { binanceSpot } from '../../../venues/binance-spot/index.ts';
import { createEngine, type Engine } from '../engine.ts';
import type { MarketSettings } from '../settings.ts';

export const START: Micros = fromMillis(Date.UTC(2026, 0, 15, 12));
export const SYMBOL = 'BTCUSDT';
export const VENUE = 'binance-spot';

export const SETTINGS: MarketSettings = {
  REPORT_WINDOW_SEC: 1_800,
  FLOW_WINDOW_SEC: 30,
  WALL_THRESHOLD_MULTIPLIER: 1.5,
  WALL_MINIMUM_QTY: 0,
  VACUUM_THRESHOLD_PERCENTILE: 10,
};

type Row = readonly [price: number, size: number];

/** Book A of the worked examples. */
export const BOOK_A = {
  bids: [
    [100, 5],
    [99.9, 3],
    [99.8, 8],
    [99.7, 2],
    [99.6, 10],
  ],
  asks: [
    [100.2, 4],
    [100.3, 6],
    [100.4, 1],
    [100.5, 7],
    [100.6, 12],
  ],
} as const satisfies Record<'bids' | 'asks', readonly Row[]>;

const rows = (levels: readonly Row[]) => levels.map(([price, size]) => [String(price), String(size)]);

/** An engine with one market, driven by a test with a venue's frames. */
export interface Stage {
  readonly engine: Engine;
  now(): Micros;
  /** Advances time in ticks of a tenth of a second. */
  wait(seconds: number): void;
  /** Sets our clock, forward or back. */
  setClock(seconds: number): void;
  snapshot(last: number, book: { readonly bids: readonly Row[]; readonly asks: readonly Row[] }): void;
  /** `ahead`: seconds by which the venue's clock is ahead of ours. */
  depth(
    first: number,
    last: number,
    changes?: { readonly bids?: readonly Row[]; readonly asks?: readonly Row[] },
    ahead?: number,
  ): void;
  trade(id: number, price: number, size: number, side: 'buy' | 'sell', ahead?: number): void;
  /** Fetched trades with these ids, made `agoSec` ago. */
  page(ids: readonly number[], agoSec: number): void;
  /** `minutes`: the time that its 24 h values cover. */
  ticker(minutes?: number): void;
  quote(bid: number, ask: number, seq?: number): void;
  close(): void;
}

export function stage({ venue = binanceSpot }: { readonly venue?: Venue } = {}): Stage {
  const engine = createEngine({ venues: new Map([[VENUE, venue]]), source: 'recorded', settings: SETTINGS });
  let at = START;
  const base = () => ({ venue: VENUE, at });
  let inputs = 0;
  let quoted = 0;
  const put = (input: Input) => void engine.apply(input, { session: 1, seq: ++inputs });
  const frame = (data: object) => put({ kind: 'frame', conn: 1, text: JSON.stringify(data), ...base() });
  const ms = (ahead = 0) => at / US_PER_MS + ahead * 1_000;
  put({
    kind: 'start',
    ...base(),
    settings: {
      symbols: [SYMBOL],
      streams: ['book', 'trade', 'ticker', 'quote'],
      wsHosts: [],
      restHosts: [],
      seed: 1,
      backfillMinutes: 0,
      auditSeconds: 0,
      recorded: true,
    },
  });
  put({ kind: 'open', conn: 1, ...base() });
  return {
    engine,
    now: () => at,
    wait(seconds) {
      for (const end = at + seconds * US_PER_SECOND; at < end;) {
        at = Math.min(end, at + 100 * US_PER_MS);
        put({ kind: 'tick', ...base() });
      }
    },
    setClock: (seconds) => void (at += seconds * US_PER_SECOND),
    snapshot(last, { bids, asks }) {
      const body = JSON.stringify({ lastUpdateId: last, bids: rows(bids), asks: rows(asks) });
      const call = {
        question: 'snapshot',
        input: { symbol: SYMBOL },
        symbol: SYMBOL,
        path: '/api/v3/depth',
        bucket: 'public',
        weight: 0,
      };
      put({ kind: 'rest', request: null, call, status: 200, headers: {}, body, ...base() });
    },
    depth: (first, last, { bids = [], asks = [] } = {}, ahead = 0) =>
      frame({ e: 'depthUpdate', E: ms(ahead), s: SYMBOL, U: first, u: last, b: rows(bids), a: rows(asks) }),
    trade: (id, price, size, side, ahead = 0) =>
      frame({ e: 'trade', E: ms(ahead), s: SYMBOL, t: id, p: String(price), q: String(size), T: ms(ahead), m: side === 'sell' }),
    page(ids, agoSec) {
      const time = ms(-agoSec);
      const body = JSON.stringify(ids.map((id) => ({ id, price: '100', qty: '0.5', time, isBuyerMaker: false })));
      const input = { symbol: SYMBOL, before: null };
      const call = { question: 'trades', input, symbol: SYMBOL, path: '/api/v3/historicalTrades', bucket: 'public', weight: 0 };
      put({ kind: 'rest', request: null, call, status: 200, headers: {}, body, ...base() });
    },
    ticker: (minutes = 1_440) =>
      frame({ e: '24hrTicker', E: ms(), O: ms(-60 * minutes), s: SYMBOL, P: '1.5', c: '100.1', h: '110', l: '90', v: '1234.5' }),
    quote: (bid, ask, seq = ++quoted) => frame({ u: seq, s: SYMBOL, b: String(bid), B: '1', a: String(ask), A: '1' }),
    close: () => put({ kind: 'close', conn: 1, code: 1006, reason: 'test', status: null, ...base() }),
  };
}

/** A trade event as the feed emits it. */
export const tradeEvent = (id: number, at: Micros, changed: Partial<TradeEvent> = {}): TradeEvent => ({
  type: 'trade',
  venue: VENUE,
  symbol: SYMBOL,
  id: String(id),
  ordinal: id,
  price: 100,
  size: 1,
  side: 'buy',
  via: 'stream',
  tsEvent: at,
  tsRecv: at,
  seq: id,
  ...changed,
});
