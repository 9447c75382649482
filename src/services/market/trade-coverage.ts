import { US_PER_SECOND, type Micros } from '../../core/index.ts';
import { clockFrame } from '../../runtime/feed/index.ts';
import type { AnswerBase } from './answers.ts';
import { bookSince } from './book-coverage.ts';
import { blindTrades, whyBlind, type Blind } from './blindness.ts';
import { spanOf, whyBookUnheard, type Reading } from './reading.ts';
import { heldSince } from './tape.ts';

/** Stretches of exchange time up to now of which not every trade is known. */
export const blindOf = ({ market, symbol, feed, exchangeAt }: Reading): Blind[] =>
  blindTrades(market.tape, symbol, exchangeAt, clockFrame(feed.clock));

/** Since when every trade up to now is there; null while the newest are not. */
export function tradesSinceWhole(reading: Reading): Micros | null {
  const first = heldSince(reading.market.tape);
  if (first === null) return null;
  const until = Math.max(first, ...blindOf(reading).map(({ to }) => to));
  return until >= reading.exchangeAt && until > first ? null : until;
}

/** Why trades do not cover [now − seconds, now] without a hole; null when they do. */
export function whyNotCovered(reading: Reading, seconds: number): string | null {
  const { market, exchangeAt } = reading;
  return whyBlind(market.tape, blindOf(reading), exchangeAt - seconds * US_PER_SECOND, exchangeAt);
}

/** Whether trades cover [now − seconds, now] without a hole. A window that begins before the first trade held is not. */
export const coversTrades = (reading: Reading, seconds: number): boolean => whyNotCovered(reading, seconds) === null;

/** The span over which the book and every trade are known up to now; complete when it is the window of a report. */
export function marketSpan(reading: Reading): AnswerBase['coverage'] {
  const [book, trades] = [whyBookUnheard(reading) === null ? bookSince(reading) : null, tradesSinceWhole(reading)];
  const from = book === null || trades === null ? null : Math.max(book, trades);
  const window = reading.engine.settings.REPORT_WINDOW_SEC * US_PER_SECOND;
  return spanOf(from, reading.exchangeAt, from !== null && from <= reading.exchangeAt - window);
}
