/** Resting orders other than the market makers': patient people, fleeting orders, honest large ones, grids, pegs, slices. */

import type { Order, Owner, Side } from './book.ts';
import { drawSize, round125 } from './config.ts';
import { cross } from './takers.ts';
import type { World } from './world.ts';

/** Fills the book as if people had been posting for hours. */
export function fillBook(w: World): void {
  const { c, r, book } = w;
  const span = c.farLife * 6;
  const count = c.limitRate * span;
  for (let i = 0; i < count; i++) {
    const age = r.u() * span;
    const side = r.side();
    const d = distance(w);
    const life = lifetime(w, d);
    if (life <= age) continue;
    const base = c.half + d;
    const p = side === 0 ? Math.floor(c.price - base) : Math.ceil(c.price + base);
    rest(w, side, pretty(w, p, d), drawSize(c, r, 1), life - age);
  }
  // Bids nobody expects to trade, far away, and their like above.
  for (let i = 1; i <= 30; i++) {
    for (const side of [0, 1] as const) {
      const p = Math.round(c.price * (side === 0 ? 1 - 0.026 * i : 1 + 0.03 * i));
      book.add(side, pretty(w, p, c.distCap), drawSize(c, r, 2), null, true);
    }
  }
}

function rest(w: World, side: Side, price: number, size: number, life: number): Order {
  const o = w.book.add(side, price, size, null, true);
  w.after(life, () => {
    if (o.level !== null) w.book.cancel(o);
  });
  return o;
}

/** Ticks behind the best, by a power law. */
function distance(w: World): number {
  const { c, r } = w;
  if (r.chance((c.inside + c.atBest) / (1 + c.inside))) return 0;
  for (;;) {
    const d = c.distScale * (Math.pow(r.u(), -1 / c.distIndex) - 1);
    if (d < c.distCap) return d;
  }
}

function lifetime(w: World, d: number): number {
  const { c, r } = w;
  const x = d / (d + 3 * c.distScale);
  const median = c.nearLife * Math.pow(c.farLife / c.nearLife, x) * 0.6;
  return Math.min(c.farLife * 6, r.lognormal(median, 1));
}

/** People like round prices, the more the farther away. */
function pretty(w: World, p: number, d: number): number {
  const { c, r } = w;
  if (d < 2 * c.unit || !r.chance(c.regime === 'tiny' ? 0.2 : 0.45)) return Math.max(1, Math.round(p));
  const p10 = Math.pow(10, Math.max(0, Math.floor(Math.log10(Math.max(1, d * 0.7)))));
  const grain = r.chance(0.4) ? p10 : r.chance(0.5) ? Math.max(1, p10 / 2) : Math.max(1, p10 / 10);
  return Math.max(1, Math.round(p / grain) * grain);
}

/** An order at the touch or inside, or behind it. */
function place(w: World, side: Side): { price: number; d: number } {
  const { c, r, book } = w;
  const best = book.best(side);
  const sp = book.spread();
  const out = side === 0 ? -1 : 1;
  const u = r.u();
  const eager = sp > 2 * c.half * w.vol + 1 ? 0.35 : 0;
  // Nobody posts where the other side is known to be wrong.
  const margin = c.regime === 'coarse' ? -0.3 : 0.3 * c.half * Math.min(4, w.vol);
  if (sp > 1 && sp > 1.1 * c.half * w.vol && u < c.inside + eager) {
    const p = best - out * Math.max(1, Math.round(r.u() * Math.min(sp - 1, sp * 0.6)));
    const ok = side === 0 ? p < w.value - margin : p > w.value + margin;
    if (ok) return { price: p, d: 0 };
  }
  if (u < c.inside + c.atBest) {
    const ok = side === 0 ? best < w.value - margin : best > w.value + margin;
    return { price: ok ? best : best + out * Math.ceil(c.unit), d: 0 };
  }
  const d = distance(w);
  return { price: pretty(w, best + out * d, d), d };
}

