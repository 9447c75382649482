/** Clock, book, hidden value, and what is published. The populations and the episodes act through it. */

import type { Level, Message } from '../contract.ts';
import { Book } from './book.ts';
import type { BookEvents, Lvl, Side } from './book.ts';
import { decimal } from './config.ts';
import type { Config } from './config.ts';
import type { Rng } from './rng.ts';

interface Task {
  readonly t: number;
  readonly n: number;
  readonly f: () => void;
}

const flowTau = 120;
const flowKeep = Math.exp(-0.1 / flowTau);

/** How a flash crash alters everyone's behaviour; all 'as usual' outside one. */
export interface Stress {
  /** Share of bids that nobody replaces. */
  bidGone: number;
  /** Factors of the makers' distance from the value. */
  bidWide: number;
  askWide: number;
  makerSize: number;
}

export class World implements BookEvents {
  readonly c: Config;
  readonly book: Book;
  /** Of the market, and of the episodes. */
  readonly r: Rng;
  readonly stress: Stress = { bidGone: 0, bidWide: 1, askWide: 1, makerSize: 1 };
  /** Seconds; negative while warming up. */
  now: number;
  /** Hidden value in ticks, and its present volatility relative to the usual. */
  value: number;
  vol = 1;
  /** Smoothed imbalance of the near book, -1 (all asks) to 1 (all bids). */
  imbalance = 0;
  out: Message[] = [];
  live = false;
  /** Lowest trade since the last reset, for the episodes. */
  low = Infinity;
  /** What takers have bought and sold of late, lots per second. */
  readonly flow: [number, number] = [0, 0];
  /** Called every 100 ms after the value moved. */
  readonly ticks: (() => void)[] = [];
  private pressure = 0;
  private readonly heap: Task[] = [];
  private serial = 0;
  private readonly touched: [Map<number, number>, Map<number, number>] = [new Map(), new Map()];
  private lastQuote: [number, number, number, number] = [0, 0, 0, 0];
  private slow = 0;
  private burst = 0;
  private burstTau = 30;
  private readonly samples: [number[], number[]] = [[], []];
  private tickNo: number;

  constructor(c: Config, r: Rng, warm: number) {
    this.c = c;
    this.r = r;
    this.book = new Book(this);
    this.value = c.price;
    this.now = -warm;
    this.tickNo = -Math.round(warm * 10);
    this.slow = r.normal() * 0.3;
  }

  /** Starts the 100 ms beat; once the book is filled. */
  start(): void {
    this.beat();
  }

  after(seconds: number, f: () => void): void {
    this.push({ t: this.now + Math.max(0, seconds), n: this.serial++, f });
  }

  /** Runs the next task; false when the next is after `end`. */
  step(end: number): boolean {
    const top = this.heap[0];
    if (top === undefined || top.t > end) return false;
    this.pop();
    this.now = top.t;
    top.f();
    return true;
  }

  ms(): number {
    return Math.max(0, Math.floor(this.now * 1000 + 1e-6));
  }

  price(p: number): string {
    return decimal(p, this.c.tickDecimals);
  }

  size(q: number): string {
    return decimal(q, this.c.lotDecimals);
  }

  goLive(): void {
    this.live = true;
    const side = (s: Side): Level[] => {
      const list: Level[] = [];
      for (let i = 0; i < 1000; i++) {
        const l = this.book.at(s, i);
        if (l === undefined) break;
        list.push([this.price(l.price), this.size(l.total)]);
      }
      return list;
    };
    this.touched[0].clear();
    this.touched[1].clear();
    this.out.push({ kind: 'snapshot', at: 0, bids: side(0), asks: side(1) });
    this.done();
  }

  touch(side: Side, price: number, before: number): void {
    const m = this.touched[side];
    if (!m.has(price)) m.set(price, before);
  }

  trade(price: number, qty: number, taker: Side): void {
    if (price < this.low) this.low = price;
    this.flow[taker] += qty / flowTau;
    if (!this.live) return;
    this.out.push({ kind: 'trade', at: this.ms(), price: this.price(price), size: this.size(qty), taker: taker === 0 ? 'buy' : 'sell' });
  }

  /** What a taker did carries information: a concave permanent impact. */
  impact(taker: Side, qty: number): void {
    this.pressure += (taker === 0 ? 1 : -1) * Math.min(4, Math.sqrt(qty / this.c.size));
  }

  done(): void {
    if (!this.live) return;
    const b = this.book.bestLevel(0) as Lvl;
    const a = this.book.bestLevel(1) as Lvl;
    const q = this.lastQuote;
    if (q[0] === b.price && q[1] === b.total && q[2] === a.price && q[3] === a.total) return;
    q[0] = b.price;
    q[1] = b.total;
    q[2] = a.price;
    q[3] = a.total;
    this.out.push({
      kind: 'quote', at: this.ms(), bid: [this.price(b.price), this.size(b.total)], ask: [this.price(a.price), this.size(a.total)],
    });
  }

