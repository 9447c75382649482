import type { Micros } from '../../core/index.ts';

/** The volume of our trades in one minute of the venue's time, base currency. */
export interface MinuteSum {
  readonly start: Micros;
  volume: number;
}

/** A candle to compare with the trades of its minute. */
export interface CandleClaim {
  readonly start: Micros;
  /** Last time of trades that the candle may count, on the venue's clock. */
  readonly upTo: Micros;
  readonly volume: number;
  readonly closed: boolean;
  /** When it arrived. */
  readonly at: Micros;
  /** Volume of our trades up to that time. It may include later ones if the candle came late. */
  received: number;
}

/** Trades of a minute that may be missing: its candle has another volume, or none came. Times of the venue, both ends included. */
export interface DoubtedMinute {
  readonly from: Micros;
  readonly to: Micros;
  readonly reason: string;
  /** Null if no final candle could be compared. Then only a page of trades can end the doubt. */
  readonly claim: CandleClaim | null;
  /** `wanted`: a page of trades has to be requested. `asked`: it is. `lost`: no page can show which trades are missing. */
  readonly page: 'wanted' | 'asked' | 'lost';
}

/** Comparison of trades with the venue's one-minute candles, if trade ids prove nothing. Plain data. */
export interface CandleCheck {
  /** The newest minutes, ascending. */
  sums: MinuteSum[];
  /** Minutes that start earlier were not counted from their start. */
  since: Micros;
  closed: CandleClaim | null;
  forming: CandleClaim | null;
  /** Start of the newest minute whose final candle was compared, or isn't waited for any longer. */
  verified: Micros;
  /** Start of the newest minute that any candle was of. */
  heard: Micros;
  /** Starts of finished minutes without a comparison, until trades around them are in order. Ascending. */
  owed: Micros[];
  /** Start of a finished minute whose final candle is still to come; null if there is none. */
  waits: Micros | null;
  /** Oldest first, at most a day old. */
  doubted: DoubtedMinute[];
  /** When the next page may be requested; `tries`: pages requested since the last decision. */
  askAt: Micros;
  tries: number;
  /** How often the candle had another volume than the trades of the venue's pages. Checks pause until `pausedUntil` then. */
  unexplained: number;
  pausedUntil: Micros;
}

export const newCandleCheck = (since: Micros): CandleCheck => ({
  sums: [],
  since,
  closed: null,
  forming: null,
  verified: 0,
  heard: 0,
  owed: [],
  waits: null,
  doubted: [],
  askAt: 0,
  tries: 0,
  unexplained: 0,
  pausedUntil: 0,
});
