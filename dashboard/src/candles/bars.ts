import type { GetCandleHistoryAnswer, GetCandlesAnswer, Operations } from '../generated/api.ts';

export type Interval = NonNullable<Operations['get_candles']['input']['interval']>;

/** Each interval in seconds. */
export const INTERVALS: Readonly<Record<Interval, number>> = {
  '1m': 60,
  '5m': 300,
  '15m': 900,
  '30m': 1_800,
  '1h': 3_600,
  '4h': 14_400,
  '1d': 86_400,
};

/** `forming`: not over; `closed`; `missing`: over, but not all of its trades are known; `none`: a hole, nothing is known of it. */
export type Standing = 'forming' | 'closed' | 'missing' | 'none';

/** `here`: from the trades of this server; `venue`: the venue's own candle. */
export type Origin = 'here' | 'venue';

export interface Bar {
  readonly origin: Origin;
  /** Index in the answer of its origin; null for a hole. */
  readonly index: number | null;
  /** Start, ms since 1970. */
  readonly start: number;
  readonly standing: Standing;
  readonly open: number | null;
  readonly high: number | null;
  readonly low: number | null;
  readonly close: number | null;
  readonly volume: number | null;
}

/** The bars from trades here, oldest first. */
export const barsOf = ({ candles }: Pick<GetCandlesAnswer, 'candles'>): Bar[] =>
  candles.map(({ start, open, high, low, close, volume, closed, complete }, index) => {
    const standing = !closed ? 'forming' : complete ? 'closed' : 'missing';
    return { origin: 'here', index, start: Date.parse(start), standing, open, high, low, close, volume };
  });

/** The venue's closed candles, oldest first. Its forming one is left out: it would stand still until the next request. */
export const closedOf = ({ candles }: Pick<GetCandleHistoryAnswer, 'candles'>): Bar[] =>
  candles.flatMap(({ start, open, high, low, close, volume, closed }, index) =>
    closed ? [{ origin: 'venue', index, start: Date.parse(start), standing: 'closed', open, high, low, close, volume }] : [],
  );

/** Whether all trades of a bar are known. */
export const isWhole = ({ open, high, low, close, volume }: Bar): boolean =>
  [open, high, low, close, volume].every((value) => value !== null);
