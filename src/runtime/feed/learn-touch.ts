import { applyLevels, bestAsk, bestBid, isKnown, type OrderBook } from '../../analytics/book/index.ts';
import type { BookSide, DecodedQuote } from '../../core/index.ts';

/**
 * Takes from the venue's stated touch a level that the book could not know: one past the end of its snapshot that has not
 * changed since. For recordings, where no fresher snapshot can be asked for and a crash would end the book for good; a level
 * that lies inside the known range, or behind what is held, is a fault and stays one.
 */
export function learnTouch(book: OrderBook, quote: DecodedQuote): void {
  const [bid, ask] = [bestBid(book), bestAsk(book)];
  if (bid === null || quote.bid > bid) learn(book, 'bid', quote.bid, quote.bidSize);
  if (ask === null || quote.ask < ask) learn(book, 'ask', quote.ask, quote.askSize);
}

function learn(book: OrderBook, side: BookSide, price: number, size: number): void {
  if (!isKnown(book, side, price)) applyLevels(book, side, Float64Array.of(price, size));
}
