import { createBook, loadSnapshot, topLevels, type OrderBook } from './order-book.ts';

/** A book for a checkpoint: flat levels, best first, and the known range. Every number survives JSON exactly. */
export interface BookJson {
  readonly bids: readonly number[];
  readonly asks: readonly number[];
  readonly known: readonly [from: number | null, to: number | null];
}

export const bookToJson = (book: OrderBook): BookJson => ({
  bids: [...topLevels(book, 'bid', book.bid.count)],
  asks: [...topLevels(book, 'ask', book.ask.count)],
  known: [book.known.from, book.known.to],
});

/** The inverse of `bookToJson`. Throws `RangeError` if the numbers are not levels. */
export function bookFromJson(json: BookJson): OrderBook {
  if (json.bids.length % 2 !== 0 || json.asks.length % 2 !== 0) throw new RangeError('levels come in pairs of price and size');
  const book = createBook();
  loadSnapshot(book, Float64Array.from(json.bids), Float64Array.from(json.asks));
  book.known = { from: json.known[0], to: json.known[1] };
  return book;
}
