export type Channel = 'book' | 'trade' | 'ticker' | 'quote' | 'derived' | 'control' | 'rest';

/** A text for the client, with details that faults need. */
export interface Frame {
  readonly symbol: string | null;
  readonly channel: Channel;
  readonly text: string;
  /** Global pattern whose first group matches prices and sizes; absent if the text has none. */
  readonly numbers?: RegExp;
  /** Decimals that prices and sizes both have at least. */
  readonly decimals?: number;
  /** The same frame with a bid at or above the ask; only for book frames. */
  readonly crossed?: () => string;
}
