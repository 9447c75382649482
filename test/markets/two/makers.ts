/** Makers: quote both sides in layers round their own estimate, requote, refill what was filled, stand aside when frightened. */
import { better, other } from './book.ts';
import type { Order, Side } from './book.ts';
import { Rng } from './rng.ts';
import { drawSize, round } from './sizes.ts';
import type { World } from './world.ts';

interface Quote { order: Order; offset: number }

class Maker {
  #w: World; #r: Rng;
  #offsets: number[] = [];
  #sizes: number[] = [];
  #quotes: [(Quote | null)[], (Quote | null)[]] = [[], []];
  #pause: number; #trust: number; #skew: number; #tolerance: number; #refill: number; #exact: boolean;
  #noise = 0; #inventory = 0;
  #offUntil: [number, number] = [0, 0];

  constructor(w: World, r: Rng) {
    this.#w = w; this.#r = r;
    const p = w.p;
    const layers = p.regime === 'thin' ? r.int(1, 2) : r.int(1, 4);
    const first = p.half * r.range(0.8, 1.5);
    const size = drawSize(r, { ...p, fat: false, spreadOfSizes: 0.5 }, r.range(0.7, 2.5));
    for (let i = 0; i < layers; i++) {
      this.#offsets.push(first + i * Math.max(1, r.range(0.5, 2.5) * Math.max(p.half, p.unit)));
      this.#sizes.push(r.chance(0.5) ? round(size * (1 + i * r.range(0, 0.8))) : Math.round(size * (1 + i * r.range(0, 0.8))));
    }
    this.#pause = p.makerPause * r.logRange(0.6, 1.8);
    this.#trust = r.range(0.45, 0.95);
    // Some makers lean with the book's imbalance, some ignore it.
    this.#skew = r.chance(0.35) ? 0 : r.range(0.2, 1.2) * Math.min(1, p.follow * 1.5);
    this.#tolerance = r.range(0.2, 0.6);
    this.#refill = r.range(0.1, 0.55);
    this.#exact = r.chance(0.4);
    for (let i = 0; i < layers; i++) { this.#quotes[0].push(null); this.#quotes[1].push(null); }
    w.standAside.push((until, side, share) => {
      if (r.chance(share)) this.#leave(until, side);
    });
    w.after(r.range(1, 2000), () => { this.#wake(); });
    w.after(r.exp(400000), () => { this.#rest(); });
  }

  /** Now and then a maker is away altogether: a restart, a limit reached, a fright. */
  #rest(): void {
    this.#leave(this.#w.now + this.#r.logRange(1000, 25000), null);
    this.#w.after(this.#r.exp(500000), () => { this.#rest(); });
  }

  #leave(until: number, side: Side | null): void {
    for (const s of [0, 1] as const) {
      if (side !== null && s !== side) continue;
      this.#offUntil[s] = Math.max(this.#offUntil[s], until);
      this.#w.after(this.#r.logRange(5, 400), () => {
        if (this.#offUntil[s] < this.#w.now) return;
        for (let i = 0; i < this.#offsets.length; i++) this.#drop(s, i);
      });
    }
  }

  #drop(side: Side, i: number): void {
    const q = this.#quotes[side][i];
    if (q) { this.#w.cancel(q.order); this.#quotes[side][i] = null; }
  }

  #wake(): void {
    const w = this.#w, r = this.#r, p = w.p;
    this.#noise += -0.1 * this.#noise + 0.25 * p.half * r.normal();
    const scale = Math.max(p.half, p.unit * 0.5);
    const fair = this.#trust * w.fair + (1 - this.#trust) * w.mid + this.#noise
      + this.#skew * w.imbalance * scale - Math.max(-1.5, Math.min(1.5, this.#inventory / (12 * this.#sizes[0]!))) * scale;
    const fear = 1 + 0.5 * Math.sqrt(Math.max(0, w.heat - 1) * (p.bursts ? 0.15 : 0.4));
    for (const side of [0, 1] as const) {
      if (w.now < this.#offUntil[side]) continue;
      if (w.stress[side] > 0 && r.chance(w.stress[side] * 0.5)) {
        // Fled: back only after the stress has abated.
        this.#leave(w.now + r.range(1000, 6000), side);
        continue;
      }
      for (let i = 0; i < this.#offsets.length; i++) this.#requote(side, i, fair, fear * (1 + 3 * w.stress[side]));
    }
    this.#inventory *= 0.995;
    w.after(r.exp(this.#pause) + 20, () => { this.#wake(); });
  }

  #requote(side: Side, i: number, fair: number, fear: number): void {
    const w = this.#w, s = better(side);
    const offset = this.#offsets[i]! * fear;
    const exact = fair - s * offset;
    let price = side === 0 ? Math.floor(exact + 0.3) : Math.ceil(exact - 0.3);
    const opposite = w.book.best(other(side));
    if ((price - opposite) * s >= 0) price = opposite - s;
    const q = this.#quotes[side][i];
    if (q && q.order.level !== null) {
      const off = Math.abs(q.order.price - price);
      if (off < 1 || off <= offset * this.#tolerance) return;
      this.#drop(side, i);
    }
    this.#place(side, i, price);
  }

  #place(side: Side, i: number, price: number): void {
    const r = this.#r;
    const size = this.#exact ? this.#sizes[i]! : Math.max(1, Math.round(this.#sizes[i]! * r.range(0.7, 1.3)));
    const order = this.#w.limit(side, price, size);
    order.onFill = (o, n) => {
      this.#inventory += better(side) * n;
      if (o.level !== null) return;
      this.#quotes[side][i] = null;
      // By chance the same size comes back at the same price: a refill that is no iceberg.
      if (r.chance(this.#refill)) this.#w.after(r.logRange(8, 1500), () => { this.#again(side, i, o.price); });
    };
    this.#quotes[side][i] = { order, offset: this.#offsets[i]! };
  }

  #again(side: Side, i: number, price: number): void {
    const w = this.#w;
    const gone = this.#quotes[side][i];
    if ((gone && gone.order.level !== null) || w.now < this.#offUntil[side]) return;
    if ((price - w.book.best(other(side))) * better(side) >= 0) return;
    if ((price - w.fair) * better(side) > 0 && this.#r.chance(0.8)) return;
    this.#place(side, i, price);
  }
}

export function startMakers(w: World, seed: number): void {
  for (let i = 0; i < w.p.makers; i++) new Maker(w, new Rng(seed, 'maker' + i));
}
