/** What all agents share: the clock, the book, the public state of the market, and the ways to act. */
import { Book, type Half, type Order, type Owner, type Side } from './book.ts';
import { Clock } from './clock.ts';
import { Feed } from './feed.ts';
import type { Params } from './regime.ts';
import { Rng } from './rng.ts';

export class World {
  readonly p: Params;
  readonly rng: Rng;
  readonly clock = new Clock();
  readonly feed: Feed;
  readonly book: Book;
  /** Logarithm of the value elsewhere (other venues, the index), relative to the start. */
  value = 0;
  /** What trades have moved it beyond that, fading. */
  impact = 0;
  /** Set while those trade who only act on what is known, so that their trades teach nobody anything. */
  knowing = false;
  /** By how much (as a share of the price) this market is away from it; a crash moves this. */
  away = 0;
  /** Volatility now, as a multiple of the usual. */
  vol = 1;
  /** What informed participants here hold for the price, in ticks, with a fraction. */
  ref: number;
  /** Share of the participants of each side who stay out. */
  readonly absent: [number, number] = [0, 0];
  /** Makers' spreads as a multiple of the usual. */
  wide = 1;
  /** Recent trading, decaying: activity breeds activity. */
  #heat = 0;
  #heatAt = 0;
  lastTick: number;
  /** (bid − ask) / (bid + ask) of the sizes near the touch, refreshed now and then. */
  imbalance = 0;
  /** Usual size of a level near the touch before the walls came. */
  levelUnit = 1;
  /** Price changes of the last minute, for those who follow momentum: ring of the reference by half seconds. */
  readonly history: number[] = [];
  readonly tickers: (() => void)[] = [];
  readonly tradeHooks: ((tick: number, size: number, taker: Side) => void)[] = [];

  constructor(p: Params, rng: Rng) {
    this.p = p;
    this.rng = rng;
    this.feed = new Feed(p);
    this.book = new Book(this.feed);
    this.feed.book = this.book;
    this.ref = p.start;
    this.lastTick = p.start;
    this.feed.onTrade = (tick, size, taker) => {
      this.lastTick = tick;
      const weight = Math.min(3, Math.sqrt(size / p.unit));
      this.#heat = this.heat() + weight;
      this.#heatAt = this.clock.now;
      // Trades tell something, unless they only follow what is known: most of their impact fades, a little stays.
      if (!this.knowing) {
        const push = (taker === 0 ? 1 : -1) * weight * p.sigma * 0.03e-4;
        this.impact += push;
        this.value += push * 0.1;
      }
      for (const hook of this.tradeHooks) hook(tick, size, taker);
    };
  }

  heat(): number {
    return this.#heat * Math.exp((this.#heatAt - this.clock.now) / 2500);
  }

  /** How busy everybody is, 1 in calm. */
  activity(): number {
    return 1 + Math.min(1.5, 0.02 * this.heat()) + Math.min(1.5, 0.2 * Math.max(0, this.vol - 1));
  }

  /** bps in ticks at the price of now. */
  ticks(bps: number): number {
    return bps * 1e-4 * this.ref;
  }

  mid(): number {
    return (this.book.best(0) + this.book.best(1)) / 2;
  }

  spread(): number {
    return this.book.best(1) - this.book.best(0);
  }

  half(side: Side): Half {
    return this.book.halves[side];
  }

  /** The price `ticks` behind the touch of a side. */
  behind(side: Side, ticks: number): number {
    const best = this.book.best(side);
    return Math.max(1, side === 0 ? best - Math.round(ticks) : best + Math.round(ticks));
  }

  /** Distance of a price from its side's touch, in ticks; negative: better than it. */
  depthOf(side: Side, tick: number): number {
    return side === 0 ? this.book.best(0) - tick : tick - this.book.best(1);
  }

  place(side: Side, tick: number, size: number, owner: Owner | null = null): Order {
    return this.book.place(side, tick, size, owner);
  }

  cancel(order: Order): boolean {
    return this.book.cancel(order);
  }

  /** Crosses the spread as far as `limit`; without one, as far as 15 bps or three spreads (venues protect market orders). */
  take(taker: Side, size: number, limit?: number): number {
    const reach = Math.max(this.ticks(15), 3 * this.spread());
    const bound = limit ?? (taker === 0 ? this.book.best(1) + reach : this.book.best(0) - reach);
    return this.book.take(taker, Math.max(1, size), bound);
  }

  /** An ordinary order's size: people think in round numbers, algorithms do not. */
  drawSize(): number {
    const { rng, p } = this;
    const raw = p.tail > 0
      ? Math.min(rng.pareto(p.unit * 0.6, p.tail), p.unit * 1500)
      : Math.min(rng.logNormal(p.unit, p.sizeSigma), p.unit * 60);
    return rng.chance(0.4) ? this.roundSize(raw) : Math.max(1, Math.round(raw));
  }

  /** To 1, 2, 2.5 or 5 times a power of ten, or two digits. */
  roundSize(size: number): number {
    const power = 10 ** Math.floor(Math.log10(Math.max(1, size)));
    const lead = size / power;
    if (this.rng.chance(0.4)) return Math.max(1, Math.round(lead * 10) * power / 10);
    const round = [1, 2, 2.5, 5, 10].reduce((best, x) => (Math.abs(x - lead) < Math.abs(best - lead) ? x : best));
    return Math.max(1, Math.round(round * power));
  }

  /** A price at which people put orders: a multiple of ten, fifty, a hundred ticks within `slack` ticks, if there is one. */
  roundTick(tick: number, slack: number): number {
    for (const step of [1000, 500, 100, 50, 10, 5]) {
      if (step > Math.max(5, tick / 50)) continue;
      const near = Math.round(tick / step) * step;
      if (Math.abs(near - tick) <= slack) return near;
    }
    return Math.round(tick);
  }

  refreshImbalance(): void {
    const reach = Math.max(this.ticks(this.p.wallReach), 4);
    const sum = (side: Side): number => {
      const half = this.half(side);
      const best = half.best();
      let total = 0;
      for (let i = 0; i < half.count && i < 400; i++) {
        const level = half.at(i);
        const distance = Math.abs(level.tick - best);
        if (distance > reach) break;
        total += level.total * (1 - 0.7 * (distance / reach));
      }
      return total;
    };
    const [bid, ask] = [sum(0), sum(1)];
    this.imbalance = (bid - ask) / (bid + ask);
  }

  /** Totals of the levels of a side between two distances from the touch (in ticks), rising; at least some of them. */
  levelSizes(side: Side, from: number, to: number, least = 15): number[] {
    const half = this.half(side);
    const sizes: number[] = [];
    const nearest: number[] = [];
    for (let i = 0; i < half.count && i < 1500; i++) {
      const level = half.at(i);
      const distance = Math.abs(level.tick - half.best());
      if (distance >= from && distance <= to) sizes.push(level.total);
      else if (nearest.length < least) nearest.push(level.total);
      if (distance > to && sizes.length + nearest.length >= least) break;
    }
    return (sizes.length >= least ? sizes : sizes.concat(nearest)).sort((a, b) => a - b);
  }
}

export function quantile(sorted: readonly number[], q: number): number {
  return sorted.length === 0 ? 1 : sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
}
