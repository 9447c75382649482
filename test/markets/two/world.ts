/** The market's state and the only ways to act on it. */
import { Agenda } from './agenda.ts';
import { Book, better, other } from './book.ts';
import type { Order, Side } from './book.ts';
import type { Params } from './params.ts';
import { Rng } from './rng.ts';
import { Tape } from './tape.ts';

export class World {
  readonly p: Params;
  readonly rng: Rng;
  readonly book = new Book();
  readonly agenda = new Agenda();
  readonly tape: Tape;
  now = 0;
  /** The value informed people believe in, in ticks, without and with a panic's discount. */
  value: number;
  panic = 0;
  /** Multiple of the usual volatility at the moment. */
  heat = 1;
  /** 0 calm … 1: the side's liquidity flees. */
  readonly stress: [number, number] = [0, 0];
  /** Book imbalance near the touch, -1 … 1; its neighbourhood is some units deep. */
  imbalance = 0;
  /** Recent moves of the mid against its averages, in units. */
  momentum = 0; stretch = 0;
  fastMid: number; slowMid: number;
  /** Usual volume taken by buyers and by sellers, lots a second. */
  readonly pace: [number, number] = [0, 0];
  readonly taken: [number, number] = [0, 0];
  /** Told of each trade: taker's side and size; and of news. */
  readonly onTrade: ((taker: Side, size: number) => void)[] = [];
  readonly onNews: (() => void)[] = [];
  /** Makers stand aside while asked to. */
  readonly standAside: ((until: number, side: Side | null, share: number) => void)[] = [];

  constructor(p: Params, seed: number) {
    this.p = p;
    this.rng = new Rng(seed, 'world');
    this.tape = new Tape(this.book, p.tick, p.lot, new Rng(seed, 'phase').int(1, 99));
    this.value = p.price; this.fastMid = p.price; this.slowMid = p.price;
  }

  get fair(): number { return this.value + this.panic; }
  get mid(): number { return (this.book.best(0) + this.book.best(1)) / 2; }
  get spread(): number { return this.book.best(1) - this.book.best(0); }

  after(ms: number, run: () => void): void { this.agenda.add(this.now + Math.max(0.01, ms), run); }

  /** Rests an order; one that would cross is put just outside, as a post-only order is by its sender. */
  limit(side: Side, price: number, size: number): Order {
    const s = better(side);
    const opposite = this.book.best(other(side));
    let at = Math.round(price);
    if ((at - opposite) * s >= 0) at = opposite - s;
    const o = this.book.add(side, Math.max(1, at), Math.max(1, Math.round(size)));
    this.tape.touch(this.now);
    return o;
  }

  cancel(o: Order): void { if (this.book.cancel(o)) this.tape.touch(this.now); }
  reduce(o: Order, to: number): void { this.book.reduce(o, to); this.tape.touch(this.now); }

  /** Takes from the other side down to `limit`; what is left over is not rested. Returns what was filled. */
  take(taker: Side, size: number, limit: number, impact = 1): number {
    const rest = other(taker);
    const done = this.book.match(rest, limit, Math.max(1, Math.round(size)), (o, n) => {
      this.tape.trade(this.now, o.price, n, taker);
      this.tape.touch(this.now);
    });
    if (done > 0) {
      // What a trade tells about the value: concave in its size.
      const told = 0.06 * this.p.half * Math.sqrt(Math.min(25, done / this.p.size));
      this.value += better(taker) * impact * Math.min(told, this.p.price * 2e-5);
      this.taken[taker] += done;
      for (const f of this.onTrade) f(taker, done);
    }
    return done;
  }

  /** A price as far as anyone would go at once: some spreads through the touch. */
  far(taker: Side, units: number): number {
    return Math.round(this.book.best(other(taker)) + better(taker) * units * Math.max(1, this.p.unit));
  }

  /** Total resting on a side from the touch to the price. */
  volumeTo(side: Side, price: number): number {
    const l = this.book.levels[side];
    const s = better(side);
    let sum = 0;
    for (let i = l.length - 1; i >= 0 && (l[i]!.price - price) * s >= 0; i--) sum += l[i]!.total;
    return sum;
  }

  /** A usual large size (nine of ten levels are smaller) at a distance from the touch, and the largest there. */
  large(distance: number): { usual: number; largest: number } {
    const sizes: number[] = [];
    const span = Math.max(3 * this.p.unit, distance * 0.6);
    for (const side of [0, 1] as const) {
      const l = this.book.levels[side];
      const best = this.book.best(side);
      for (let i = l.length - 1; i >= 0 && sizes.length < 400; i--) {
        const d = Math.abs(best - l[i]!.price);
        if (d > distance + span) break;
        if (d >= distance - span) sizes.push(l[i]!.total);
      }
    }
    if (sizes.length === 0) return { usual: this.p.size * 3, largest: this.p.size * 3 };
    sizes.sort((a, b) => a - b);
    return { usual: sizes[Math.floor((sizes.length - 1) * 0.9)]!, largest: sizes[sizes.length - 1]! };
  }

}
