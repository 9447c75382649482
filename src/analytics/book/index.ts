export { BAND_COUNT, BAND_EDGES, bandOf } from './bands.ts';
export * from './book-json.ts';
export * from './book-rows.ts';
export * from './compare-books.ts';
export * from './depth.ts';
export * from './fill-order.ts';
export * from './imbalance.ts';
export * from './known-range.ts';
export * from './level-ages.ts';
export { createLiquidityHistory, liveSamples, observeLiquidity, usualOf } from './liquidity-history.ts';
export type { HistorySettings, Judged, LiquidityHistory } from './liquidity-history.ts';
export * from './liquidity-json.ts';
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
export * from './percentile.ts';
export * from './resilience.ts';
export * from './size-within-average.ts';
export * from './size-code.ts';
export * from './touch.ts';
export * from './vacuums.ts';
export * from './walls.ts';
