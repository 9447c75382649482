import type { Micros } from '../../core/index.ts';
import type { AnswerBase } from './answers.ts';
import { stateOf } from './market-state.ts';
import { isWhole, spanHere, whyBookUnheard, type Reading } from './reading.ts';
import { wholeBook } from './studies/whole-book.ts';

/** The span over which the book has been complete; it ends now, or at the last message if the stream is silent. */
export function bookSpan(reading: Reading): AnswerBase['coverage'] {
  const { at, exchangeAt, symbol } = reading;
  const from = bookSince(reading);
  if (from === null || whyBookUnheard(reading) === null) return spanHere(reading, from, exchangeAt, true);
  const lastAt = symbol.streams.book?.lastAt ?? null;
  return spanHere(reading, from, lastAt === null ? from : Math.max(from, exchangeAt - (at - lastAt)), false);
}

/** Since when the book has been complete without a break, exchange time; null while it is not. */
export const bookSince = (reading: Reading): Micros | null =>
  isWhole(reading) ? stateOf(reading.market, wholeBook).since : null;
