/** Large honest orders. Some rest for minutes or hours; most are shown by programs and pulled within seconds. */
import { better } from './book.ts';
import type { Order, Side } from './book.ts';
import { Rng } from './rng.ts';
import { away, drawDistance, round, roundPrice } from './sizes.ts';
import type { World } from './world.ts';

export function startWalls(w: World, seed: number): void {
  const r = new Rng(seed, 'walls');
  const p = w.p;
  const alive = new Set<Order>();

  const size = (distance: number): number => {
    // Bounded: walls that measured themselves by walls would grow without end.
    const bound = p.size * (p.regime === 'coarse' ? p.queue : 6) * (p.fat ? 2.5 : 1) * (1 + 0.4 * Math.log1p(distance / p.unit / 10));
    const x = Math.min(w.large(distance).usual, bound) * r.logRange(0.7, p.fat ? 8 : 6);
    return r.chance(0.6) ? round(x) : Math.max(1, Math.round(x));
  };
  const pull = (o: Order): void => {
    alive.delete(o);
    if (o.level === null) return;
    if (r.chance(0.15)) {
      // In pieces.
      w.reduce(o, Math.floor(o.size * r.range(0.3, 0.7)));
      w.after(r.logRange(100, 3000), () => { w.cancel(o); });
    } else w.cancel(o);
  };
  const place = (side: Side, price: number, n: number, life: number): Order => {
    const o = w.limit(side, price, n);
    o.onFill = () => {
      if (o.level === null) alive.delete(o);
      // Touched: some think better of it.
      else if (r.chance(0.12)) w.after(r.logRange(20, 800), () => { pull(o); });
    };
    alive.add(o);
    w.after(life, () => { pull(o); });
    return o;
  };

  const arrive = (): void => {
    const side = r.int(0, 1) as Side;
    const d = Math.max(r.chance(0.12) ? 0 : 1, Math.round(drawDistance(r, p) * r.logRange(0.5, 4)));
    const price = roundPrice(r, side, away(side, w.book.best(side), Math.min(d, p.price * 0.1)), d);
    const u = r.u();
    const life = u < 0.6 ? r.logNormal(4000, 0.9) : u < 0.85 ? r.exp(60000) : r.exp(1500000);
    const n = size(d);
    const o = place(side, price, n, life);
    // A program that keeps its distance moves its wall along with the market a few times.
    if (u < 0.6 && r.chance(0.4)) chase(o, n, d, r.int(1, 6));
    w.after(r.exp(1000 / (2 * p.walls)), arrive);
  };
  const chase = (o: Order, n: number, d: number, left: number): void => {
    w.after(r.logRange(300, 5000), () => {
      if (left === 0 || o.level === null) return;
      const price = away(o.side, w.book.best(o.side), d);
      if (price === o.price) { chase(o, n, d, left); return; }
      alive.delete(o);
      w.cancel(o);
      chase(place(o.side, price, n, r.logNormal(5000, 0.9)), n, d, left - 1);
    });
  };
  w.after(r.exp(1000 / (2 * p.walls)), arrive);

  // Programs that show one size at one distance, take it back, and show it again; on one side or both.
  for (let i = 0; i < p.flickers; i++) flicker(w, new Rng(seed, 'flicker' + i), place, size);

  // After news most walls near the price go, on both sides or on the one that is wrong.
  w.onNews.push(() => {
    const side = r.int(-1, 1);
    const share = r.range(0.4, 0.95);
    for (const o of [...alive]) {
      if ((side >= 0 && o.side !== side) || !r.chance(share)) continue;
      w.after(r.logRange(30, 4000), () => { pull(o); });
    }
    if (r.chance(0.6)) w.standAside.forEach((f) => { f(w.now + r.logRange(1500, 20000), null, r.range(0.3, 1)); });
  });
}

function flicker(w: World, r: Rng, place: (s: Side, price: number, n: number, life: number) => Order, size: (d: number) => number): void {
  const p = w.p;
  const session = (): void => {
    const until = w.now + r.logRange(20000, 400000);
    const d = Math.round(p.unit * r.logRange(0.3, 25));
    const n = size(d);
    const life = r.logRange(700, 12000), gap = r.logRange(500, 25000);
    const both = r.chance(0.35);
    const side = r.int(0, 1) as Side;
    const show = (): void => {
      if (w.now > until) { w.after(r.exp(420000), session); return; }
      const stay = life * r.range(0.6, 1.4);
      for (const s of both ? ([0, 1] as const) : [side]) place(s, w.book.best(s) - better(s) * d, n, stay * r.range(0.95, 1.05));
      w.after(stay + r.exp(gap), show);
    };
    show();
  };
  w.after(r.exp(240000), session);
}
