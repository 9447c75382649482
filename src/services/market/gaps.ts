import { clockTime, STREAMS, toRfc3339, US_PER_MINUTE, US_PER_SECOND, type Micros, type StreamKind } from '../../core/index.ts';
import type { Gap } from './answers.ts';
import { stateOf } from './market-state.ts';
import type { Reading } from './reading.ts';
import type { Interruption } from './studies/interruption.ts';
import { interruptions } from './studies/interruptions.ts';

const timeOf = (at: Micros): string => toRfc3339(Math.max(0, Math.round(at)));

/** Whether what was missed has been fetched since. */
function refillOf(
  { engine, market }: Reading,
  { stream, range, counted, running, came, left, minutes }: Interruption,
): Gap['refill'] {
  if (stream !== 'trade') return 'none';
  if (left > 0) return came > 0 ? 'part' : 'none';
  if (minutes !== null) return running || came === 0 ? 'unknown' : 'all';
  const isProven = range !== null || engine.venue(market.venue).trades.proof !== 'none';
  return running || !isProven || (range === null && !counted && came === 0) ? 'unknown' : 'all';
}

function gapOf(reading: Reading, row: Interruption): Gap {
  const { stream, state, reason, from, noticed, to, range, counted, came, left } = row;
  const ids =
    range === null || !counted
      ? null
      : { first: range.from, last: range.to, missing: range.to - range.from + 1, refilled: came, still_missing: left };
  return {
    venue: reading.market.venue,
    symbol: reading.market.symbol,
    stream,
    state,
    reason,
    from: timeOf(from),
    ...(to === null ? {} : { to: timeOf(Math.max(from, to)) }),
    ...(noticed <= from ? {} : { noticed: timeOf(noticed) }),
    ...(ids === null ? {} : { ids }),
    refill: refillOf(reading, row),
  };
}

const rowsOf = ({ market }: Reading): readonly Interruption[] => stateOf(market, interruptions).rows;

/** The number of a stream's gaps in the last day that have no row: older ones, and single messages lost where that leaves no gap. */
export function countUnlisted({ engine, market, at }: Reading, stream: StreamKind): number {
  const older = stateOf(market, interruptions).older[stream]?.length ?? 0;
  const isCounted = STREAMS[stream].loss === 'counted';
  return older + (isCounted ? (engine.facts(market.venue, at).gaps.get(market.symbol)?.[stream] ?? 0) : 0);
}

/** The recorded gaps of one market, newest first. */
export const gapsOf = (reading: Reading): Gap[] =>
  rowsOf(reading)
    .map((row) => gapOf(reading, row))
    .toReversed();

const OUTCOME = { all: ', refilled', part: ', partly refilled', none: ', not refilled', unknown: '' } as const;

/** One gap as text: `trade 12:00:01 to 12:00:04, ids 5 to 8, refilled`. */
export function gapText({ stream, from, to, ids, refill }: Gap, asOf: string): string {
  const outcome = stream === 'trade' ? OUTCOME[refill] : '';
  const named = ids === undefined ? '' : `, ids ${ids.first} to ${ids.last}`;
  const clock = (time: string) => clockTime(time, asOf);
  return `${stream} ${clock(from)} to ${to === undefined ? 'now' : clock(to)}${named}${outcome}`;
}

/** A caveat about the gaps of book and trades in the window of a report; empty without one. */
export function gapCaveats(reading: Reading): string[] {
  const seconds = reading.engine.settings.REPORT_WINDOW_SEC;
  const since = reading.at - seconds * US_PER_SECOND;
  const rows = rowsOf(reading).filter(
    ({ stream, to }) => (stream === 'book' || stream === 'trade') && (to ?? reading.at) >= since,
  );
  const newest = rows.at(-1);
  if (newest === undefined) return [];
  const more = rows.length === 1 ? '' : `; ${rows.length - 1} more in ${seconds / (US_PER_MINUTE / US_PER_SECOND)} min`;
  return [`Gap: ${gapText(gapOf(reading, newest), timeOf(reading.at))}${more} (get_data_health).`];
}
