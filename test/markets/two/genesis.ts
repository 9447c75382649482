/** The book before the first message: old deep orders, and their slow replacement ever after. */
import { Rng } from './rng.ts';
import { away, drawSize, roundPrice } from './sizes.ts';
import type { Side } from './book.ts';
import type { World } from './world.ts';

const LIFE = 7200000;

export function fillBook(w: World, seed: number): void {
  const r = new Rng(seed, 'genesis');
  const p = w.p;
  const deep = (side: Side, first: boolean): void => {
    const nearest = first ? Math.max(p.half, 1) : 3 * p.unit;
    const d = Math.round(r.logRange(nearest, p.price * r.pick([0.03, 0.08, 0.2])));
    const from = first ? p.price : w.book.best(side);
    let price = away(side, from, d);
    if (r.chance(0.35)) price = roundPrice(r, side, price, d);
    const grown = 1 + Math.min(6, 0.6 * Math.log1p(d / p.unit / 10));
    const size = drawSize(r, p, grown);
    const o = first ? w.book.add(side, price, size) : w.limit(side, price, size);
    w.after(r.exp(LIFE), () => { w.cancel(o); });
  };
  for (const side of [0, 1] as const) {
    // A few next to the price first: everything else is measured from the touch.
    for (let i = 0; i < 10; i++) w.book.add(side, away(side, p.price, Math.ceil(p.half) + Math.round(i * Math.max(1, p.unit / 2))), drawSize(r, p, 1));
    for (let i = 0; i < p.deep; i++) deep(side, true);
    // A finely divided book goes on growing past what a snapshot shows, to some two thousand levels a side.
    const kept = p.deep * (p.regime === 'tiny' ? 1.8 : 1);
    const again = (): void => { deep(side, false); w.after(r.exp(LIFE / kept), again); };
    w.after(r.exp(LIFE / kept), again);
  }
}

/** At most `most` levels a side: what the snapshot could not show does not exist, so that a replay is exact. */
export function prune(w: World, most: number): void {
  for (const side of [0, 1] as const) {
    const l = w.book.levels[side];
    while (l.length > most) {
      let o = l[0]!.head;
      while (o !== null) { const next = o.next; w.book.cancel(o); o = next; }
    }
  }
}
