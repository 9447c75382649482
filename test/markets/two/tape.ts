/** Writes down what the public sees: trades and quotes at once, depth gathered over 100 ms. */
import type { Level as Row, Message } from '../contract.ts';
import { better } from './book.ts';
import type { Book, Side } from './book.ts';
import { toText } from './text.ts';
import type { Scale } from './text.ts';

const STEP = 100;

export class Tape {
  out: Message[] = [];
  #book: Book; #tick: Scale; #lot: Scale;
  #live = false;
  #boundary: number;
  #dirty: [Map<number, number>, Map<number, number>] = [new Map(), new Map()];
  #quote: [number, number, number, number] = [0, 0, 0, 0];

  constructor(book: Book, tick: Scale, lot: Scale, phase: number) {
    this.#book = book; this.#tick = tick; this.#lot = lot; this.#boundary = phase;
    book.onChange = (side, price, before) => {
      if (this.#live && !this.#dirty[side].has(price)) this.#dirty[side].set(price, before);
    };
  }

  start(): void {
    const rows = (side: Side): Row[] => {
      const l = this.#book.levels[side];
      const r: Row[] = [];
      for (let i = l.length - 1; i >= 0; i--) r.push(this.#row(l[i]!.price, l[i]!.total));
      return r;
    };
    this.out.push({ kind: 'snapshot', at: 0, bids: rows(0), asks: rows(1) });
    this.#live = true;
    this.touch(0);
  }

  /** Call before anything happens at `time`. An event exactly on the boundary still belongs to the step that ends there. */
  advance(time: number): void {
    if (!this.#live) return;
    const at = Math.ceil(time);
    while (at > this.#boundary) {
      if (this.#dirty[0].size + this.#dirty[1].size > 0) this.#flush(this.#boundary);
      // Steps without change need no visit each.
      this.#boundary += STEP * Math.ceil((at - this.#boundary) / STEP);
    }
  }

  trade(time: number, price: number, size: number, taker: Side): void {
    if (!this.#live) return;
    this.out.push({ kind: 'trade', at: Math.ceil(time), price: toText(price, this.#tick), size: toText(size, this.#lot), taker: taker === 0 ? 'buy' : 'sell' });
  }

  touch(time: number): void {
    if (!this.#live) return;
    const b = this.#book, q = this.#quote;
    const bp = b.best(0), bs = b.bestSize(0), ap = b.best(1), as = b.bestSize(1);
    if (bp === q[0] && bs === q[1] && ap === q[2] && as === q[3]) return;
    q[0] = bp; q[1] = bs; q[2] = ap; q[3] = as;
    this.out.push({ kind: 'quote', at: Math.ceil(time), bid: this.#row(bp, bs), ask: this.#row(ap, as) });
  }

  priceText(price: number): string { return toText(price, this.#tick); }
  sizeText(size: number): string { return toText(size, this.#lot); }
  #row(price: number, size: number): Row { return [toText(price, this.#tick), size === 0 ? '0' : toText(size, this.#lot)]; }

  #flush(at: number): void {
    const bids = this.#changed(0), asks = this.#changed(1);
    if (bids.length + asks.length > 0) this.out.push({ kind: 'depth', at, bids, asks });
  }

  #changed(side: Side): Row[] {
    const d = this.#dirty[side];
    const prices: number[] = [];
    for (const [price, before] of d) if (this.#book.total(side, price) !== before) prices.push(price);
    const s = better(side);
    prices.sort((a, b) => (b - a) * s);
    d.clear();
    return prices.map((p) => this.#row(p, this.#book.total(side, p)));
  }
}
