export { clockOffset } from './clock-offset.ts';
export { fromCheckpoint, toCheckpoint } from './checkpoint.ts';
export { driveFeed, type Driver, type DriverOptions } from './driver.ts';
export { changeBook, fillBook } from './keep-book.ts';
export { reduce, startFeed } from './reduce.ts';
export type { FeedState } from './state.ts';
export type { ConnId, Effect, FeedSettings, Input, RequestId } from './types.ts';
export { factsOf, type FeedFacts, type FeedView, type StreamView, type SymbolView } from './view.ts';
