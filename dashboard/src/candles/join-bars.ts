import type { GetCandleHistoryAnswer, GetCandlesAnswer } from '../generated/api.ts';
import { barsOf, closedOf, INTERVALS, isWhole, type Bar, type Interval } from './bars.ts';

type Here = Pick<GetCandlesAnswer, 'candles'>;
type Venue = Pick<GetCandleHistoryAnswer, 'candles'>;

/** The answers that are joined; null: there is none. */
export interface Answers<H = Here, V = Venue> {
  readonly here: H | null;
  readonly venue: V | null;
}

/** Stands for the bar of a time that neither answer has. */
const holeAt = (start: number): Bar => ({
  origin: 'here',
  index: null,
  start,
  standing: 'none',
  open: null,
  high: null,
  low: null,
  close: null,
  volume: null,
});

/**
 * At most `most` bars up to the newest, one for each time, oldest first. A bar from trades here wins if all its trades are known;
 * else the venue's closed candle; else what is known here. A time that neither has is a hole.
 */
export function joinBars({ here, venue }: Answers, interval: Interval, most: number): Bar[] {
  const length = INTERVALS[interval] * 1_000;
  const own = new Map((here === null ? [] : barsOf(here)).map((bar) => [bar.start, bar]));
  const theirs = new Map((venue === null ? [] : closedOf(venue)).map((bar) => [bar.start, bar]));
  const starts = [...own.keys(), ...theirs.keys()];
  if (starts.length === 0) return [];
  const newest = Math.max(...starts);
  const oldest = Math.max(Math.min(...starts), newest - (most - 1) * length);
  return Array.from({ length: Math.round((newest - oldest) / length) + 1 }, (_, i) => {
    const start = oldest + i * length;
    const bar = own.get(start);
    return bar !== undefined && isWhole(bar) ? bar : (theirs.get(start) ?? bar ?? holeAt(start));
  });
}

interface Shown {
  readonly symbol: string;
  readonly venue: string;
}

type Named = Shown & Pick<GetCandlesAnswer, 'interval'>;

/** The answer if it is of the shown market and interval; null otherwise, because one to an earlier request may still be there. */
export const ofShown = <T extends Named>(answer: T | null, market: Shown | null, interval: Interval): T | null =>
  answer?.symbol === market?.symbol && answer?.venue === market?.venue && answer?.interval === interval ? answer : null;

/** Why two answers are not joined; null if they are. */
export function whyApart({
  here,
  venue,
}: Answers<Pick<GetCandlesAnswer, 'source' | 'interval'>, Venue & Pick<GetCandleHistoryAnswer, 'source' | 'interval'>>):
  | string
  | null {
  if (here === null || venue === null) return null;
  if (here.source !== venue.source) return `they are ${venue.source}, and the bars here are ${here.source}`;
  const length = (INTERVALS as Readonly<Record<string, number>>)[venue.interval] ?? 0;
  const isOnGrid = venue.candles.every(({ start }) => Date.parse(start) % (length * 1_000) === 0);
  return isOnGrid ? null : 'they start at other times than the bars here';
}
