/** Those who cross the spread: clustered noise, the informed, and large orders worked in children. */

import type { Side } from './book.ts';
import { drawSize } from './config.ts';
import type { World } from './world.ts';

/** A two-sided Hawkes process with a fast and a slow exponential kernel. */
class Hawkes {
  private readonly w: World;
  private readonly mu: number;
  private fast: [number, number] = [0, 0];
  private slow: [number, number] = [0, 0];
  private last: number;
  private readonly slowTau: number;
  private readonly fastTau = 0.25;
  private readonly act: (side: Side) => void;

  constructor(w: World, rate: number, act: (side: Side) => void) {
    this.w = w;
    // Branching 0.68: 0.28 fast and 0.25 slow on the own side, 0.15 across (slow).
    this.mu = (rate / 2) * (1 - 0.68);
    this.slowTau = w.c.regime === 'thin' ? 60 : 15;
    this.last = w.now;
    this.act = act;
    this.propose();
  }

  private decay(): void {
    const dt = this.w.now - this.last;
    this.last = this.w.now;
    const a = Math.exp(-dt / this.fastTau);
    const b = Math.exp(-dt / this.slowTau);
    this.fast[0] *= a;
    this.fast[1] *= a;
    this.slow[0] *= b;
    this.slow[1] *= b;
  }

  private base(): number {
    return this.mu * Math.min(3.5, 0.6 + 0.4 * this.w.vol);
  }

  private rate(side: Side): number {
    return this.base() + this.fast[side] + this.slow[side];
  }

  /** Log odds in favour of buying: people read the book, and feel where the value is. */
  private lean(): number {
    const w = this.w;
    const pull = Math.max(-1, Math.min(1, (w.value - w.book.mid()) / (w.book.spread() + w.c.unit)));
    return 1.1 * w.imbalance + 0.5 * pull;
  }

  private propose(): void {
    const bound = 1.02 * (this.base() * 2.6 + this.fast[0] + this.fast[1] + this.slow[0] + this.slow[1]);
    const wait = this.w.r.exp(1 / bound);
    const cut = this.w.c.regime === 'thin' ? 2 : 0.3;
    if (wait > cut) {
      this.w.after(cut, () => {
        this.decay();
        this.propose();
      });
      return;
    }
    this.w.after(wait, () => {
      this.decay();
      const b = this.rate(0);
      const s = this.rate(1);
      const x = this.w.r.u() * bound;
      if (x < b + s) {
        const odds = Math.exp(this.lean());
        const side: Side = this.w.r.chance((b * odds) / (b * odds + s)) ? 0 : 1;
        this.fast[side] += 0.28 / this.fastTau;
        this.slow[side] += 0.25 / this.slowTau;
        this.slow[side === 0 ? 1 : 0] += 0.15 / this.slowTau;
        this.act(side);
      }
      this.propose();
    });
  }
}

/** Crosses with a limit; often takes no more than is shown at the best. */
export function cross(w: World, side: Side, qty: number, fitChance: number): number {
  const { r, book, c } = w;
  const opp: Side = side === 0 ? 1 : 0;
  const best = book.bestLevel(opp);
  // Few chase a price that has run away from what the thing is worth.
  if (Math.abs(best.price - w.value) > 3 * c.sweep + 4 * c.half * w.vol) return 0;
  let q = qty;
  if (q > best.total && r.chance(c.regime === 'fat' ? 0.2 * fitChance : fitChance)) q = best.total;
  const done = book.take(side, q, side === 0 ? best.price + c.sweep : best.price - c.sweep);
  w.impact(side, done);
  return done;
}

/** Those who see the value: hit quotes that are stale. */
function informed(w: World): void {
  const { c, r, book } = w;
  w.ticks.push(() => {
    for (const side of [0, 1] as const) {
      const opp: Side = side === 0 ? 1 : 0;
      const gap = side === 0 ? w.value - book.best(1) : book.best(0) - w.value;
      const cost = 0.3 * c.unit + 0.3 * c.half * w.vol;
      if (gap < cost || !r.chance(Math.min(0.85, (c.regime === 'thin' || c.regime === 'coarse' ? 0.18 : 0.4) + 0.2 * (gap / cost - 1)))) continue;
      w.after(r.range(0.002, 0.09), () => {
        const limit = side === 0 ? Math.floor(w.value - 0.5 * cost) : Math.ceil(w.value + 0.5 * cost);
        if (side === 0 ? limit < book.best(1) : limit > book.best(0)) return;
        let there = 0;
        for (let i = 0; i < 60; i++) {
          const l = book.at(opp, i);
          if (l === undefined || (side === 0 ? l.price > limit : l.price < limit)) break;
          there += l.total;
        }
        // No purse is without end: who meets a large order takes a part of it.
        const purse = c.regime === 'coarse' ? Infinity : c.size * (c.regime === 'fat' ? 1.5 : 3.5) * Math.min(c.tailCap, r.pareto(c.tailIndex));
        const part = there * (c.regime === 'coarse' ? r.range(0.03, 0.35) : r.range(0.4, 1.05));
        book.take(side, Math.max(drawSize(c, r, 1), Math.min(part, purse)), limit);
      });
    }
  });
}

/** A large order of many children; a part of them waits at the best first. */
export function metaorder(w: World, side: Side, children: number, gap: number, mult: number): void {
  const { r, book, c } = w;
  let k = 0;
  const child = (): void => {
    if (k++ >= children) return;
    const q = drawSize(c, r, mult);
    if (r.chance(0.3)) {
      const o = book.add(side, book.best(side), q, null, false);
      w.after(gap * r.range(0.5, 1), () => {
        const left = o.size;
        if (o.level !== null && book.cancel(o)) cross(w, side, left, 0.7);
      });
    } else cross(w, side, q, 0.6);
    w.after(r.exp(gap), child);
  };
  child();
}

export function startTakers(w: World): void {
  const { c, r } = w;
  new Hawkes(w, c.takeRate, (side) => {
    cross(w, side, drawSize(c, r, c.takeMult), c.regime === 'fat' ? 0.25 : 0.55);
  });
  informed(w);
  const next = (): void => {
    w.after(r.exp(1 / c.metaRate), next);
    const n = Math.min(250, Math.round(6 * r.pareto(1.5)));
    metaorder(w, r.side(), n, r.logRange(0.5, 5) * (c.regime === 'thin' ? 6 : 1), r.range(0.7, 1.6));
  };
  w.after(r.exp(1 / c.metaRate), next);
}
