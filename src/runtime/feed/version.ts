/** Raised when the same inputs give different events, for any venue, so that earlier receipts name the change. */
export const FEED_VERSION = 5;
