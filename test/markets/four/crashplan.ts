import type { Slot } from './slots.ts';
import type { World } from './world.ts';

export interface CrashPlan {
  readonly style: string;
  /** Basis points from start to the planned low. */
  readonly drop: number;
  /** How long the fall, the stay near the low and the way back take, in milliseconds. */
  readonly fall: number;
  readonly rest: number;
  readonly back: number;
  /** The part of the drop that is made good. */
  readonly rebound: number;
  /** The part of the providers of bids who leave. */
  readonly leave: number;
  /** Shape of the fall: 1 even, above 1 faster and faster. */
  readonly bend: number;
}

const styles = ['fast', 'slow', 'fast', 'medium', 'fast, no rebound', 'slow, no rebound', 'medium, half rebound', 'fast, half rebound'] as const;

/** Falls of seconds as on single venues, of a minute as on 6 May 2010, that come back wholly, in part or not. */
export function crashPlan(w: World, slot: Slot, index: number): CrashPlan {
  const rng = w.rng;
  const room = slot.until - slot.from - 2500;
  const { sigma, burst, gap } = w.params;
  // A minute's volatility as one meets it, bursts included.
  const usual = sigma * (burst > 1 ? 2.6 : 1);
  const tickBps = (1e4 * gap) / w.params.price;
  if (slot.weak) {
    return { style: 'weak', drop: Math.max(2.2 * usual, 3 * tickBps) * rng.range(0.9, 1.3), fall: room * rng.range(0.3, 0.6), rest: 1500, back: room * 0.25, rebound: rng.range(0, 1), leave: 0.25, bend: 1 };
  }
  const style = styles[(index + Math.floor(w.params.price)) % styles.length]!;
  const drop = Math.max(rng.log(11, 26) * usual, 14 * tickBps, rng.log(45, 70)) * (w.params.makers < 3 ? 1.15 : 1);
  const rebound = style.includes('no rebound') ? rng.range(0, 0.12) : style.includes('half') ? rng.range(0.4, 0.65) : rng.range(0.75, 1);
  const fall = style.startsWith('fast') ? rng.log(1500, 7000) : style.startsWith('medium') ? Math.min(room * 0.35, rng.log(8000, 22000)) : room * rng.range(0.4, 0.62);
  const rest = Math.min(room * 0.08, rng.log(800, 6000));
  const back = Math.min(room - fall - rest, fall * rng.range(1, 4) + 3000);
  return { style, drop, fall, rest, back, rebound, leave: rng.range(0.85, 0.97), bend: rng.range(1, 1.9) };
}

export function describe(plan: CrashPlan): string {
  const s = (ms: number): string => (ms / 1000).toFixed(1);
  return `${plan.style}: planned fall ${plan.drop.toFixed(0)} bps in ${s(plan.fall)} s, ${s(plan.rest)} s near the low, ${(plan.rebound * 100).toFixed(0)} % back in ${s(plan.back)} s, ${(plan.leave * 100).toFixed(0)} % of bids leave`;
}
