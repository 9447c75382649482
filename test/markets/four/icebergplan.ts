import type { Side } from './book.ts';
import type { Slot } from './slots.ts';
import type { World } from './world.ts';

export interface IcebergPlan {
  readonly side: Side;
  /** Lots shown, before randomising, and how much each slice may differ, as a part. */
  readonly shown: number;
  readonly vary: number;
  /** Slices to come after the first. */
  readonly slices: number;
  /** 'exchange': refilled in the match itself. Otherwise the owner's program sends the next slice after a delay. */
  readonly native: boolean;
  readonly delay: readonly [number, number];
  /** Do others rest at the price too? */
  readonly shared: boolean;
  /** Gaps behind the best price at the start; negative: better than the best, where there is room. */
  readonly away: number;
  /** Does a large trader work an order against it? */
  readonly counter: boolean;
  /** Does the owner follow a price that runs away? */
  readonly follows: boolean;
}

/** Iceberg orders as exchanges and brokers run them. */
export function icebergPlan(w: World, slot: Slot, index: number): IcebergPlan {
  const rng = w.rng;
  const { unit, rest, deep } = w.params;
  const native = index % 3 === 0;
  const slow = rng.log(20, 400);
  const delay: readonly [number, number] = native ? [0, 0] : rng.chance(0.4) ? [slow, slow] : [slow * 0.5, Math.min(400, slow * 1.4)];
  const shown = unit * rest * rng.log(0.35, deep ? 4 : 1.8);
  return {
    side: rng.pick(['bid', 'ask'] as const),
    // People type round sizes.
    shown: Math.max(1, rng.chance(0.5) ? round(shown) : Math.round(shown)),
    vary: rng.pick([0, 0, 0.2, 0.4]),
    slices: slot.weak ? rng.int(1, 2) : Math.round(rng.log(8, 40)),
    native,
    delay,
    shared: index % 2 === 0,
    away: rng.pick([-1, 0, 0, 1]),
    // In a short time ordinary flow seldom fills more than a slice or two.
    counter: deep || slot.until - slot.from < 60000 || rng.chance(w.params.makers < 3 ? 0.9 : 0.65),
    follows: rng.chance(0.6),
  };
}

function round(lots: number): number {
  const step = 10 ** Math.floor(Math.log10(Math.max(1, lots)));
  return Math.max(step, Math.round((lots * 2) / step) * (step / 2)) | 0 || 1;
}

export function describe(plan: IcebergPlan): string {
  const { shown, vary, slices, native, delay, shared, away, counter, follows } = plan;
  return [
    `${shown} lots shown${vary > 0 ? `, each slice up to ${vary * 100} % more or less` : ', always the same'}`, `${slices} slices hidden`,
    native ? 'refilled by the exchange' : `refilled by the owner after ${Math.round(delay[0])}–${Math.round(delay[1])} ms`,
    shared ? 'others at the price' : 'alone at first', `${away} gaps behind the best`,
    counter ? 'a large trader works against it' : 'ordinary flow', follows ? 'follows the price' : 'stays',
  ].join(', ');
}
