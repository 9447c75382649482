/** Those who know the value, or think so: they take what is mispriced, and give up when the price runs from them. */
import { better, other } from './book.ts';
import type { Side } from './book.ts';
import { Rng } from './rng.ts';
import { drawSize } from './sizes.ts';
import type { World } from './world.ts';

export function startInformed(w: World, seed: number): void {
  const r = new Rng(seed, 'informed');
  const p = w.p;
  const fee = p.half * r.range(0.15, 0.5);
  const keen = (p.regime === 'thin' ? 0.5 : p.regime === 'coarse' ? 0.8 : 1.5) * r.logRange(0.7, 1.4);
  const look = (): void => {
    for (const taker of [0, 1] as const) {
      const rest = other(taker);
      const gap = (w.fair - w.book.best(rest)) * better(taker) - fee;
      if (gap <= 0 || !r.chance(1 - Math.exp(-keen * 0.25 * (1 - 0.8 * Math.max(w.stress[0], w.stress[1])) * Math.min(6, 0.4 + gap / (p.half + 0.3 * p.unit))))) continue;
      take(w, r, taker, fee, gap);
    }
    w.after(r.exp(250), look);
  };
  w.after(100, look);
}

function take(w: World, r: Rng, taker: Side, fee: number, gap: number): void {
  const s = better(taker);
  const limit = Math.round(w.fair - s * fee);
  const there = w.volumeTo(other(taker), limit);
  const wanted = drawSize(r, w.p, 1 + Math.min(8, gap / (w.p.half + w.p.unit)));
  // Now and then someone clears all that is stale; else a part.
  w.take(taker, r.chance(0.3) ? there : Math.min(there, wanted), limit, 0.15);
}
