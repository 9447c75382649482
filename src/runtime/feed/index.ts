export { clockOffset } from './clock-offset.ts';
export { fromCheckpoint, toCheckpoint } from './checkpoint.ts';
export { driveFeed, type Driver, type DriverOptions } from './driver.ts';
export { reduce, startFeed } from './reduce.ts';
export type { FeedState, StreamStatus, SymbolState } from './state.ts';
export { gapsInDay } from './streams.ts';
export type { ConnId, Effect, FeedSettings, Input, RequestId } from './types.ts';
