import { levelCount, topLevels } from '../../analytics/book/index.ts';
import { toRfc3339 } from '../../core/index.ts';
import { whyBlind } from './blindness.ts';
import type { BookAnswer, FlowAnswer, TradesAnswer } from './answers.ts';
import { bookSpan } from './book-coverage.ts';
import { absent, answerBase, isWhole, spanHere, whyNoBook, type Reading } from './reading.ts';
import { depthCaveats, toLevels } from './report.ts';
import { firstTrade, heldUntil, tradesBefore, type Trade } from './tape.ts';
import { blindOf, coversTrades, tradesSinceWhole, whyNotCovered } from './trade-coverage.ts';
import { dayDelta, whyNoDelta } from './studies/cumulative-delta.ts';
import { countFetched, fetchedInDay, liveSince } from './studies/fetched-trades.ts';
import { ordersPerSecond, rateReadyAt, whyNoRate } from './studies/event-rate.ts';
import { flowWindow, windowAbsences } from './windows.ts';

/** Fields that are null, or empty lists, while the book is not in order. */
const OF_BOOK = ['seq', 'bids', 'asks', 'known_from', 'known_to', 'levels_total'] as const;

/** The best levels, also of a book with an empty side. While the book is not in order there are none, with the reason. */
export function makeBook(reading: Reading, depth: number): BookAnswer {
  const { market, symbol } = reading;
  const { book, last, phase } = symbol.book;
  const known = phase === 'synced';
  const caveats = [
    ...(isWhole(reading) ? [] : [`${known ? 'Not on both sides' : 'No levels'}: ${whyNoBook(reading)}.`]),
    ...(known ? depthCaveats(reading, depth) : []),
  ];
  return {
    ...answerBase(reading, { streams: ['book'], caveats, coverage: bookSpan(reading) }),
    symbol: market.symbol,
    venue: market.venue,
    seq: known ? last : null,
    bids: known ? toLevels(topLevels(book, 'bid', depth)) : [],
    asks: known ? toLevels(topLevels(book, 'ask', depth)) : [],
    known_from: known ? book.known.from : null,
    known_to: known ? book.known.to : null,
    levels_total: known ? { bids: levelCount(book, 'bid'), asks: levelCount(book, 'ask') } : null,
    absent: known ? [] : OF_BOOK.map((field) => absent(field, whyNoBook(reading))),
  };
}

const tradeIds = ({ id, ordinal }: Pick<Trade, 'id' | 'ordinal'>) => ({
  id: ordinal,
  ...(id === String(ordinal) ? {} : { venue_id: id }),
});

/** A trade as answers show it. */
export const tradeRow = (reading: Reading, trade: Trade): TradesAnswer['trades'][number] => {
  const { at, price, size, side } = trade;
  return {
    ...tradeIds(trade),
    time: toRfc3339(at),
    price,
    qty: size,
    side,
    ...(countFetched(reading, [trade]) > 0 ? { refilled: true } : {}),
  };
};

/** The time of a page of trades, newest first; the first page reaches up to now. */
function pageSpan(reading: Reading, trades: readonly Trade[], before: number | undefined): TradesAnswer['coverage'] {
  const [newest, oldest] = [trades[0], trades.at(-1)];
  if (newest === undefined || oldest === undefined) return spanHere(reading, null, null, false);
  const { tape } = reading.market;
  const isNewest = before === undefined;
  const why = whyBlind(tape, blindOf(reading), oldest.at, isNewest ? reading.exchangeAt : newest.at);
  return spanHere(reading, oldest.at, isNewest ? heldUntil(tape) : newest.at, why === null);
}

/** The newest trades before a trade id. */
export function makeTrades(reading: Reading, limit: number, before: number | undefined): TradesAnswer {
  const { market } = reading;
  const trades = tradesBefore(market.tape, limit, before);
  const oldest = firstTrade(market.tape);
  const more = trades.length > 0 && oldest !== null && (trades.at(-1)?.ordinal ?? 0) > oldest.ordinal;
  return {
    ...answerBase(reading, {
      streams: ['trade'],
      coverage: pageSpan(reading, trades, before),
    }),
    symbol: market.symbol,
    venue: market.venue,
    trades: trades.map((trade) => tradeRow(reading, trade)),
    next_before_id: more ? (trades.at(-1)?.ordinal ?? null) : null,
  };
}

/** Window of `net_flow_30s`. */
const NET_FLOW_SECONDS = 30;

/** Signed flow over windows that end now. */
export function makeFlow(reading: Reading, windows: readonly number[]): FlowAnswer {
  const { market } = reading;
  const absences = [];
  const net = flowWindow(reading, NET_FLOW_SECONDS);
  const rate = ordersPerSecond(reading);
  if (!net.complete) absences.push(absent('net_flow_30s', whyNotCovered(reading, net.seconds) ?? 'unknown'));
  if (rate === null) absences.push(absent('orders_per_sec', whyNoRate(reading) ?? 'unknown', rateReadyAt(reading)));
  const cvd = dayDelta(reading);
  if (cvd === null) absences.push(absent('cvd', whyNoDelta(reading)));
  const live = liveSince(reading);
  if (cvd !== null && live === null) absences.push(absent('cvd.live_since', 'no trade has come as it happened'));
  absences.push(...windowAbsences(reading, windows));
  const since = tradesSinceWhole(reading);
  const longest = Math.max(...windows, 0);
  return {
    ...answerBase(reading, {
      streams: ['trade', 'book'],
      coverage: spanHere(reading, since, reading.exchangeAt, coversTrades(reading, longest)),
    }),
    symbol: market.symbol,
    venue: market.venue,
    orders_per_sec: rate,
    net_flow_30s: net.complete ? net.net : null,
    windows: windows.map((seconds) => flowWindow(reading, seconds)),
    cvd: cvd && {
      since: toRfc3339(cvd.since),
      live_since: live === null ? null : toRfc3339(live),
      refilled_trades: fetchedInDay(reading, cvd.since),
      base: cvd.base,
      quote: cvd.quote,
    },
    absent: absences,
  };
}
