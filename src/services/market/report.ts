import { imbalance, knownDepth, levelCount, topLevels, touchOf } from '../../analytics/book/index.ts';
import { mid, spreadBpsOfBid, weightedMid } from '../../analytics/flow/index.ts';
import { toRfc3339, US_PER_MINUTE, type InstrumentId, type Micros, type Touch } from '../../core/index.ts';
import { reportAnomalies } from './anomalies.ts';
import type { Absence, Level, MarketReport } from './answers.ts';
import { gapCaveats } from './gaps.ts';
import { dataAgeMs, ingestionOf, newestStream } from './ingestion.ts';
import { liquidityFindings } from './liquidity.ts';
import { atScale, midScale, sizeScale } from './at-scale.ts';
import { absent, answerBase, isWhole, readMarket, whyNoBook, type Reading } from './reading.ts';
import { tickerIn } from './received.ts';
import type { MarketSource } from './source.ts';
import { lastPrice, whyNoLast, whyNoTicker } from './ticker.ts';
import { ordersPerSecond, rateReadyAt, whyNoRate } from './studies/event-rate.ts';
import { healthOf } from './studies/health.ts';
import { marketSpan, tradesSinceWhole, whyNotCovered } from './trade-coverage.ts';
import { flowWindow } from './windows.ts';

/** Version of the report's schema; see docs/generated/market-report.schema.json. */
export const REPORT_VERSION = '2.0.0';

const DEPTH_LEVELS = 20;

export function toLevels(flat: Float64Array): Level[] {
  const levels: Level[] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) levels.push({ p: flat[i] as number, q: flat[i + 1] as number });
  return levels;
}

function depthOf(reading: Reading): MarketReport['depth'] {
  const { book } = reading.symbol.book;
  const bids = topLevels(book, 'bid', DEPTH_LEVELS);
  const asks = topLevels(book, 'ask', DEPTH_LEVELS);
  const sum = (levels: Float64Array) => levels.reduce((total, value, i) => (i % 2 === 1 ? total + value : total), 0);
  const [sumBid, sumAsk] = [bids, asks].map((levels) => atScale(sum(levels), sizeScale(reading))) as [number, number];
  return {
    top20_bid: toLevels(bids),
    top20_ask: toLevels(asks),
    sum_bid: sumBid,
    sum_ask: sumAsk,
    imbalance: imbalance(sumBid, sumAsk),
  };
}

/** A caveat if the venue's checksum proves fewer than `levels` levels per side. */
export function depthCaveats({ symbol }: Reading, levels = DEPTH_LEVELS): string[] {
  const { book } = symbol.book;
  const proven = Math.min(knownDepth(book, 'bid'), knownDepth(book, 'ask'));
  const held = Math.min(levels, levelCount(book, 'bid'), levelCount(book, 'ask'));
  return proven < held ? [`Only the best ${proven} levels a side are proven; those below are as received.`] : [];
}

const BOOK_FIELDS = ['best_bid', 'best_ask', 'spread_bps', 'mid_price', 'micro_price', 'depth'];
const TICKER_FIELDS = ['change_24h_pct', 'high_24h', 'low_24h', 'volume_24h'];

/** Price fields computed from the book; null while it is not synced. */
function priceFields(
  reading: Reading,
  touch: Touch | null,
): Pick<MarketReport, 'best_bid' | 'best_ask' | 'spread_bps' | 'mid_price' | 'micro_price'> {
  if (touch === null) return { best_bid: null, best_ask: null, spread_bps: null, mid_price: null, micro_price: null };
  return {
    best_bid: { price: touch.bid, qty: touch.bidSize },
    best_ask: { price: touch.ask, qty: touch.askSize },
    spread_bps: spreadBpsOfBid(touch),
    mid_price: atScale(mid(touch), midScale(reading)),
    micro_price: weightedMid(touch),
  };
}

