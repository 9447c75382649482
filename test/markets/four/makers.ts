import type { Order, Side } from './book.ts';
import type { World } from './world.ts';

/** A market maker: layers on both sides of its own estimate, requoted when that moves, shifted against its inventory. */
function maker(w: World, index: number): void {
  const { gap, deep, half, look, unit, rest } = w.params;
  const rng = w.rng;
  const layers = rng.int(2, deep ? 5 : 6);
  const width = half * rng.range(0.8, 1.5) + (deep ? 0 : index * 0.15);
  const step = deep ? 1 : rng.range(0.8, 2.2);
  const base = unit * rest * rng.log(0.7, deep ? 8 : 3);
  // Some send the same size each time, most vary it; none renews as fast and as often as an iceberg.
  const vary = rng.chance(0.2) ? 0 : rng.range(0.1, 0.4);
  const heeds = rng.range(0, 1.6);
  const trust = rng.range(0.75, 0.97);
  const reaction = rng.log(250, 2500);
  const orders: Record<Side, (Order | null)[]> = { bid: Array(layers).fill(null), ask: Array(layers).fill(null) };
  const sent = new WeakMap<Order, number>();
  let inventory = 0;
  let woken = false;
  let away = 0;

  const requote = (side: Side, layer: number, fair: number): void => {
    const sign = side === 'bid' ? 1 : -1;
    const old = orders[side][layer] ?? null;
    // Makers widen when it moves fast, and on the offered side too while bids are gone.
    const wide = (0.7 + 0.3 * Math.min(4, w.value.heat)) * (1 + 2 * w.stress);
    const want = Math.round(fair - sign * gap * (width * (deep ? 1 : wide) + layer * step));
    const slack = deep ? 0 : gap * (0.35 + 0.3 * layer) * Math.max(1, wide);
    if (old !== null && old.size > 0) {
      if (Math.abs(old.price - want) <= slack && old.size > 0.4 * sent.get(old)!) return;
      w.book.cancel(old);
    }
    orders[side][layer] = null;
    if (side === 'bid' && rng.chance(w.stress)) return;
    const size = base * (1 + 0.35 * layer) * (1 + vary * rng.range(-1, 1));
    const order = w.post(side, want, size, {
      filled: (lots) => {
        inventory += (sign * lots) / base;
        if (woken) return;
        woken = true;
        w.after(reaction * rng.range(0.5, 2), () => {
          woken = false;
          quote();
        });
      },
    });
    sent.set(order, order.size);
    orders[side][layer] = order;
  };

  const quote = (): void => {
    if (w.now < away) return;
    const opinion = trust * w.value.level + (1 - trust) * w.book.mid();
    const fair = opinion + gap * (0.9 * heeds * w.lean() * (deep ? 0.4 : 1) - 0.25 * Math.max(-4, Math.min(4, inventory)));
    // The far side first, so that a maker does not stand in its own way.
    const sides: Side[] = fair > w.book.mid() ? ['ask', 'bid'] : ['bid', 'ask'];
    for (const side of sides) for (let layer = 0; layer < layers; layer++) requote(side, layer, fair);
  };

  w.every(() => rng.exp(look * rng.range(0.5, 1.5)), () => {
    // Inventory is laid off elsewhere in time.
    inventory *= 0.97;
    if (w.stress > 0.5) {
      for (const order of orders.bid) if (order !== null && rng.chance(w.stress)) w.book.cancel(order);
    }
    // Now and then one goes off line for a while, for no reason of the market.
    if (rng.chance(look / 700000)) {
      for (const side of ['bid', 'ask'] as const) for (const order of orders[side]) if (order !== null) w.book.cancel(order);
      away = w.now + rng.log(1500, 40000);
    }
    quote();
  });
}

export function makers(w: World): void {
  for (let i = 0; i < w.params.makers; i++) maker(w, i);
}
