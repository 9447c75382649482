
import type { Order, Side } from './book.ts';
import type { World } from './world.ts';

/** People like round prices: some distances from the touch end on the next multiple of ten gaps. */
function rounded(w: World, price: number): number {
  const step = 10 * w.params.gap;
  return w.rng.chance(0.12) ? Math.round(price / step) * step : Math.round(price);
}

/** Cancels the order once its owner's patience ends. */
function expire(w: World, order: Order, seconds: number): void {
  w.after(w.rng.exp(seconds * 1000), () => w.book.cancel(order));
}

/** The opening book: denser near the touch, thinning out to `reach`. */
export function open(w: World): void {
  const { gap, deep, levels, reach, price, rest } = w.params;
  const power = Math.max(1, Math.log((reach * price) / gap) / Math.log(levels));
  for (const side of ['bid', 'ask'] as const) {
    const sign = side === 'bid' ? -1 : 1;
    const used = new Set<number>();
    for (let i = 0; i < levels; i++) {
      const away = gap * (0.5 + Math.pow(i, power) * w.rng.range(0.93, 1.07));
      const at = Math.round(w.value.level + sign * Math.max(0.5, away));
      if (at < 1 || used.has(at) || w.book.crosses(side, at)) continue;
      used.add(at);
      // A queue of several orders where the tick is coarse, one or two elsewhere.
      const count = deep ? w.rng.int(4, 14) : w.rng.int(1, 2);
      for (let k = 0; k < count; k++) {
        const order = w.post(side, at, w.size(rest), { nervous: true });
        const far = i / levels;
        expire(w, order, w.params.life * (1 + i / 2) + (far > 0.3 ? 7200 : 0));
      }
    }
  }
}

function arrive(w: World): void {
  const { gap, deep, rest, life } = w.params;
  const rng = w.rng;
  const side: Side = rng.chance(0.5) ? 'bid' : 'ask';
  if (side === 'bid' && rng.chance(w.stress)) return;
  const sign = side === 'bid' ? 1 : -1;
  const best = w.book.best(side).price;
  const spread = w.book.spread();
  const kind = rng.next();
  let price: number;
  let away = 0;
  if (kind < 0.1 && spread > gap) price = best + sign * rng.int(1, Math.max(1, Math.floor(spread / 2)));
  else if (kind < (deep ? 0.45 : 0.22)) price = best;
  else {
    // Distances have a power-law tail, as measured on every exchange.
    away = gap * Math.min(4000, 1.2 * (rng.pareto(kind > 0.9 ? 0.75 : deep ? 0.85 : 1.15) - 0.6));
    price = rounded(w, best - sign * away);
  }
  // Nobody offers better than what they think it is worth, or not for long.
  if ((price - w.value.level) * sign > 0 && rng.chance(0.8)) return;
  if (price < 1) return;
  const order = w.post(side, price, w.size(rest * (away > 3 * gap ? 1.4 : 1)), { nervous: true });
  const mean = life * (1 + away / (1.5 * gap));
  // Many cancel within seconds, some stay very long: a mixture of exponentials looks like the power law observed.
  const patience = rng.pick([0.12, 0.12, 0.6, 0.6, 1.2, 3]);
  expire(w, order, Math.min(5400, mean * patience));
}

/** Part of those whose price has become too good leaves before it is hit. */
function flee(w: World): void {
  for (const side of ['bid', 'ask'] as const) {
    const sign = side === 'bid' ? 1 : -1;
    for (let n = 0; n < 12; n++) {
      const level = w.book.level(side, n);
      if (level === undefined) break;
      const over = ((level.price - w.value.level) * sign) / w.params.gap;
      if (over <= 0) break;
      const p = Math.min(0.5, 0.08 + 0.12 * over);
      // A copy, because cancelling may rebuild the queue.
      for (const order of [...level.queue]) if (order.size > 0 && order.nervous && w.rng.chance(p)) w.book.cancel(order);
    }
  }
}

/** Traders without a plan: limit orders come and go around the touch. */
export function crowd(w: World): void {
  const { crowd: rate } = w.params;
  w.every(() => w.rng.exp(1000 / (rate * (0.6 + 0.4 * Math.min(3, w.value.heat)))), () => arrive(w));
  w.every(() => w.rng.range(180, 320), () => flee(w));
  // An empty middle draws orders: someone steps in when the spread is wide.
  w.every(() => w.rng.exp(w.params.look), () => {
    if (w.book.spread() < 4 * w.params.half * w.params.gap + 1) return;
    const side: Side = w.rng.chance(0.5) ? 'bid' : 'ask';
    if (side === 'bid' && w.rng.chance(w.stress)) return;
    const sign = side === 'bid' ? 1 : -1;
    const price = w.value.level - sign * w.params.gap * w.params.half * w.rng.range(0.8, 1.6);
    if ((price - w.book.best(side).price) * sign <= 0 || w.book.crosses(side, Math.round(price))) return;
    expire(w, w.post(side, price, w.size(w.params.rest), { nervous: true }), w.params.life);
  });
}