function flowFields(reading: Reading, absences: Absence[], caveats: string[]): MarketReport['flow'] {
  const seconds = reading.engine.settings.FLOW_WINDOW_SEC;
  const rate = ordersPerSecond(reading);
  const window = flowWindow(reading, seconds);
  if (rate === null) absences.push(absent('flow.orders_per_sec', whyNoRate(reading) ?? 'unknown', rateReadyAt(reading)));
  const { trades, refilled_trades: refilled } = window;
  if (refilled !== null && refilled > 0)
    caveats.push(`Of the ${trades} trades in net_flow, ${refilled} were fetched after they happened.`);
  if (window.complete) return { orders_per_sec: rate, net_flow: window.net, seconds };
  const whole = tradesSinceWhole(reading);
  absences.push(
    absent('flow.net_flow', whyNotCovered(reading, seconds) ?? 'unknown', whole === null ? null : whole + seconds * 1_000_000),
  );
  return { orders_per_sec: rate, net_flow: null, seconds };
}

/** A full day, less what a venue rounds away. */
const NEARLY_A_DAY_US = 24 * 60 * US_PER_MINUTE - 2 * US_PER_MINUTE;

/** Shown if the venue's 24 h values cover less than that. */
function spanCaveats(reading: Reading): string[] {
  const ticker = whyNoTicker(reading) === null ? tickerIn(reading.market.received) : null;
  // A checkpoint of an earlier build has none.
  const from = ticker?.from ?? null;
  if (ticker === null || from === null || ticker.tsEvent - from >= NEARLY_A_DAY_US) return [];
  const minutes = Math.max(0, Math.floor((ticker.tsEvent - from) / US_PER_MINUTE));
  return [`The 24 h values cover ${minutes} min only, since ${toRfc3339(from)}.`];
}

function tickerFields(reading: Reading, absences: Absence[]) {
  const stale = whyNoTicker(reading);
  const ticker = stale === null ? tickerIn(reading.market.received) : null;
  const last = lastPrice(reading);
  if (last === null) absences.push(absent('last_price', whyNoLast(reading)));
  if (stale !== null) absences.push(...TICKER_FIELDS.map((field) => absent(field, stale)));
  return {
    last_price: last?.price ?? null,
    change_24h_pct: ticker?.changePct ?? null,
    high_24h: ticker?.high ?? null,
    low_24h: ticker?.low ?? null,
    volume_24h: ticker?.volume ?? null,
  };
}

/** The report of one instrument as of `at`. */
export function makeReport(reading: Reading): MarketReport {
  const { market, at } = reading;
  const absences: Absence[] = [];
  const whole = isWhole(reading);
  const touch = whole ? touchOf(reading.symbol.book.book) : null;
  if (!whole) absences.push(...BOOK_FIELDS.map((field) => absent(field, whyNoBook(reading))));
  const ticker = tickerFields(reading, absences);
  const shortfalls: string[] = [...spanCaveats(reading)];
  const flow = flowFields(reading, absences, shortfalls);
  const { walls, vacuums, profile, caveats } = liquidityFindings(reading, 'liquidity.', absences);
  const health = healthOf(reading, absences);
  const anomalies = reportAnomalies(reading, absences);
  return {
    ...answerBase(reading, {
      streams: [...new Set(['book', 'trade', 'ticker', newestStream(reading) ?? 'book'] as const)],
      coverage: marketSpan(reading),
      caveats: [...gapCaveats(reading), ...shortfalls, ...(whole ? depthCaveats(reading) : []), ...caveats],
    }),
    symbol: market.symbol,
    venue: market.venue,
    generated_at: toRfc3339(at),
    data_age_ms: dataAgeMs(reading),
    report_version: REPORT_VERSION,
    ingestion: ingestionOf(reading),
    ...ticker,
    ...priceFields(reading, touch),
    depth: whole ? depthOf(reading) : null,
    flow,
    liquidity: {
      walls: walls && walls.map(({ price, qty, side, severity }) => ({ price, qty, side, severity })),
      vacuums: vacuums && vacuums.map(({ from, to, severity }) => ({ from, to, severity })),
      profile,
    },
    anomalies,
    health,
    absent: absences,
  };
}

/** The report of an engine's instrument; null if it is not followed. */
export function marketReport(engine: MarketSource, id: InstrumentId, at: Micros): MarketReport | null {
  const reading = readMarket(engine, id, at);
  return reading && makeReport(reading);
}
