import { applyLevels, bestAsk, bestBid, isKnown, type OrderBook } from '../../analytics/book/index.ts';
import type { BookSide, DecodedQuote } from '../../core/index.ts';

/**
 * Adds a level of the venue's quote that the book could not know: it lies beyond the snapshot's range and has not changed
 * since. Only for recordings, where no newer snapshot can be requested and a price move out of the range would end the
 * book for good. A quote that contradicts the known range stays a fault.
 */
export function learnTouch(book: OrderBook, quote: DecodedQuote): void {
  const [bid, ask] = [bestBid(book), bestAsk(book)];
  if (bid === null || quote.bid > bid) learn(book, 'bid', quote.bid, quote.bidSize);
  if (ask === null || quote.ask < ask) learn(book, 'ask', quote.ask, quote.askSize);
}

function learn(book: OrderBook, side: BookSide, price: number, size: number): void {
  if (!isKnown(book, side, price)) applyLevels(book, side, Float64Array.of(price, size));
}
