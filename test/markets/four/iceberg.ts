import type { Label } from '../contract.ts';
import { other } from './book.ts';
import type { Order } from './book.ts';
import { describe, icebergPlan } from './icebergplan.ts';
import type { Slot } from './slots.ts';
import { writer } from './text.ts';
import type { World } from './world.ts';

/** One iceberg order, from its first slice until it is used up, withdrawn or out of time. */
export function iceberg(w: World, slot: Slot, index: number, done: (label: Label) => void): void {
  const plan = icebergPlan(w, slot, index);
  const { gap } = w.params;
  const rng = w.rng;
  const sign = plan.side === 'bid' ? 1 : -1;
  const from = w.now;
  /** Refills at each price; the price is in it from the first slice on. */
  const refills = new Map<number, number>();
  /** Lots of others ahead or beside at the moment of a refill, to judge how drowned it is. */
  let beside = 0;
  let left = plan.slices;
  let filled = 0;
  let order: Order | null = null;
  let over = false;
  let calm = w.now;
  let last = w.now;

  const slice = (): number => Math.max(1, Math.round(plan.shown * (1 + plan.vary * rng.range(-1, 1))));
  const counted = (price: number): void => {
    refills.set(price, (refills.get(price) ?? 0) + 1);
    beside += Math.max(0, w.book.total(plan.side, price));
    last = w.now;
  };

  const finish = (): void => {
    if (over) return;
    over = true;
    if (order !== null && order.size > 0) {
      w.book.cancel(order);
      last = w.now;
    }
    const price = writer(w.params.tick);
    const most = Math.max(...refills.values());
    const total = [...refills.values()].reduce((a, b) => a + b, 0);
    let why = '';
    if (slot.weak) why = `${total} refill(s) only: any market maker's renewed order looks the same`;
    else if (most < (plan.native ? 3 : 4)) why = `at most ${most} refill(s) at one price: too few to tell from renewed ordinary orders`;
    else if (beside / total > 14 * plan.shown && most < 8) why = 'the slices are small beside the queue that others keep renewing at the price';
    const note = `${describe(plan)}; ${filled} lots filled, ${total} refills, ${most} at one price`;
    done({
      kind: 'iceberg', side: plan.side, from: Math.floor(from), to: Math.ceil(last), prices: [...refills.keys()].map(price),
      fair: why === '', note: why === '' ? note : `${note}; unfair: ${why}`,
    });
  };

  const show = (price: number, renewed: boolean): void => {
    if (over) return;
    if (renewed && w.book.crosses(plan.side, price)) {
      // The market came past during the delay. The owner only rests, so waits for it to come back, or follows it.
      if (w.now - calm > 8000) {
        calm = w.now;
        show(start(0), false);
      } else w.after(rng.range(100, 500), () => show(price, true));
      return;
    }
    order = w.post(plan.side, price, slice(), {
      filled: (lots) => {
        filled += lots;
        last = w.now;
        calm = w.now;
        absorb(order!.price);
        if (order!.size > 0 || over) return;
        if (left === 0) return finish();
        if (plan.native) return;
        left--;
        const at = order!.price;
        w.after(rng.range(plan.delay[0], plan.delay[1]), () => show(at, true));
      },
      ...(plan.native ? { refill: () => {
        if (left === 0 || over) return 0;
        left--;
        counted(order!.price);
        return slice();
      } } : {}),
    });
    if (!refills.has(order.price)) refills.set(order.price, 0);
    if (renewed) counted(order.price);
  };

  /** A price that takes all that comes is noticed: those who thought it too good begin to doubt. */
  const absorb = (price: number): void => {
    if ((w.value.level - price) * sign < 0.3 * gap) w.value.level += 0.35 * (price + 0.3 * sign * gap - w.value.level);
  };

  /** Where it starts: better than the best where there is room and it shall be alone, else at or near the best. */
  const start = (away: number): number => {
    const best = w.book.best(plan.side).price;
    const room = w.book.spread() > 1;
    if (!plan.shared && room) return best + sign * Math.max(1, Math.round(rng.range(0.1, 0.5) * (w.book.spread() - 1)));
    return away > 0 ? best - sign * Math.round(away * gap) : best;
  };

  /** The owner looks after it: follows a price that has run away, stops when time is up. */
  const watch = (): void => {
    if (over) return;
    if (w.now >= slot.until - 500) return finish();
    const behind = order === null ? 0 : ((w.book.best(plan.side).price - order.price) * sign) / gap;
    // One that has not begun to be hit is moved too: it has shown nothing yet.
    const begun = [...refills.values()].some((n) => n >= 3);
    const patience = begun ? 12000 : 5000;
    if (order !== null && order.size > 0 && behind > (begun ? 1.2 : 0.4) && w.now - calm > patience && (plan.follows || !begun)) {
      w.book.cancel(order);
      calm = w.now;
      show(start(0), false);
    }
    w.after(rng.range(500, 1500), watch);
  };

  /** A large trader glad to find someone at the price: sells into it piece by piece, never beyond it. */
  const counter = (): void => {
    if (over || !plan.counter) return;
    if (order !== null) {
      const taker = other(plan.side) === 'ask' ? 'sell' : 'buy';
      const ahead = w.book.total(plan.side, order.price);
      // Pieces fit the queue, as a trader who sees it would size them.
      const lots = Math.max(w.size(1), ahead * rng.log(0.1, slot.weak ? 0.4 : 0.9));
      w.takeTo(taker, lots, order.price);
    }
    w.after(rng.exp(Math.min(3500, Math.max(700, 30000 / w.params.takers))), counter);
  };

  show(start(plan.away), false);
  w.after(600, watch);
  w.after(rng.range(800, 4000), counter);
}
