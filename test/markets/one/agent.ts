import type { Order } from './book.ts';

/** A participant. It acts only in `wake`; `filled` may note and schedule but must not touch the book, because it is
 * called in the middle of a match. */
export interface Agent {
  /** True: never trades on waking. Only such agents may act at the very instant of a depth message (see feed.ts). */
  readonly passive: boolean;
  wake(arg: unknown): void;
  filled?(order: Order, size: number): void;
}
