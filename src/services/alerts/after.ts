import { US_PER_SECOND, type Micros } from '../../core/index.ts';
import type { After } from './answers.ts';

/** Horizons at which the mid is measured after a ledger entry, seconds. */
export const HORIZONS = [60, 300, 900, 3_600] as const;
const LAST = 3_600;
const BPS = 10_000;

/** Movement of a market after a ledger entry, as stored. */
export interface Aftermath {
  readonly steps: After[];
  highestBps: number | null;
  lowestBps: number | null;
  /** Number of seconds of the hour in which a mid was seen. */
  seen: number;
}

export const newAftermath = (): Aftermath => ({
  steps: HORIZONS.map((seconds) => ({ seconds, mid: null, move_bps: null, reason: 'not yet' })),
  highestBps: null,
  lowestBps: null,
  seen: 0,
});

/** An aftermath that can't be measured, with the reason. */
export const noAftermath = (reason: string): Aftermath => ({
  ...newAftermath(),
  steps: HORIZONS.map((seconds) => ({ seconds, mid: null, move_bps: null, reason })),
});

/** How late a mid may arrive and still count for its horizon. */
const toleranceUs = (seconds: number): Micros => Math.max(5, seconds * 0.02) * US_PER_SECOND;

export const isOver = ({ steps }: Pick<Aftermath, 'steps'>): boolean => steps.every(({ reason }) => reason !== 'not yet');

/**
 * Adds the mid at a moment, or its absence. `from` is the mid at the time of the entry, in quote currency; moves are (mid −
 * from) / from in basis points. A horizon without a mid within 5 s, or 2 % of the horizon, stays null with the reason. Returns
 * whether a step was decided.
 */
export function observe(aftermath: Aftermath, said: Micros, from: number, at: Micros, mid: number | null, why: string): boolean {
  const sinceUs = at - said;
  if (mid !== null && sinceUs <= LAST * US_PER_SECOND) {
    const move = ((mid - from) / from) * BPS;
    aftermath.highestBps = Math.max(aftermath.highestBps ?? move, move);
    aftermath.lowestBps = Math.min(aftermath.lowestBps ?? move, move);
    aftermath.seen++;
  }
  let decided = false;
  for (const step of aftermath.steps) {
    const due = step.seconds * US_PER_SECOND;
    if (step.reason !== 'not yet' || sinceUs < due) continue;
    const late = sinceUs > due + toleranceUs(step.seconds);
    if (mid === null && !late) continue;
    decided = true;
    if (late || mid === null) step.reason = mid === null ? why : 'the mid was not seen at that time';
    else {
      step.mid = mid;
      step.move_bps = ((mid - from) / from) * BPS;
      step.reason = null;
    }
  }
  return decided;
}
