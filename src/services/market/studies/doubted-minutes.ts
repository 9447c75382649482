import { US_PER_MINUTE, type Micros } from '../../../core/index.ts';
import type { CheckView } from '../../../runtime/feed/view.ts';
import { pushRow, runningOf, type Interruption, type Interruptions } from './interruption.ts';

/** How long after its end a minute can be put in doubt; older doubts have their row already, or lost it. */
const FRESH_US = US_PER_MINUTE;

/** Whether a minute belongs to a row, or follows a row that lasted until the minute began. */
function covers({ minutes, to }: Interruption, minute: Micros): boolean {
  if (minutes === null || minute < minutes.first || minute > minutes.last + US_PER_MINUTE) return false;
  return minute <= minutes.last || to === null || to >= minutes.until;
}

/** Makes a row last on, with one more minute in doubt. */
function goOn(row: Interruption, minute: Micros, offset: number): void {
  const { first = minute, last = minute } = row.minutes ?? {};
  const newest = Math.max(last, minute);
  row.minutes = { first, last: newest, until: newest + US_PER_MINUTE + offset };
  row.from = Math.min(row.from, first + offset);
  Object.assign(row, { running: true, to: null });
}

/**
 * Gives each minute in doubt its row. A minute is doubted again each time that its candle shows more, and trades may be missing
 * in several minutes in a row: that is one gap, which began with the first minute. `now`: by our clock.
 */
export function findMinutes(state: Interruptions, doubted: CheckView['doubted'], now: Micros, offset: number): void {
  const running = runningOf(state, 'trade');
  if (running === undefined) return;
  for (const { from: minute, to: end, reason } of doubted) {
    if (end + offset < now - FRESH_US) continue;
    const row = state.rows.findLast((one) => one.stream === 'trade' && covers(one, minute));
    const isNew = row === undefined || row.minutes === null || minute > row.minutes.last;
    if (row?.running === true && !isNew) continue;
    const isOwn = running.minutes === null && running.range === null;
    // The row that the doubt itself made is part of an older one.
    const isPart = row !== undefined && isOwn && running.reason === reason;
    if (isPart) state.rows.splice(state.rows.indexOf(running), 1);
    if (row !== undefined) {
      if (isPart || isNew) goOn(row, minute, offset);
    } else goOn(isOwn ? running : addRow(state, reason, now, running.counted), minute, offset);
  }
}

function addRow(state: Interruptions, reason: string, now: Micros, counted: boolean): Interruption {
  const none = { range: null, counted, minutes: null, came: 0, left: 0 };
  const row: Interruption = { stream: 'trade', state: 'gap', reason, from: now, noticed: now, to: null, running: true, ...none };
  pushRow(state, row);
  return row;
}

/** Counts the minutes still in doubt of a row. Until they are decided, trades may be missing until the end of the last one. */
export function settleMinutes(row: Interruption, doubted: CheckView['doubted'], now: Micros): void {
  const { minutes } = row;
  if (minutes === null) return;
  row.left = doubted.filter(({ from, to }) => from <= minutes.last && to >= minutes.first).length;
  if (row.running) return;
  if (row.left > 0) row.to = now < minutes.until ? null : minutes.until;
  else row.to ??= Math.min(now, minutes.until);
}
