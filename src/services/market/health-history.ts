import { depthTop, touchOf, type OrderBook } from '../../analytics/book/index.ts';
import { createRollingMedian, observeValue, quotedSpreadBps, type RollingMedian } from '../../analytics/flow/index.ts';
import { US_PER_SECOND, type Micros } from '../../core/index.ts';

/** What is usual for a market: medians over half an hour of its spread, its depth and its rate of events. */
export interface HealthHistory {
  readonly spread: RollingMedian;
  readonly depth: RollingMedian;
  readonly rate: RollingMedian;
}

/** One value a second, and an answer after five: rough at first, and truer with each minute up to half an hour. */
const SETTINGS = { everyUs: US_PER_SECOND, minimum: 5 };

/** Levels a side whose sizes are the depth: as many as a checksum proves, so that it is measured alike on every venue. */
const DEPTH_LEVELS = 10;

export const newHealthHistory = (): HealthHistory => ({
  spread: createRollingMedian(SETTINGS),
  depth: createRollingMedian(SETTINGS),
  rate: createRollingMedian(SETTINGS),
});

/** Depth of both sides near the touch, base currency; null when so many levels are not known. */
export function depthNear(book: OrderBook): number | null {
  const [bid, ask] = [depthTop(book, 'bid', DEPTH_LEVELS), depthTop(book, 'ask', DEPTH_LEVELS)];
  return bid === null || ask === null ? null : bid + ask;
}

/** Samples a synced book, if a sample is due. */
export function observeHealth(history: HealthHistory, book: OrderBook, rate: number | null, now: Micros): void {
  const touch = touchOf(book);
  observeValue(history.spread, touch && quotedSpreadBps(touch), now);
  observeValue(history.depth, depthNear(book), now);
  observeValue(history.rate, rate, now);
}
