import type { Label } from '../contract.ts';
import type { Agent } from './agent.ts';
import { ASK, BID } from './book.ts';
import type { Order, Side } from './book.ts';
import type { Rng } from './rng.ts';
import type { World } from './world.ts';

/** An order that shows a slice of itself. Either native (the engine shows the next slice in the same match) or worked by a
 * programme that places the next slice some milliseconds after the last is gone. */
export class Iceberg implements Agent {
  readonly passive = false;
  readonly maxMs: number;
  private readonly w: World;
  private readonly rng: Rng;
  private readonly done: (label: Label) => void;
  private readonly side: Side;
  private readonly slices: number;
  private readonly wobble: number;
  private readonly native: boolean;
  private readonly delay: number;
  private readonly where: number;
  private readonly alone: boolean;
  private readonly repeg: boolean;
  private readonly clip: number;
  private readonly pace: number;
  private readonly sliceUnits: number;

  /** How well the price respects it: not at all up to nearly always. */
  private readonly hold: number;

  private slice = 0;
  private total = 0;
  private traded = 0;
  private refills = 0;
  private from = -1;
  private lastFill = 0;
  private ends = 0;
  private over = false;
  private price = 0;
  private order: Order | null = null;
  private awaySince = 0;
  private share = 0;
  private shares = 0;
  private readonly prices = new Set<number>();

  constructor(w: World, rng: Rng, budget: number, done: (label: Label) => void) {
    this.w = w;
    this.rng = rng;
    this.done = done;
    this.side = rng.chance(0.5) ? BID : ASK;
    this.slices = rng.chance(0.08) ? 2 : Math.round(rng.logRange(4, 40));
    this.wobble = rng.chance(0.5) ? 0 : rng.range(0.02, 0.2);
    this.native = rng.chance(0.5);
    this.delay = rng.logRange(5, 300);
    this.where = rng.chance(0.6) ? 0 : rng.range(0.2, 2);
    this.alone = rng.chance(0.4);
    this.repeg = rng.chance(0.3);
    this.clip = rng.logRange(0.15, 1.6);
    this.sliceUnits = rng.logRange(1.5, 12);
    this.hold = rng.chance(0.15) ? 0 : rng.range(0.6, 0.97);
    const slow = w.p.regime === 'thin' ? 2 : 1;
    this.maxMs = Math.min(budget, rng.logRange(10e3 * slow, 300e3));
    // The flow is to use up the reserve within most of the time, not always quite.
    this.pace = (this.maxMs * rng.range(0.35, 0.95)) / (this.slices / this.clip);
  }

  wake(arg: unknown): void {
    if (arg === undefined) this.begin();
    else if (this.over) return;
    else if (arg === 'flow') this.flow();
    else if (arg === 'refill') {
      if (this.order === null || this.order.size === 0) this.show();
    }
    else this.watch();
  }

  filled(order: Order, size: number): void {
    if (order !== this.order) return;
    this.traded += size;
    this.lastFill = this.w.now;
    if (order.size > 0 && !this.native) return;
    if (order.size === 0 && this.traded < this.total) {
      if (!this.native) this.w.sched.after(this.delay * this.rng.range(0.7, 1.3), this, 'refill');
    }
  }

  private begin(): void {
    const { w, rng } = this;
    this.from = w.now;
    this.ends = w.now + this.maxMs - 500;
    // In a deep queue a slice of a few usual orders would be dust; nobody works a large order like that.
    this.slice = Math.max(4, Math.round(Math.max(w.p.unit * this.sliceUnits, w.p.regime === 'coarse' ? w.levelSize * rng.range(0.1, 0.8) : 0)));
    this.total = this.slice * this.slices;
    const touch = w.touch(this.side);
    const sign = this.side === BID ? 1 : -1;
    let price = Math.round(touch - sign * w.ticks(this.where * w.p.halfSpread));
    // Its owner does not offer it on the wrong side of what it is worth.
    if (this.hold > 0 && sign * (w.fair - price) < 0) price = w.away(this.side, w.fair, w.ticks(0.2 * w.p.halfSpread) + 0.5);
    if (this.alone) {
      // A price with nobody at it: just inside the spread if there is room, else the next empty one behind.
      if (this.where === 0 && w.touch(ASK) - w.touch(BID) > 1) price = touch + sign;
      else {
        const reach = Math.max(2, w.ticks(1.5 * w.p.halfSpread));
        for (let i = 0; i < reach && w.book.level(this.side, price) !== undefined; i++) price -= sign;
        if (w.book.level(this.side, price) !== undefined) price = touch;
      }
    } else if (this.where > 0) {
      for (let i = 0; i < 30 && w.book.level(this.side, price) === undefined; i++) price += sign * (Math.abs(price - touch) > 0 ? 1 : 0);
    }
    this.price = price;
    if (this.hold > 0) w.anchor = { side: this.side, price, hold: this.hold };
    this.show();
    w.sched.after(this.pace * rng.exp(1), this, 'flow');
    w.sched.after(200, this, 'watch');
  }

