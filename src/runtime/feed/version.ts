/** Raised when the same inputs make the feed give other events, whatever the venue: receipts of before then name the change. */
export const FEED_VERSION = 2;
