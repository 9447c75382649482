import type { Settled } from '../data/poll.ts';
import { barsOf, closedOf, INTERVALS, type Interval } from './bars.ts';
import type { Answers } from './join-bars.ts';

/** After a refusal, and while the venue does not list a bar that is closed here. */
const AGAIN_MS = { refused: 60_000, unlisted: 15_000 } as const;
/** A market without trades closes no bar here, so the venue is asked after a bar's length and this. */
const LATE_MS = 30_000;

/** Whether the venue is to be asked for its candles: at first, when a bar has closed, and again after a refusal. */
export function isHistoryDue(last: Settled | null, { here, venue }: Answers, interval: Interval, now: number): boolean {
  if (last === null) return true;
  const passed = now - last.at;
  if (last.isRefused) return passed >= AGAIN_MS.refused;
  if (passed >= INTERVALS[interval] * 1_000 + LATE_MS) return true;
  const closed = here === null ? undefined : barsOf(here).findLast(({ standing }) => standing !== 'forming');
  const listed = venue === null ? undefined : closedOf(venue).at(-1);
  return closed !== undefined && closed.start > (listed?.start ?? -Infinity) && passed >= AGAIN_MS.unlisted;
}
