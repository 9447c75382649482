/** Reserve orders: the exchange's own kind (the next slice shows in the same instant, at the back of the queue) and those a client
 * keeps up itself (the next slice after some milliseconds). A seller of size who works against them brings the flow. */
import type { Label } from '../contract.ts';
import type { Order, Owner, Side } from './book.ts';
import type { Rng } from './rng.ts';
import type { World } from './world.ts';

class Iceberg implements Owner {
  readonly #w: World;
  readonly #rng: Rng;
  readonly #side: Side;
  readonly #tick: number;
  readonly #slice: number;
  readonly #wobble: number;
  readonly #total: number;
  /** Client's delay in ms; 0: the exchange refills. */
  readonly #delay: number;
  readonly #alone: boolean;
  readonly #life: number;
  readonly #from: number;
  readonly #until: number;
  readonly #done: (label: Label) => void;
  #hidden: number;
  #order: Order | null = null;
  #refills = 0;
  #executed = 0;
  /** Sum and number of the level's totals seen at fills: what stood there while it traded. */
  #seen = 0;
  #fills = 0;
  #last: number;
  #over = false;

  constructor(w: World, rng: Rng, budget: number, done: (label: Label) => void) {
    this.#w = w;
    this.#rng = rng;
    this.#done = done;
    this.#from = w.clock.now;
    this.#last = this.#from;
    this.#life = rng.logBetween(10000, Math.min(300000, budget));
    this.#until = this.#from + this.#life;
    this.#side = rng.chance(0.5) ? 0 : 1;
    const { tick, alone } = this.#choosePlace();
    this.#tick = tick;
    this.#alone = alone;
    const there = Math.max(w.book.total(this.#side, tick), w.levelUnit * 0.5);
    const small = rng.chance(0.05);
    const slice = there * (small ? rng.logBetween(0.02, 0.1) : rng.logBetween(0.3, 1.5));
    this.#slice = Math.max(2, rng.chance(0.5) ? w.roundSize(slice) : Math.round(slice));
    this.#wobble = rng.chance(0.5) ? 0 : rng.between(0.02, 0.2);
    const short = rng.chance(0.04);
    this.#total = Math.round(this.#slice * (short ? rng.between(1.5, 2) : rng.logBetween(4, 40)));
    this.#delay = rng.chance(0.5) ? 0 : rng.logBetween(5, 300);
    this.#hidden = this.#total;
  }

  #choosePlace(): { tick: number; alone: boolean } {
    const w = this.#w;
    const rng = this.#rng;
    const side = this.#side;
    const free = rng.chance(0.5);
    if (free && w.spread() > 1 && rng.chance(0.6)) {
      const better = 1 + Math.floor(rng.next() * Math.min(w.spread() - 1, w.spread() * 0.4));
      return { tick: w.behind(side, -better), alone: true };
    }
    // Near the touch: at it, or a little behind; a price without orders if it is to be alone.
    let distance = rng.chance(0.5) || (w.p.regime === 'coarse' && rng.chance(0.6)) ? 0 : Math.round(rng.exp(Math.max(1, w.ticks(w.p.halfSpread) * 0.4)));
    if (!free) {
      const half = w.half(side);
      return { tick: half.at(Math.min(half.count - 1, distance === 0 ? 0 : rng.int(0, w.p.regime === 'coarse' ? 1 : 2))).tick, alone: false };
    }
    for (let i = 0; i < 8 && w.book.total(side, w.behind(side, distance)) > 0; i++) distance++;
    const tick = w.behind(side, distance);
    return { tick, alone: w.book.total(side, tick) === 0 };
  }

  #next(): number {
    const size = Math.round(this.#slice * (1 + this.#wobble * this.#rng.between(-1, 1)));
    const slice = Math.min(this.#hidden, Math.max(1, size));
    this.#hidden -= slice;
    return slice;
  }

  filled(order: Order, size: number): void {
    const w = this.#w;
    this.#executed += size;
    this.#last = w.clock.now;
    this.#seen += order.level?.total ?? 0;
    this.#fills++;
    if (order.size > 0 || this.#delay === 0 || this.#over) return;
    if (this.#hidden <= 0) {
      w.clock.after(1, () => this.#finish());
      return;
    }
    const again = (): void => {
      if (this.#over) return;
      // Not through the market: if the other side has come across this price, the client waits for it to go.
      const other: Side = this.#side === 0 ? 1 : 0;
      if (this.#side === 0 ? this.#tick >= w.book.best(other) : this.#tick <= w.book.best(other)) {
        w.clock.after(this.#rng.between(100, 600), again);
        return;
      }
      this.#refills++;
      this.#order = w.place(this.#side, this.#tick, this.#next(), this);
      w.feed.settle(w.book);
    };
    w.clock.after(this.#delay * this.#rng.between(0.7, 1.4), again);
  }

  refill(): number {
    if (this.#delay > 0 || this.#over) return 0;
    if (this.#hidden <= 0) {
      this.#w.clock.after(1, () => this.#finish());
      return 0;
    }
    this.#refills++;
    return this.#next();
  }

  start(): void {
    const w = this.#w;
    this.#order = w.place(this.#side, this.#tick, this.#next(), this);
    w.feed.settle(w.book);
    w.clock.after(this.#life, () => this.#finish());
    this.#startFlow();
    w.tickers.push(this.#hold);
  }

  /** A price defended with size holds the market: what would go through it is absorbed for as long as it lasts, and the one who
   * sells against it keeps the market from running away. Both only so far: strong news goes through, or leaves it behind. */
  readonly #hold = (): void => {
    const w = this.#w;
    const sign = this.#side === 0 ? 1 : -1;
    const margin = w.ticks(w.p.halfSpread) * 0.5;
    const gap = (w.ref - this.#tick) * sign;
    const bound = w.p.sigma * 8e-4 * Math.max(1, w.vol);
    if (gap < -0.2 * margin) w.impact += sign * Math.min(bound * 0.2, (0.35 * (margin - gap)) / w.ref);
    else if (gap > 2.5 * margin + 1) w.impact -= sign * Math.min(bound * 0.02, (0.06 * (gap - margin)) / w.ref);
    if (Math.abs(w.impact) > bound * 3) w.impact *= 0.9;
  };

  /** What is shown at better prices and, at its own, before it. */
  #front(): number {
    const w = this.#w;
    const half = w.half(this.#side);
    let sum = 0;
    for (let i = 0; i < Math.min(half.count, 200); i++) {
      const level = half.at(i);
      if (this.#side === 0 ? level.tick < this.#tick : level.tick > this.#tick) break;
      for (const order of level.queue) {
        if (order === this.#order) break;
        sum += order.size;
      }
    }
    return sum;
  }

  /** Somebody with a large order the other way, in uneven pieces at uneven times; it does not know how much is hidden. */
  #startFlow(): void {
    const w = this.#w;
    const rng = this.#rng;
    const piece = this.#slice * rng.logBetween(0.3, 2.2);
    let left = this.#total * rng.between(0.6, 1.6);
    const pieces = Math.max(3, Math.min(150, left / piece));
    const gap = (this.#life * rng.between(0.4, 0.9)) / pieces;
    const equal = rng.chance(0.25);
    const act = (): void => {
      if (this.#over || left <= 0) return;
      const size = Math.max(1, equal ? piece : rng.logNormal(piece, 0.7));
      const front = this.#front();
      const reach = front < this.#slice * (w.p.regime === 'coarse' ? 20 : 10) || rng.chance(0.3);
      const taker: Side = this.#side === 0 ? 1 : 0;
      const total = size + (reach && rng.chance(0.85) ? front : 0);
      w.take(taker, total, this.#tick);
      left -= size;
      w.feed.settle(w.book);
      w.clock.after(rng.chance(0.3) ? rng.exp(gap * 0.15) : rng.exp(gap * 1.3), act);
    };
    w.clock.after(rng.between(200, Math.min(8000, this.#life * 0.2)), act);
  }

  #finish(): void {
    if (this.#over) return;
    this.#over = true;
    const w = this.#w;
    w.tickers.splice(w.tickers.indexOf(this.#hold), 1);
    if (this.#order !== null && this.#order.level !== null) {
      w.cancel(this.#order);
      this.#last = w.clock.now;
    }
    w.feed.settle(w.book);
    const mean = this.#fills === 0 ? 0 : this.#seen / this.#fills;
    const unseen = this.#executed - this.#slice;
    const reasons: string[] = [];
    if (this.#refills <= 1) reasons.push(`refilled ${this.#refills === 0 ? 'never' : 'once'}: the flow did not come`);
    else if (unseen < 0.75 * Math.max(mean, this.#slice)) reasons.push('drowned: hidden volume traded is less than what others showed at the price');
    const note = `${this.#delay === 0 ? 'refilled by the exchange' : `refilled by a client after about ${this.#delay.toFixed(0)} ms`}, slice ${w.feed.size(this.#slice)}`
      + ` +-${(100 * this.#wobble).toFixed(0)} %, total ${(this.#total / this.#slice).toFixed(1)} slices, executed ${(this.#executed / this.#slice).toFixed(1)},`
      + ` ${this.#refills} refills, ${this.#alone ? 'alone' : 'behind others'} at its price, level beside it about ${w.feed.size(Math.round(mean))}`;
    this.#done({
      kind: 'iceberg', side: this.#side === 0 ? 'bid' : 'ask', from: Math.floor(this.#from),
      to: Math.ceil(Math.max(this.#last, this.#from + 1)), prices: [w.feed.price(this.#order?.tick ?? this.#tick)],
      fair: reasons.length === 0, note: reasons.length === 0 ? note : `${reasons.join('; ')} (${note})`,
    });
  }
}

export function plantIceberg(w: World, rng: Rng, budget: number, done: (label: Label) => void): void {
  new Iceberg(w, rng, budget, done).start();
}
