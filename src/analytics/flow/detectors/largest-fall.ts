import { timeOfDay, US_PER_SECOND, type Micros } from '../../../core/index.ts';

/** The largest fall of the mid so far, from a high to a later low. Prices in quote currency. */
export interface LargestFall {
  /** Highest mid so far, and when it was first seen. */
  readonly high: number;
  readonly highAt: Micros;
  readonly from: number;
  readonly fromAt: Micros;
  readonly to: number;
  readonly toAt: Micros;
}

/** Adds the mid of a moment; null before the first. A mid that only rose has a fall of 0 from its high. */
export function withMid(fall: LargestFall | null, mid: number, at: Micros): LargestFall {
  if (fall === null) return { high: mid, highAt: at, from: mid, fromAt: at, to: mid, toAt: at };
  const [high, highAt] = mid > fall.high ? [mid, at] : [fall.high, fall.highAt];
  const { from, fromAt, to, toAt } = fall;
  if (from === to) return { high, highAt, from: high, fromAt: highAt, to: mid, toAt: mid === high ? highAt : at };
  return high - mid > from - to
    ? { high, highAt, from: high, fromAt: highAt, to: mid, toAt: at }
    : { high, highAt, from, fromAt, to, toAt };
}

/** The largest fall within mids of one a second, the last one at this time. */
export const fallWithin = (mids: readonly number[], at: Micros): LargestFall | null =>
  mids.reduce<LargestFall | null>((fall, mid, i) => withMid(fall, mid, at - (mids.length - 1 - i) * US_PER_SECOND), null);

/** The fall in per cent of its high, ≥ 0, the seconds from the onset of the risk to its start, and the whole seconds that it took. */
export const fallFacts = ({ from, fromAt, to, toAt }: LargestFall, onset: Micros) => ({
  fall_from: from,
  fall_to: to,
  fall_pct: (1 - to / from) * 100,
  fall_after_s: Math.round((fromAt - onset) / 1_000) / 1_000,
  fall_s: Math.round((toAt - fromAt) / US_PER_SECOND),
});

const price = (value: number): string => String(Number(value.toPrecision(10)));

/** `mid fell from 148.335 to 139.885 (-5.70 %) in 41 s from 12:46:46Z`. */
export function fallWords(fall: LargestFall): string {
  const { fall_from: from, fall_to: to, fall_pct: share, fall_s: seconds } = fallFacts(fall, fall.fromAt);
  return share > 0
    ? `mid fell from ${price(from)} to ${price(to)} (-${share.toPrecision(3)} %) in ${seconds} s from ${timeOfDay(fall.fromAt)}`
    : 'mid has not fallen';
}
