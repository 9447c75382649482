import { absenceOf } from '../words/absence.ts';
import type { GetCandlesAnswer } from '../generated/api.ts';
import type { Bar, Standing } from './bars.ts';

const HOUR_SEC = 3_600;
const DAY_SEC = 86_400;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** When a bar starts, UTC, as exactly as its length needs: a day for days, day and hour for hours, else the time of day. */
export function moment(ms: number, seconds: number): string {
  const at = new Date(ms);
  const time = at.toISOString().slice(11, 16);
  if (seconds < HOUR_SEC) return time;
  const day = `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()] ?? ''}`;
  return seconds < DAY_SEC ? `${day} ${time}` : day;
}

const STANDS: Readonly<Record<Standing, string>> = {
  closed: 'closed',
  forming: 'still forming',
  missing: 'closed, trades missing',
};

/** Stated when there are fewer bars than requested. */
export const EARLIER = 'The server holds no earlier bars of this length.';

/** Whether a bar is closed; without the server's newest answer no bar is said to be forming now. */
export const standingOf = ({ standing }: Pick<Bar, 'standing'>, isFresh: boolean): string =>
  standing === 'forming' && !isFresh ? 'was forming when last heard' : STANDS[standing];

/** Why a bar has no prices. */
export const whyMissing = (answer: Pick<GetCandlesAnswer, 'absent'>, index: number): string =>
  absenceOf(answer, `candles[${index}]`)?.reason ?? 'not all of its trades are known';
