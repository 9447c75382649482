import type { Side } from './book.ts';
import type { Slot } from './slots.ts';
import type { World } from './world.ts';

export interface SpoofPlan {
  readonly style: string;
  readonly side: Side;
  /** How many large orders at once, and how far behind their own side's best, in gaps. */
  readonly layers: number;
  readonly away: number;
  readonly spacing: number;
  /** Size of each large order, in sizes of an ordinary level. */
  readonly times: number;
  readonly equal: boolean;
  readonly cycles: number;
  /** Does each cycle take the other side? */
  readonly flips: boolean;
  /** How long the large orders stay, and the pause until the next cycle, in milliseconds. */
  readonly hold: number;
  readonly pause: number;
  /** Follow the price, as an order with a modify algorithm does. */
  readonly tracks: boolean;
  /** The genuine order: passive at the other side's best, or a market order once the price has moved. */
  readonly genuine: 'passive' | 'aggressive' | 'none';
  /** Are others lured into trading? */
  readonly effect: boolean;
}

const styles = ['single', 'coscia', 'layered', 'flip', 'sarao', 'slow', 'far', 'touch'] as const;

/** The shapes known from enforcement cases and papers, dealt in turn so that every market has the variety. */
export function spoofPlan(w: World, slot: Slot, index: number): SpoofPlan {
  const rng = w.rng;
  const room = slot.until - slot.from;
  const side = rng.pick(['bid', 'ask'] as const);
  const effect = rng.chance(0.55);
  const plan = { side, layers: 1, away: rng.log(1, 4), spacing: 1, times: rng.log(5, 18), equal: true, cycles: 1, flips: false, hold: 5000, pause: 2000, tracks: false, effect };
  if (slot.weak) {
    return { ...plan, style: 'weak', times: rng.range(0.6, 1.4), hold: rng.range(2000, 15000), genuine: rng.chance(0.5) ? 'passive' : 'none', effect: false };
  }
  const style = styles[(index + Math.floor(w.params.price)) % styles.length]!;
  switch (style) {
    case 'single':
      return { ...plan, style, cycles: rng.int(2, 5), hold: rng.log(1500, 8000), pause: rng.log(1500, 8000), genuine: 'passive' };
    case 'coscia':
      // Milliseconds: a small order, then up to three large ones opposite, then both again on the other sides.
      return {
        ...plan, style, layers: rng.int(1, 3), away: rng.range(1, 2.5), times: rng.log(4, 12), cycles: rng.int(4, 14), flips: rng.chance(0.7),
        hold: rng.log(180, 900), pause: rng.log(300, 2500), genuine: 'passive',
      };
    case 'layered':
      return {
        ...plan, style, layers: rng.int(3, 6), away: rng.range(0.8, 2), spacing: rng.range(0.8, 1.6), times: rng.log(2.5, 6), equal: rng.chance(0.5),
        cycles: rng.int(1, 4), hold: rng.log(2000, 10000), pause: rng.log(1500, 5000), genuine: rng.pick(['passive', 'aggressive'] as const),
      };
    case 'flip':
      return { ...plan, style, away: rng.range(0, 1.2), times: rng.log(5, 14), cycles: rng.int(2, 6), flips: true, hold: rng.log(700, 4000), pause: rng.log(200, 1500), genuine: 'aggressive' };
    case 'sarao':
      return {
        ...plan, style, side: rng.chance(0.75) ? 'ask' : 'bid', layers: rng.int(4, 6), away: rng.range(2, 4), spacing: 1, times: rng.log(2.5, 6),
        hold: room, tracks: true, genuine: 'passive',
      };
    case 'slow':
      return { ...plan, style, layers: rng.int(1, 2), away: rng.log(1.5, 5), times: rng.log(6, 20), cycles: 3, hold: room * rng.range(0.3, 0.95), tracks: rng.chance(0.6), genuine: 'passive' };
    case 'far':
      return {
        ...plan, style, layers: rng.int(1, 3), away: rng.log(8, 25), spacing: 2, times: rng.log(8, 25), cycles: rng.int(2, 4), hold: rng.log(2500, 9000),
        pause: rng.log(1500, 5000), genuine: 'passive', effect: false,
      };
    case 'touch':
      return { ...plan, style, away: 0, times: rng.log(4, 12), cycles: rng.int(2, 6), hold: rng.log(400, 3000), pause: rng.log(800, 4000), genuine: 'passive' };
  }
}

export function describe(plan: SpoofPlan): string {
  const { style, layers, away, times, cycles, flips, hold, tracks, genuine, effect } = plan;
  const parts = [
    style, `${layers} order(s) of ${times.toFixed(1)} ordinary levels`, `${away.toFixed(1)} gaps behind the best`, `${cycles} cycle(s) of ${Math.round(hold)} ms`,
    `genuine ${genuine}`, effect ? 'others lured' : 'nobody lured',
  ];
  if (flips) parts.push('flipping sides');
  if (tracks) parts.push('follows the price');
  return parts.join(', ');
}
