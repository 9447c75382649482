export type Channel = 'book' | 'trade' | 'ticker' | 'quote' | 'derived' | 'control' | 'rest';

/** A text on its way to the client, with what a fault needs to know of it. */
export interface Frame {
  readonly symbol: string | null;
  readonly channel: Channel;
  readonly text: string;
  /** Finds prices and sizes in the text, as the first group; global. Absent where there are none. */
  readonly numbers?: RegExp;
  /** Decimals that both prices and sizes have. */
  readonly decimals?: number;
  /** The same frame with a bid at or over the ask; only book frames have it. */
  readonly crossed?: () => string;
}
