export * from './book-json.ts';
export * from './compare-books.ts';
export * from './known-range.ts';
export {
  applyLevel,
  applyLevels,
  bestAsk,
  bestBid,
  clearBook,
  copyBook,
  createBook,
  forEachLevel,
  isCrossed,
  levelCount,
  loadSnapshot,
  sizeAt,
  topLevels,
} from './order-book.ts';
export type { OrderBook, SnapshotOptions } from './order-book.ts';
