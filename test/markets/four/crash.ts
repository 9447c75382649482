import type { Label } from '../contract.ts';
import { crashPlan, describe } from './crashplan.ts';
import type { Slot } from './slots.ts';
import { writer } from './text.ts';
import type { World } from './world.ts';

/** One flash crash: providers of bids leave, a large seller goes on selling into what is left, then buyers return or not. */
export function crash(w: World, slot: Slot, index: number, done: (label: Label) => void): void {
  const plan = crashPlan(w, slot, index);
  const { unit, rest, gap } = w.params;
  const rng = w.rng;
  const from = w.now;
  const start = w.book.mid();
  const startBid = w.book.best('bid').price;
  const depthBefore = nearBids(w);
  const target = start * (1 - plan.drop / 1e4);
  let thinnest = depthBefore;
  let low = startBid;
  let sold = 0;
  let wobble = 0;

  /** Of those bidding above `goal` many take their orders away before the seller gets there. */
  const leave = (goal: number, part: number): void => {
    for (let n = 0; n < 400; n++) {
      const level = w.book.level('bid', n);
      if (level === undefined || level.price < goal - 6 * gap) break;
      for (const order of [...level.queue]) if (order.size > 0 && rng.chance(part)) w.book.cancel(order);
    }
    thinnest = Math.min(thinnest, nearBids(w));
  };

  const falling = (): void => {
    const part = Math.min(1, (w.now - from) / plan.fall);
    // Long falls have pauses and small recoveries.
    if (plan.fall > 7000) wobble = 0.8 * wobble + 0.02 * (start - target) * rng.normal();
    const goal = start - (start - target) * Math.pow(part, plan.bend) + (part < 1 ? wobble : 0);
    w.stress = plan.leave * Math.min(1, 0.3 + part * 4);
    // Others cannot tell whether the seller knows something: their opinion follows the price.
    w.value.held = true;
    w.value.level = goal + 0.5 * gap;
    // The seller sells on where the price has already come down by itself, if not at any price.
    sold += w.takeTo('sell', unit * rng.log(0.6, 4), Math.floor(goal - 0.12 * (start - target)));
    for (let tries = 0; tries < 12 && w.book.best('bid').price > goal; tries++) {
      // Sellers of all sizes: the large one's pieces, stops that are reached, followers.
      sold += w.takeTo('sell', unit * rest * rng.log(1, part >= 1 ? 60 : 12), Math.ceil(goal));
    }
    leave(goal, plan.leave * (w.params.makers < 3 ? 0.12 : 0.3));
    low = Math.min(low, w.book.lastTrade);
    if (part < 1) w.after(rng.range(0.6, 1.4) * Math.min(350, Math.max(90, plan.fall / 30)), falling);
    else w.after(plan.rest, bottom);
  };

  const bottom = (): void => {
    low = Math.min(low, w.book.lastTrade);
    const begun = w.now;
    const stress = w.stress;
    const floor = w.value.level;
    const goal = target + (start - target) * plan.rebound;
    const rising = (): void => {
      const part = Math.min(1, (w.now - begun) / plan.back);
      // Fast at first, as bargain hunters come before the cautious.
      const level = floor + (goal - floor) * Math.pow(part, 0.7);
      w.value.level = level;
      w.stress = stress * (1 - part);
      low = Math.min(low, w.book.lastTrade);
      if (plan.rebound > 0.2) {
        for (let tries = 0; tries < 3 && w.book.best('ask').price < level; tries++) w.takeTo('buy', unit * rest * rng.log(0.8, 8), Math.floor(level));
      }
      refill();
      if (part < 1) w.after(rng.range(0.6, 1.4) * Math.min(500, Math.max(120, plan.back / 30)), rising);
      else finish();
    };
    rising();
  };

  /** Providers come back around the new price, the nearer the sooner. */
  const refill = (): void => {
    if (rng.chance(w.stress)) return;
    const price = w.book.best('bid').price - Math.round(gap * (rng.pareto(1.1) - 1));
    if (price > 1) {
      const order = w.post('bid', price, w.size(rest), { nervous: true });
      w.after(rng.exp(60000), () => w.book.cancel(order));
    }
  };

  const finish = (): void => {
    w.stress = 0;
    w.value.held = false;
    const price = writer(w.params.tick);
    const bps = ((startBid - low) / startBid) * 1e4;
    let why = '';
    if (slot.weak) why = 'no deeper than ordinary swings of this market, and most bids stay';
    note(why, price, bps);
  };

  const note = (why: string, price: (ticks: number) => string, bps: number): void => {
    const after = ((w.book.mid() - low) / (start - low)) * 100;
    const text = `${describe(plan)}; fell ${bps.toFixed(0)} bps, ${after.toFixed(0)} % back at the end, bids near the touch down to ${((100 * thinnest) / depthBefore).toFixed(0)} %, ${Math.round(sold / unit)} ordinary trades sold`;
    done({
      kind: 'flash_crash', side: 'bid', from: Math.floor(from), to: Math.ceil(w.now), prices: [price(startBid), price(low)],
      fair: why === '', note: why === '' ? text : `${text}; unfair: ${why}`,
    });
  };

  falling();
}

/** Lots bid within ten gaps of the best. */
function nearBids(w: World): number {
  const best = w.book.best('bid').price;
  let sum = 0;
  for (let n = 0; n < 40; n++) {
    const level = w.book.level('bid', n);
    if (level === undefined || best - level.price > 10 * w.params.gap) break;
    sum += level.total;
  }
  return Math.max(1, sum);
}
