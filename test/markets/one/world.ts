import type { Agent } from './agent.ts';
import { ASK, BID, Book } from './book.ts';
import type { Order, Side } from './book.ts';
import { Feed } from './feed.ts';
import type { Params } from './regime.ts';
import { Rng } from './rng.ts';
import { Scheduler } from './scheduler.ts';

const SLACK = 0.4;

/** Who hears of news and panics. */
export interface Listener {
  news(direction: number): void;
}

/** The exchange and what every participant can see or feels: the book, the fair price, the shared sensors. */
export class World {
  readonly p: Params;
  readonly seed: number;
  readonly sched = new Scheduler();
  readonly feed: Feed;
  readonly book: Book;
  readonly sizes: Rng;
  readonly listeners: Listener[] = [];

  /** Fair price in ticks; moved by fair.ts and by the flow of uninformed trades. */
  fair: number;
  /** Pending moves of the log fair price by trades, bps. */
  flow = 0;
  /** Displacement of the fair price by a crash, as a logarithm. */
  crashLog = 0;
  /** 0..1: how frightened buyers are (a crash under way, or a scare). */
  bidFear = 0;
  /** A planted crash rules the fear; scares keep away. */
  crashing = false;
  /** A large hidden interest: part of what the price is worth, so the fair price passes it only with resistance (fair.ts). */
  anchor: { readonly side: Side; price: number; readonly hold: number } | null = null;
  /** Sensors, see fair.ts. */
  imbalance = 0;
  mid: number;
  midFast: number;
  midSlow: number;
  /** Recent over usual volatility. */
  heat = 1;
  /** Median size of the levels near the touch. */
  levelSize: number;
  /** Counts every trade: the self-exciting takers react to it. */
  excite = 0;
  duration = Infinity;

  constructor(p: Params, seed: number) {
    this.p = p;
    this.seed = seed;
    const scale = 10 ** p.priceDecimals;
    const lots = 10 ** p.sizeDecimals;
    this.feed = new Feed(
      this.sched,
      (ticks) => ((ticks * p.tickStep) / scale).toFixed(p.priceDecimals),
      (units) => (units === 0 ? '0' : (units / lots).toFixed(p.sizeDecimals)),
    );
    this.book = new Book(this.feed);
    this.sizes = new Rng(seed, `${p.regime} sizes`);
    this.fair = p.startTicks + 0.5;
    this.mid = this.fair;
    this.midFast = this.fair;
    this.midSlow = this.fair;
    this.levelSize = p.unit * 2;
  }

  get now(): number {
    return this.sched.now;
  }

  rng(name: string): Rng {
    return new Rng(this.seed, `${this.p.regime} ${name}`);
  }

  /** bps of the price in ticks. */
  ticks(bps: number): number {
    return (bps * this.fair) / 1e4;
  }

  touch(side: Side): number {
    return this.book.best(side);
  }

  /** A price `ticks` away from `ref`, away from the other side, on the grid. */
  away(side: Side, ref: number, ticks: number): number {
    // Rounding outwards adds half a tick on average; those who quote a tight spread reckon with it.
    const off = Math.max(0, ticks - SLACK);
    return side === BID ? Math.floor(ref - off) : Math.ceil(ref + off);
  }

  /** Post-only: a price that would cross is moved to just outside the other side's touch. */
  place(side: Side, price: number, size: number, owner: Agent): Order {
    const other = this.book.best(side === BID ? ASK : BID);
    let at = price;
    if (side === BID && at >= other) at = other - 1;
    if (side === ASK && at <= other) at = other + 1;
    return this.book.place(side, Math.max(1, at), Math.max(1, Math.round(size)), owner);
  }

  /** Buys (taker BID) or sells at once, at worst `protectBps` through the touch. Uninformed flow moves the fair price. */
  take(taker: Side, size: number, protectBps: number, informed: boolean): number {
    const side: Side = taker === BID ? ASK : BID;
    const best = this.book.best(side);
    const room = Math.max(0, Math.round(this.ticks(protectBps)));
    return this.takeTo(taker, size, taker === BID ? best + room : best - room, informed);
  }

  takeTo(taker: Side, size: number, limit: number, informed: boolean): number {
    const done = this.book.take(taker === BID ? ASK : BID, Math.max(1, Math.round(size)), limit);
    if (done > 0) {
      this.excite += informed ? 0.1 : 0.3;
      if (!informed) {
        const units = Math.min(60, done / this.p.unit);
        this.flow += (taker === BID ? 1 : -1) * this.p.impact * Math.sqrt(units);
      }
    }
    return done;
  }

  /** A size of the background, in lots, around `median` units; people like round numbers. */
  drawSize(rng: Rng, median: number): number {
    const p = this.p;
    const mult = p.tail > 0 ? 0.55 * rng.pareto(p.tail, 4000) : Math.exp(p.sizeSpread * rng.normal());
    const raw = Math.max(1, p.unit * median * mult);
    return rng.chance(p.roundSize) ? roundNumber(raw) : Math.round(raw);
  }

  tell(direction: number): void {
    for (const l of this.listeners) l.news(direction);
  }
}

/** The nearest of 1, 2, 2.5, 5, 10 × a power of ten. */
export function roundNumber(x: number): number {
  const base = 10 ** Math.floor(Math.log10(x));
  const m = x / base;
  const r = m < 1.4 ? 1 : m < 2.2 ? 2 : m < 3.5 ? 2.5 : m < 7 ? 5 : 10;
  return Math.max(1, Math.round(r * base));
}
