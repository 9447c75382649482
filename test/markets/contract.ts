/** How a generated market is written down. Prices and sizes are decimal text, as an exchange sends them. */

/** coarse: the tick is 2–10 bps of the price, queues are deep. tiny: the tick is 0.01 bps or less, thousands of levels.
 * fat: order and trade sizes have fat tails (Pareto index 1.1–1.6). volatile: 10 times the usual volatility, in bursts.
 * thin: few orders, a trade every few seconds, the spread is several ticks. */
export type Regime = 'coarse' | 'tiny' | 'fat' | 'volatile' | 'thin';
export type EpisodeKind = 'spoofing' | 'iceberg' | 'flash_crash';

export interface MarketOptions {
  readonly regime: Regime;
  /** The same options give the same market, byte for byte. */
  readonly seed: number;
  /** Length of the market in minutes, 10 to 600. */
  readonly minutes: number;
  /** The kind of the planted episodes; null: none, a market of which every finding is a false alarm. */
  readonly kind: EpisodeKind | null;
  /** How many episodes to plant, after the first 15 minutes and at least 3 minutes apart. */
  readonly episodes: number;
}

export interface Instrument {
  readonly tick: string;
  readonly lot: string;
}

export type Level = readonly [price: string, size: string];

/** `at`: milliseconds since the start of the market, never falling. */
export type Message =
  /** The first message, and only the first: the complete book down to 1,000 levels a side, or all there are. Best first. */
  | { readonly kind: 'snapshot'; readonly at: number; readonly bids: readonly Level[]; readonly asks: readonly Level[] }
  /** Every 100 ms in which something changed: the new total size at each changed price; '0' removes it. */
  | { readonly kind: 'depth'; readonly at: number; readonly bids: readonly Level[]; readonly asks: readonly Level[] }
  /** Sent at the moment of the trade, so before the depth message that contains its effect. `taker`: who crossed the spread.
   * One message for each resting order that is filled, as an exchange's trade stream sends it. */
  | { readonly kind: 'trade'; readonly at: number; readonly price: string; readonly size: string; readonly taker: 'buy' | 'sell' }
  /** Best bid and ask after each change of either price or size. */
  | { readonly kind: 'quote'; readonly at: number; readonly bid: Level; readonly ask: Level };

/** What was planted. */
export interface Label {
  readonly kind: EpisodeKind;
  /** Side of the planted orders; for a flash crash the side that vanishes ('bid'). */
  readonly side: 'bid' | 'ask';
  /** First and last moment of the episode, milliseconds since the start. */
  readonly from: number;
  readonly to: number;
  /** Prices of the planted orders; a flash crash: start and low. */
  readonly prices: readonly string[];
  /** Could a careful person with the public data alone tell it apart? false for those drowned in noise, with a reason in `note`. */
  readonly fair: boolean;
  /** The parameters of this episode, in words and numbers. */
  readonly note: string;
}

export interface Market {
  readonly instrument: Instrument;
  /** Lazily: hours of a market must not be held in memory. */
  messages(): Iterable<Message>;
  /** Complete once `messages()` has been read to its end. */
  labels(): readonly Label[];
}

/** Each generator's `index.ts` exports this. Throws a RangeError on options outside the ranges. */
export type Generate = (options: MarketOptions) => Market;