function people(w: World): void {
  const { c, r } = w;
  const next = (): void => {
    const side: Side = r.chance(0.5 + 0.1 * w.imbalance) ? 0 : 1;
    if (!(side === 0 && r.chance(w.stress.bidGone))) {
      const { price, d } = place(w, side);
      const x = side === 0 && w.stress.bidGone > 0 ? 3 : 1;
      const moved = x === 1 ? price : w.book.best(0) - Math.round((w.book.best(0) - price + c.unit * 2) * x);
      rest(w, side, Math.max(1, moved), drawSize(c, r, 1), lifetime(w, d));
    }
    w.after(r.exp(1 / (c.limitRate * (0.7 + 0.3 * Math.min(4, w.vol)))), next);
  };
  w.after(r.exp(1 / c.limitRate), next);
}

/** Orders that live for a moment, at or near the best. */
function fleeting(w: World): void {
  const { c, r, book } = w;
  const next = (): void => {
    w.after(r.exp(1 / c.fleetRate), next);
    const side = r.side();
    if (side === 0 && r.chance(w.stress.bidGone)) return;
    const best = book.best(side);
    const k = r.int(-1, 3);
    const step = Math.max(1, Math.round(c.unit * r.range(0.2, 1)));
    const p = side === 0 ? best - k * step : best + k * step;
    const margin = 0.3 * c.half * Math.min(4, w.vol);
    if (k <= 0 && c.regime !== 'coarse' && (side === 0 ? p > w.value - margin : p < w.value + margin)) return;
    rest(w, side, p, drawSize(c, r, 1.3), Math.min(6, r.lognormal(0.28, 1.1)));
  };
  w.after(r.exp(1 / c.fleetRate), next);
}

/** Honest large orders: singly or in a few steps; most are pulled within seconds, some stay, some get filled. */
function large(w: World): void {
  const { c, r, book } = w;
  const next = (): void => {
    w.after(r.exp(1 / c.largeRate), next);
    const side = r.side();
    if (side === 0 && r.chance(w.stress.bidGone)) return;
    const steps = r.chance(0.7) ? 1 : r.int(2, 4);
    const fatness = c.regime === 'fat' ? Math.min(60, r.pareto(c.tailIndex)) : 1;
    const size = round125(c.size * r.logRange(4, 18) * fatness, r);
    const far = r.chance(0.5) ? r.int(0, 4) : r.int(4, 25);
    const gap = Math.max(1, Math.round(c.unit * r.range(0.6, 2)));
    const brief = r.chance(0.65);
    const life = brief ? Math.min(40, 0.15 + r.lognormal(2.6, 1)) : r.lognormal(90, 0.9);
    const best = book.best(side);
    const type = r.u();
    for (let i = 0; i < steps; i++) {
      const off = Math.round(far * c.unit) + i * gap;
      const o = rest(w, side, side === 0 ? best - off : best + off, size / Math.sqrt(steps), life + (type < 0.4 ? 0 : r.exp(0.4)));
      // Some are moved along with the price rather than pulled.
      if (type > 0.75) w.after(life * r.range(0.3, 0.8), () => {
        if (o.level === null) return;
        const b = book.best(side);
        const again = book.replace(o, side === 0 ? b - off : b + off, o.size);
        w.after(life * 0.7, () => {
          if (again.level !== null) book.cancel(again);
        });
      });
    }
  };
  w.after(r.exp(1 / c.largeRate), next);
}

/** A grid: equal orders at equal steps; a fill is answered on the other side one step away. */
class Grid implements Owner {
  private readonly w: World;
  private readonly step: number;
  private readonly n: number;
  private readonly size: number;
  private centre = 0;
  private readonly mine = new Set<Order>();

  constructor(w: World) {
    const { c, r } = w;
    this.w = w;
    this.step = Math.max(1, Math.round(Math.max(c.unit, c.bp * r.pick([1, 2, 3, 5, 8, 10]))));
    this.n = r.int(6, 25);
    this.size = round125(c.size * r.logRange(0.4, 3), r);
    this.lay();
    const watch = (): void => {
      if (Math.abs(w.value - this.centre) > this.n * this.step * 0.7) this.lay();
      w.after(r.range(5, 30), watch);
    };
    w.after(r.range(5, 30), watch);
  }