  private nextSlice(): number {
    this.refills++;
    return this.sized();
  }

  private sized(): number {
    return Math.max(1, Math.round(this.slice * (1 + this.wobble * this.rng.range(-1, 1))));
  }

  private show(): void {
    const w = this.w;
    const left = this.total - this.traded;
    if (left <= 0) return;
    const other = w.touch(this.side === BID ? ASK : BID);
    if (this.traded > 0 && (this.side === BID ? this.price >= other : this.price <= other)) {
      // The price has gone through: a post-only slice would be refused, so wait for it to come back.
      w.sched.after(this.rng.range(60, 300), this, 'refill');
      return;
    }
    if (this.traded > 0) this.refills++;
    const size = Math.min(left, this.sized());
    const order = w.place(this.side, this.price, size, this);
    if (this.native) {
      order.hidden = left - size;
      order.slice = () => this.nextSlice();
    }
    this.order = order;
    this.prices.add(order.price);
  }

  /** Someone with much to buy or sell trades against it, in clips that suit what the level shows, no worse than its price. */
  private flow(): void {
    const { w, rng } = this;
    const order = this.order;
    if (order !== null && order.size > 0) {
      const shown = w.book.level(this.side, order.price)?.total ?? order.size;
      this.share += order.size / shown;
      this.shares++;
      const size = this.slice * this.clip * rng.logNormal(1, 0.6) * Math.min(5, Math.max(1, shown / order.size));
      // When the touch is elsewhere the flow eats what stands before, and so draws the price here, but only so far at once.
      const taker: Side = this.side === BID ? ASK : BID;
      const reach = Math.ceil(w.ticks(3 * w.p.halfSpread + 0.2 * w.p.sigma)) + 1;
      const touch = w.touch(this.side);
      let ahead = 0;
      for (let rank = 0; rank < 40; rank++) {
        const level = w.book.at(this.side, rank);
        if (level === null || (this.side === BID ? level.price <= order.price : level.price >= order.price)) break;
        ahead += level.total;
      }
      w.takeTo(taker, size + Math.min(ahead, 6 * this.slice + 15 * w.p.unit), taker === BID ? Math.min(order.price, touch + reach) : Math.max(order.price, touch - reach), false);
    }
    w.sched.after(this.pace * rng.exp(1), this, 'flow');
  }

  private watch(): void {
    const { w, rng } = this;
    if (this.traded >= this.total || w.now >= this.ends) {
      this.finish();
      return;
    }
    const order = this.order;
    if (this.repeg && order !== null && order.size > 0) {
      const gone = Math.abs(w.touch(this.side) - order.price) > w.ticks(Math.max(3 * w.p.halfSpread, 0.6 * w.p.sigma)) + 1;
      if (!gone) this.awaySince = w.now;
      else if (w.now - this.awaySince > 8000 && this.prices.size < 4) {
        w.book.cancel(order);
        this.price = w.touch(this.side);
        this.awaySince = w.now;
        if (w.anchor !== null) w.anchor.price = this.price;
        const before = this.refills;
        this.show();
        this.refills = before;
      }
    }
    w.sched.after(rng.range(100, 400), this, 'watch');
  }

  private to(): number {
    return this.traded >= this.total ? this.lastFill : this.w.now;
  }

  private finish(): void {
    const w = this.w;
    this.over = true;
    w.anchor = null;
    if (this.order !== null) w.book.cancel(this.order);
    const share = this.share / Math.max(1, this.shares);
    let why = '';
    if (this.refills <= 2) why = `refilled only ${this.refills} times`;
    else if (this.to() - this.from < 3000) why = 'swept within seconds when the price jumped through it';
    else if (this.shares > 0 && share < 0.06) why = 'its slice is lost in the queue at its price';
    else if (this.refills / this.prices.size < 2.5) why = 'moved after the price so often that no price saw more than a few refills';
    const lots = 10 ** w.p.sizeDecimals;
    this.done({
      kind: 'iceberg',
      side: this.side === BID ? 'bid' : 'ask',
      from: this.from,
      to: this.to(),
      prices: [...this.prices].map((x) => ((x * w.p.tickStep) / 10 ** w.p.priceDecimals).toFixed(w.p.priceDecimals)),
      fair: why === '',
      note: `${why === '' ? '' : `${why}; `}slice ${this.slice / lots} +-${Math.round(this.wobble * 100)} %, total ${this.slices} slices, traded ${(this.traded / this.slice).toFixed(1)} slices, ${this.refills} refills, ${this.native ? 'native, refilled in the match' : `refilled after about ${Math.round(this.delay)} ms`}, ${this.alone ? 'alone' : 'behind others'}, ${(share * 100).toFixed(0)} % of the level shown, ${this.prices.size} prices, resistance ${this.hold.toFixed(2)}`,
    });
  }
}
