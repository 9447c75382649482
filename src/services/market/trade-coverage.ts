import { toRfc3339, US_PER_SECOND, type Micros } from '../../core/index.ts';
import { clockFrame } from '../../runtime/feed/index.ts';
import type { AnswerBase } from './answers.ts';
import { bookSince } from './book-coverage.ts';
import { blindTrades, whyBlind, type Blind } from './blindness.ts';
import { spanHere, whyBookUnheard, type Reading } from './reading.ts';
import { liveSince } from './studies/fetched-trades.ts';
import { heldSince } from './tape.ts';

/** Ranges of exchange time up to now with possibly missing trades. */
export const blindOf = ({ market, symbol, feed, exchangeAt }: Reading): Blind[] =>
  blindTrades(market.tape, symbol, exchangeAt, clockFrame(feed.clock));

/** Start of a finished minute whose candle is still to be compared with its trades; null if there is none. */
export function waitsOf({ symbol, feed }: Reading): Micros | null {
  const { waits } = symbol.trades.check;
  return waits === null ? null : waits + clockFrame(feed.clock).skew;
}

/** Since when all trades up to now are known; null while the newest may be missing. */
export function tradesSinceWhole(reading: Reading): Micros | null {
  const first = heldSince(reading.market.tape);
  if (first === null) return null;
  const until = Math.max(first, ...blindOf(reading).map(({ to }) => to));
  return until >= reading.exchangeAt && until > first ? null : until;
}

/** Why trades do not cover [now − seconds, now] without a gap; null if they do. */
export function whyNotCovered(reading: Reading, seconds: number): string | null {
  const { market, exchangeAt } = reading;
  return whyBlind(market.tape, blindOf(reading), exchangeAt - seconds * US_PER_SECOND, exchangeAt);
}

/**
 * Whether trades cover [now − seconds, now] without a gap. A window that begins before the oldest kept trade is not covered.
 */
export const coversTrades = (reading: Reading, seconds: number): boolean => whyNotCovered(reading, seconds) === null;

/**
 * The span from the first data of book or trades up to now, for an answer that uses each by itself. Complete if both cover the
 * window of a report.
 */
export function widestSpan(reading: Reading): AnswerBase['coverage'] {
  const starts = [whyBookUnheard(reading) === null ? bookSince(reading) : null, tradesSinceWhole(reading)];
  const known = starts.flatMap((since) => since ?? []);
  const from = known.length === 0 ? null : Math.min(...known);
  return spanHere(reading, from, reading.exchangeAt, marketSpan(reading).complete);
}

/** The span up to now over which the book and all trades are known; complete if it covers the window of a report. */
export function marketSpan(reading: Reading): AnswerBase['coverage'] {
  const [book, trades] = [whyBookUnheard(reading) === null ? bookSince(reading) : null, tradesSinceWhole(reading)];
  const from = book === null || trades === null ? null : Math.max(book, trades);
  const window = reading.engine.settings.REPORT_WINDOW_SEC * US_PER_SECOND;
  return spanHere(reading, from, reading.exchangeAt, from !== null && from <= reading.exchangeAt - window);
}

/** Says since when the book is whole, trades are known, and trades came as they happened, if these differ. */
export function coverageCaveats(reading: Reading): string[] {
  const [book, trades, live] = [bookSince(reading), tradesSinceWhole(reading), liveSince(reading)];
  if (book === null || trades === null) return [];
  const here = (at: Micros) => toRfc3339(Math.round(at + (reading.at - reading.exchangeAt)));
  const fetched = live === null || live <= trades ? '' : ` (fetched until ${here(live)})`;
  return Math.abs(book - trades) < US_PER_SECOND && fetched === ''
    ? []
    : [`The book is whole since ${here(book)}, trades are known since ${here(trades)}${fetched}.`];
}