  filled(o: Order, _qty: number): void {
    if (o.size > 0) return;
    this.mine.delete(o);
    const { r, book } = this.w;
    const p = o.side === 0 ? o.price + this.step : o.price - this.step;
    this.w.after(0.02 + r.exp(0.2), () => {
      this.mine.add(book.add(o.side === 0 ? 1 : 0, p, this.size, this, false));
    });
  }

  private lay(): void {
    const { book } = this.w;
    for (const o of this.mine) book.cancel(o);
    this.mine.clear();
    this.centre = Math.round(this.w.value / this.step) * this.step;
    for (let i = 1; i <= this.n; i++) {
      this.mine.add(book.add(0, Math.max(1, this.centre - i * this.step), this.size, this, false));
      this.mine.add(book.add(1, this.centre + i * this.step, this.size, this, false));
    }
  }
}

/** An algorithm whose order follows the best price of its side for some minutes. */
function peg(w: World): void {
  const { c, r, book } = w;
  const side = r.side();
  const off = Math.round(c.unit * r.pick([0, 0, 0, 1, 1, 2, 4]));
  const size = drawSize(c, r, 1.5);
  const until = w.now + r.lognormal(90, 0.8);
  const reaction = r.logRange(0.03, 0.6);
  let o: Order | null = null;
  const look = (): void => {
    if (w.now > until || (side === 0 && r.chance(w.stress.bidGone * 0.3))) {
      if (o !== null) book.cancel(o);
      w.after(r.exp(20), () => peg(w));
      return;
    }
    // Follows the others, not itself.
    const top = book.bestLevel(side);
    let best = top.price;
    if (o !== null && o.level === top && top.count === 1) best = book.at(side, 1)?.price ?? best;
    const p = side === 0 ? best - off : best + off;
    if (o === null || o.level === null) {
      if (r.chance(0.15)) o = book.add(side, p, size, null, false);
    } else if (Math.abs(o.price - p) > 0.3 * c.unit) o = book.replace(o, p, o.size);
    w.after(reaction * r.range(0.7, 1.3), look);
  };
  w.after(r.exp(10), look);
}

/** A timed slice: waits at the best, then crosses or gives up. A parent order sends several, of like size. */
function slices(w: World): void {
  const { c, r, book } = w;
  const parent = (): void => {
    const side = r.side();
    const n = r.int(4, 40);
    const every = r.pick([2, 5, 5, 10, 15, 30]) * (c.regime === 'thin' ? 2.5 : 1);
    const size = drawSize(c, r, 0.7);
    let k = 0;
    const slice = (): void => {
      if (k++ >= n || (side === 0 && w.stress.bidGone > 0.3)) return;
      const q = Math.max(1, Math.round(size * r.range(0.85, 1.15)));
      const o = book.add(side, book.best(side), q, null, false);
      w.after(every * r.range(0.4, 0.7), () => {
        if (o.level === null) return;
        const left = o.size;
        book.cancel(o);
        if (r.chance(0.6)) cross(w, side, left, 0.5);
      });
      w.after(every * r.range(0.9, 1.1), slice);
    };
    slice();
    w.after(r.exp(25 / c.sliceRate), parent);
  };
  for (let i = 0; i < 2; i++) w.after(r.exp(12 / c.sliceRate), parent);
}

/** When the value has left a level behind, its patient orders get pulled before they are hit. */
function fear(w: World): void {
  const { c, r, book } = w;
  w.ticks.push(() => {
    for (const side of [0, 1] as const) {
      const gap = side === 0 ? book.best(0) - w.value : w.value - book.best(1);
      if (gap <= 0.15 * c.unit) continue;
      const p = Math.min(0.25, 0.05 * (gap / (c.unit * Math.max(1, w.vol)) + 0.5));
      let o: Order | null = book.bestLevel(side).head;
      for (let k = 0; o !== null && k < 60; k++) {
        const nextOrder: Order | null = o.next;
        const mine: Order = o;
        if (mine.patient && r.chance(p)) w.after(r.range(0, 0.09), () => book.cancel(mine));
        o = nextOrder;
      }
    }
  });
}

export function startCrowd(w: World): void {
  people(w);
  fleeting(w);
  large(w);
  for (let i = 0; i < w.c.grids; i++) new Grid(w);
  for (let i = 0; i < w.c.pegs; i++) peg(w);
  slices(w);
  fear(w);
}
