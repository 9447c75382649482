import { createBook, loadSnapshot, type OrderBook } from '../order-book.ts';

/** Book A of the worked examples: five levels per side; both sides are complete. */
export function bookA(): OrderBook {
  const book = createBook();
  const bids = Float64Array.of(100, 5, 99.9, 3, 99.8, 8, 99.7, 2, 99.6, 10);
  const asks = Float64Array.of(100.2, 4, 100.3, 6, 100.4, 1, 100.5, 7, 100.6, 12);
  loadSnapshot(book, bids, asks, { depth: 20 });
  return book;
}
