import { absenceOf } from '../words/absence.ts';
import type { GetCandlesAnswer } from '../generated/api.ts';
import { venueName } from '../words/format.ts';
import type { Bar, Origin, Standing } from './bars.ts';

const HOUR_SEC = 3_600;
const DAY_SEC = 86_400;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * When a bar starts, UTC, as exactly as its length needs: a day for days, day and hour for hours, else the time of day,
 * with its day if that is another than the newest bar's.
 */
export function moment(ms: number, seconds: number, newest: number = ms): string {
  const at = new Date(ms);
  const time = at.toISOString().slice(11, 16);
  const isToday = Math.floor(ms / (DAY_SEC * 1_000)) === Math.floor(newest / (DAY_SEC * 1_000));
  if (seconds < HOUR_SEC && isToday) return time;
  const day = `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()] ?? ''}`;
  return seconds < DAY_SEC ? `${day} ${time}` : day;
}

const STANDS: Readonly<Record<Standing, string>> = {
  closed: 'closed',
  forming: 'still forming',
  missing: 'closed, trades missing',
  none: 'no bar',
};

/** Whether a bar is closed; without the server's newest answer no bar is said to be forming now. */
export const standingOf = ({ standing }: Pick<Bar, 'standing'>, isFresh: boolean): string =>
  standing === 'forming' && !isFresh ? 'was forming when last heard' : STANDS[standing];

const ORIGINS: Readonly<Record<Origin, string>> = { here: 'trades here', venue: "venue's candle" };

/** Whether a bar is closed, and where it comes from. */
export function describe(bar: Pick<Bar, 'standing' | 'origin'>, isFresh: boolean): string {
  const standing = standingOf(bar, isFresh);
  if (bar.standing === 'none') return standing;
  return bar.standing === 'missing' ? `${standing} here` : `${standing}, ${ORIGINS[bar.origin]}`;
}

/** Why a bar has no prices. */
export const whyMissing = (answer: Pick<GetCandlesAnswer, 'absent'>, index: number): string =>
  absenceOf(answer, `candles[${index}]`)?.reason ?? 'not all of its trades are known';

/** Why there is no bar at a time; `venue`: whose candles were received, null without. */
export const whyNone = (venue: string | null): string =>
  venue === null
    ? 'No trade of this time is known here.'
    : `${venueName(venue)} lists no closed candle of this time, and no trade of it is known here.`;

/** The rule of joining, in words. */
export const RULE = 'Where both have a bar, trades here win if all are known.';

interface Earlier {
  /** Whether the venue's candles are among the bars that could be shown. */
  readonly isJoined: boolean;
  /** Why the venue's candles are not received or not joined; null if there is no reason. */
  readonly problem: string | null;
}

/** Stated when there are fewer bars than have room. */
export const earlier = ({ isJoined, problem }: Earlier): string =>
  isJoined
    ? 'The venue lists no earlier ones.'
    : problem === null
      ? "The venue's candles are requested."
      : 'The server holds no earlier bars of this length.';
