import { levelCount, topLevels } from '../../analytics/book/index.ts';
import { cvdOf } from '../../analytics/flow/index.ts';
import { toRfc3339 } from '../../core/index.ts';
import type { BookAnswer, FlowAnswer, TradesAnswer } from './answers.ts';
import { atScale, quoteScale, sizeScale } from './at-scale.ts';
import { absent, answerBase, bookSpan, isWhole, spanOf, whyNoBook, type Reading } from './reading.ts';
import { toLevels } from './report.ts';
import { firstTrade, lastTrade, tradesBefore, type Trade } from './tape.ts';
import {
  blindOf,
  coversTrades,
  flowWindow,
  ordersPerSecond,
  rateReadyAt,
  tradesSinceWhole,
  whyNoRate,
  whyNotCovered,
  windowAbsences,
} from './windows.ts';

/** The best levels; empty, with the reason among the caveats, while the book is not whole. */
export function makeBook(reading: Reading, depth: number): BookAnswer {
  const { market, symbol } = reading;
  const { book, last } = symbol.book;
  const whole = isWhole(reading);
  const caveats = whole ? [] : [`No levels: ${whyNoBook(reading)}.`];
  return {
    ...answerBase(reading, { streams: ['book'], caveats, coverage: bookSpan(reading) }),
    symbol: market.symbol,
    venue: market.venue,
    seq: whole ? last : null,
    bids: whole ? toLevels(topLevels(book, 'bid', depth)) : [],
    asks: whole ? toLevels(topLevels(book, 'ask', depth)) : [],
    known_from: whole ? book.known.from : null,
    known_to: whole ? book.known.to : null,
    levels_total: { bids: levelCount(book, 'bid'), asks: levelCount(book, 'ask') },
    absent: whole ? [] : ['seq', 'bids', 'asks', 'known_from', 'known_to'].map((field) => absent(field, whyNoBook(reading))),
  };
}

const tradeIds = ({ id, ordinal }: Pick<Trade, 'id' | 'ordinal'>) => ({
  id: ordinal,
  ...(id === String(ordinal) ? {} : { venue_id: id }),
});

/** The newest trades before a place. */
export function makeTrades(reading: Reading, limit: number, before: number | undefined): TradesAnswer {
  const { market } = reading;
  const trades = tradesBefore(market.tape, limit, before);
  const [oldest, newest] = [firstTrade(market.tape), lastTrade(market.tape)];
  const more = trades.length > 0 && oldest !== null && (trades.at(-1)?.ordinal ?? 0) > oldest.ordinal;
  return {
    ...answerBase(reading, {
      streams: ['trade'],
      coverage: spanOf(
        oldest && oldest.at,
        newest && newest.at,
        !blindOf(reading).some(({ to }) => to > (trades.at(-1)?.at ?? 0)),
      ),
    }),
    symbol: market.symbol,
    venue: market.venue,
    trades: trades.map(({ at, price, size, side, ...trade }) => ({
      ...tradeIds(trade),
      time: toRfc3339(at),
      price,
      qty: size,
      side,
    })),
    next_before_id: more ? (trades.at(-1)?.ordinal ?? null) : null,
  };
}

const whyNoDelta = (reading: Reading): string => blindOf(reading)[0]?.reason ?? 'trades are missing';

/** Trades since then; null while some of them are known to be missing. */
function dayDelta(reading: Reading): FlowAnswer['cvd'] {
  const { market } = reading;
  if (market.cvd !== null && blindOf(reading).some(({ to }) => to > (market.cvd?.from ?? 0))) return null;
  const delta = market.cvd && cvdOf(market.cvd.delta);
  if (market.cvd === null || delta === null) return null;
  const [base, quote] = [atScale(delta.base, sizeScale(reading)), atScale(delta.quote, quoteScale(reading))];
  return { since: toRfc3339(market.cvd.from), base, quote };
}

/** Signed flow over windows that end now. */
export function makeFlow(reading: Reading, windows: readonly number[]): FlowAnswer {
  const { market, engine } = reading;
  const absences = [];
  const net = flowWindow(reading, engine.settings.FLOW_WINDOW_SEC);
  const rate = ordersPerSecond(reading);
  if (!net.complete) absences.push(absent('net_flow_30s', whyNotCovered(reading, net.seconds) ?? 'unknown'));
  if (rate === null) absences.push(absent('orders_per_sec', whyNoRate(reading) ?? 'unknown', rateReadyAt(reading)));
  const cvd = dayDelta(reading);
  if (cvd === null) absences.push(absent('cvd', market.cvd === null ? 'no trade has arrived' : whyNoDelta(reading)));
  absences.push(...windowAbsences(reading, windows));
  const since = tradesSinceWhole(reading);
  const longest = Math.max(...windows, 0);
  return {
    ...answerBase(reading, {
      streams: ['trade', 'book'],
      coverage: spanOf(since, reading.exchangeAt, coversTrades(reading, longest)),
    }),
    symbol: market.symbol,
    venue: market.venue,
    orders_per_sec: rate,
    net_flow_30s: net.complete ? net.net : null,
    windows: windows.map((seconds) => flowWindow(reading, seconds)),
    cvd,
    absent: absences,
  };
}
