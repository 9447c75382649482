import { Book, other } from './book.ts';
import type { Level, Order, Side, Taker } from './book.ts';
import type { Params } from './regimes.ts';
import { Queue } from './queue.ts';
import { Rng } from './random.ts';
import { Value } from './value.ts';

interface Post {
  readonly nervous?: boolean;
  readonly filled?: (lots: number) => void;
  readonly refill?: () => number;
}

/** All that the agents share: the clock, the book, the value, and what everyone can see of them. */
export class World {
  now = 0;
  readonly book = new Book();
  readonly queue = new Queue();
  readonly rng: Rng;
  readonly params: Params;
  readonly value: Value;
  /** How many of the providers of bids have left, 0 to 1; above 0 only in a crash. */
  stress = 0;
  /** Middle of the spread every 500 ms, latest last, ten minutes. */
  readonly mids: number[] = [];
  #leanAt = -1;
  #lean = 0;

  constructor(params: Params, rng: Rng) {
    this.params = params;
    this.rng = rng;
    this.value = new Value(params, rng);
  }

  after(ms: number, run: () => void): void {
    this.queue.add(this.now + ms, run);
  }

  /** Runs again and again; `wait` is asked each time for how long to sleep. */
  every(wait: () => number, run: () => void): void {
    const again = (): void => {
      run();
      this.after(wait(), again);
    };
    this.after(wait() * this.rng.next(), again);
  }

  bps(bps: number): number {
    return (this.params.price * bps) / 1e4;
  }

  /** Rests an order; one that would trade at once is moved behind the other side, as post-only orders are. */
  post(side: Side, price: number, size: number, how: Post = {}): Order {
    let at = Math.max(1, Math.round(price));
    if (this.book.crosses(side, at)) at = this.book.best(other(side)).price + (side === 'bid' ? -1 : 1);
    const order = { side, price: at, size: Math.max(1, Math.round(size)), nervous: how.nervous ?? false, filled: how.filled, refill: how.refill };
    this.book.add(order as Order);
    return order as Order;
  }

  /** A market order that gives up some gaps beyond the best price. */
  take(taker: Taker, lots: number, gaps: number): number {
    const best = this.book.best(taker === 'buy' ? 'ask' : 'bid').price;
    const slip = Math.round(gaps * this.params.gap);
    const filled = this.takeTo(taker, lots, taker === 'buy' ? best + slip : best - slip);
    if (filled > 0) this.value.impact(taker === 'buy' ? 1 : -1, filled / this.params.unit);
    return filled;
  }

  /** A market order up to a limit by someone who knows the value: it tells the others nothing new. */
  takeTo(taker: Taker, lots: number, limit: number): number {
    return this.book.take(taker, Math.max(1, Math.round(lots)), limit);
  }

  /** The size of an ordinary order of `units`, at times a round number as people type it. */
  size(units: number): number {
    const { unit, tail } = this.params;
    const rng = this.rng;
    const mean = unit * units;
    const lots = tail > 0 ? 0.45 * mean * Math.min(800, rng.pareto(tail)) : mean * Math.exp(0.85 * rng.normal() - 0.36);
    if (lots < 10 || rng.chance(0.65)) return Math.max(1, Math.round(lots));
    const step = 10 ** Math.floor(Math.log10(lots));
    return Math.round(lots / step) * step;
  }

  /** Which way the visible book leans, -1 to 1, counting what lies within some gaps of the touch and the nearer the more. */
  lean(): number {
    if (this.now - this.#leanAt < 80 && this.#leanAt >= 0) return this.#lean;
    const weigh = (side: Side): number => {
      const best = this.book.best(side).price;
      let sum = 0;
      for (let n = 0; n < 40; n++) {
        const level = this.book.level(side, n);
        if (level === undefined) break;
        const gaps = Math.abs(best - level.price) / this.params.gap;
        if (gaps > 8) break;
        sum += level.total / (1 + gaps / 3);
      }
      return sum;
    };
    const bids = weigh('bid');
    const asks = weigh('ask');
    this.#lean = (bids - asks) / (bids + asks);
    this.#leanAt = this.now;
    return this.#lean;
  }

  /** What a large level is now: sizes of levels near the touch, at the middle and at the ninth tenth. */
  typical(): { middle: number; large: number } {
    const sizes: number[] = [];
    for (const side of ['bid', 'ask'] as const) {
      const best = this.book.best(side).price;
      for (let n = 0; n < 16; n++) {
        const level: Level | undefined = this.book.level(side, n);
        if (level !== undefined && Math.abs(best - level.price) <= 16 * this.params.gap) sizes.push(level.total);
      }
    }
    sizes.sort((a, b) => a - b);
    return { middle: sizes[sizes.length >> 1]!, large: sizes[Math.floor(sizes.length * 0.9)]! };
  }

  /** The change of the middle over the last `seconds`, in ticks. */
  move(seconds: number): number {
    return this.book.mid() - (this.mids.at(-Math.ceil(seconds * 2)) ?? this.mids[0] ?? this.book.mid());
  }

  /** Keeps the value moving and the record of middles. */
  start(): void {
    this.every(() => 250, () => this.value.step(250));
    this.every(() => 500, () => {
      this.mids.push(this.book.mid());
      if (this.mids.length > 1200) this.mids.splice(0, 200);
    });
  }
}
