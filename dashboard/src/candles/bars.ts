import type { GetCandlesAnswer, Operations } from '../generated/api.ts';

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

/** `forming`: its time is not over; `closed`; `missing`: its time is over, but not all of its trades are known. */
export type Standing = 'forming' | 'closed' | 'missing';

export interface Bar {
  /** Index in the answer. */
  readonly index: number;
  /** Start and end, ms since 1970. */
  readonly start: number;
  readonly end: number;
  readonly standing: Standing;
  readonly open: number | null;
  readonly high: number | null;
  readonly low: number | null;
  readonly close: number | null;
  readonly volume: number | null;
}

/** The bars of an answer, oldest first. A bar is closed if its time was over when the answer was made. */
export function barsOf({ candles, as_of }: Pick<GetCandlesAnswer, 'candles' | 'as_of'>, interval: Interval): Bar[] {
  const now = Date.parse(as_of);
  return candles.map(({ start: at, open, high, low, close, volume, complete }, index) => {
    const start = Date.parse(at);
    const end = start + INTERVALS[interval] * 1_000;
    const standing = end > now ? 'forming' : complete ? 'closed' : 'missing';
    return { index, start, end, standing, open, high, low, close, volume };
  });
}