  /** News: volatility jumps to a multiple and decays. */
  shake(factor: number, tau: number): void {
    this.burst = Math.max(this.burst, factor);
    this.burstTau = tau;
  }

  publish(at: number): void {
    if (!this.live) return;
    const side = (s: Side): Level[] => {
      const list: [number, number][] = [];
      for (const [p, before] of this.touched[s]) {
        const l = this.book.levels[s].get(p);
        const total = l === undefined ? 0 : l.total;
        if (total !== before) list.push([p, total]);
      }
      this.touched[s].clear();
      list.sort((x, y) => (s === 0 ? y[0] - x[0] : x[0] - y[0]));
      return list.map(([p, t]) => [this.price(p), t === 0 ? '0' : this.size(t)] as const);
    };
    const bids = side(0);
    const asks = side(1);
    if (bids.length + asks.length > 0) this.out.push({ kind: 'depth', at, bids, asks });
  }

  /** Median depth of the near book over the last five minutes. */
  usualDepth(side: Side): number {
    return median(this.samples[side]);
  }

  /** How much the near book's depth changes by itself within two seconds. */
  depthNoise(side: Side): number {
    const s = this.samples[side];
    const d: number[] = [];
    for (let i = 2; i < s.length; i++) d.push(Math.abs((s[i] as number) - (s[i - 2] as number)));
    return 1.48 * median(d);
  }

  /** Median total of the first levels of a side, now. */
  usualLevel(side: Side): number {
    const list: number[] = [];
    for (let i = 0; i < 20; i++) {
      const l = this.book.at(side, i);
      if (l !== undefined) list.push(l.total);
    }
    return median(list);
  }

  private beat(): void {
    this.publish(this.tickNo * 100);
    this.tickNo++;
    this.push({ t: this.tickNo / 10, n: this.serial++, f: () => this.beat() });
    this.move();
    this.flow[0] *= flowKeep;
    this.flow[1] *= flowKeep;
    const b = this.book.depth(0, this.c.band);
    const a = this.book.depth(1, this.c.band);
    this.imbalance += 0.35 * ((b - a) / (b + a) - this.imbalance);
    if (this.tickNo % 10 === 0) {
      this.samples[0].push(b);
      this.samples[1].push(a);
      if (this.samples[0].length > 300) {
        this.samples[0].shift();
        this.samples[1].shift();
      }
    }
    for (const f of this.ticks) f();
  }

  private move(): void {
    const { c, r } = this;
    this.slow += -this.slow / 6000 + 0.35 * Math.sqrt(2 / 6000) * r.normal();
    this.burst *= Math.exp(-0.1 / this.burstTau);
    if (r.chance(c.burstRate * 0.1)) {
      this.burst = Math.max(this.burst, r.range(c.burstFactor[0], c.burstFactor[1]));
      this.burstTau = r.range(c.burstDecay[0], c.burstDecay[1]);
    }
    this.vol = Math.exp(this.slow - 0.06) * (1 + this.burst);
    const scale = (this.value / c.price) * c.sigma;
    let d = scale * this.vol * Math.sqrt(0.1) * r.normal();
    if (r.chance(c.jumpRate * 0.1)) {
      d += scale * r.sign() * r.range(2, 7);
      this.burst = Math.max(this.burst, r.range(0.8, 2));
    }
    d += (this.pressure * scale * 0.08) / Math.sqrt(Math.max(0.5, c.takeRate));
    this.pressure = 0;
    this.value = Math.max(c.price * 0.1, this.value + d);
  }

  private push(task: Task): void {
    const h = this.heap;
    let i = h.length;
    h.push(task);
    while (i > 0) {
      const p = (i - 1) >> 1;
      const up = h[p] as Task;
      if (up.t < task.t || (up.t === task.t && up.n < task.n)) break;
      h[i] = up;
      i = p;
    }
    h[i] = task;
  }

  private pop(): void {
    const h = this.heap;
    const last = h.pop() as Task;
    const n = h.length;
    if (n === 0) return;
    let i = 0;
    for (;;) {
      let k = 2 * i + 1;
      if (k >= n) break;
      const l = h[k] as Task;
      const rgt = h[k + 1];
      if (k + 1 < n && rgt !== undefined && (rgt.t < l.t || (rgt.t === l.t && rgt.n < l.n))) k++;
      const ch = h[k] as Task;
      if (last.t < ch.t || (last.t === ch.t && last.n < ch.n)) break;
      h[i] = ch;
      i = k;
    }
    h[i] = last;
  }
}

export function median(list: readonly number[]): number {
  if (list.length === 0) return 0;
  const s = [...list].sort((x, y) => x - y);
  return s[s.length >> 1] as number;
}
