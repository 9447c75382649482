import type { Agent } from './agent.ts';
import { ASK, BID } from './book.ts';
import type { Order, Side } from './book.ts';
import type { Rng } from './rng.ts';
import type { Listener, World } from './world.ts';
import { roundNumber } from './world.ts';

/** Large orders of algorithms that come and go within seconds, with no intent behind it: hedges, probes of the queue,
 * quotes that follow the price. To the eye they are what spoofing looks like, without the trade on the other side. */
export class Flicker implements Agent, Listener {
  readonly passive = true;
  private readonly w: World;
  private readonly rng: Rng;
  private readonly idle: number;
  private readonly life: number;
  private readonly reach: number;
  private readonly follows: boolean;
  private readonly bothSides: number;
  private readonly habit: number;
  private orders: Order[] = [];
  private ends = 0;
  private size = 0;
  private offset = 0;

  constructor(w: World, index: number) {
    this.w = w;
    this.rng = w.rng(`flicker ${index}`);
    const { rng } = this;
    this.idle = rng.logRange(6e3, 120e3) * (w.p.regime === 'thin' ? 2 : 1);
    this.life = rng.logRange(600, 15e3);
    this.reach = rng.logRange(1, 14);
    this.follows = rng.chance(0.5);
    this.bothSides = rng.chance(0.3) ? 0.7 : 0.05;
    this.habit = rng.chance(0.4) ? rng.logRange(4, 20) : 0;
    w.listeners.push(this);
    w.sched.after(rng.exp(this.idle), this, 'place');
  }

  wake(arg: unknown): void {
    if (arg === 'place') this.show();
    else if (arg === 'pull') this.pull();
    else this.watch();
  }

  news(): void {
    if (this.orders.length > 0 && this.rng.chance(0.8)) this.w.sched.after(this.rng.logRange(20, 1500), this, 'pull');
  }

  private show(): void {
    const { w, rng } = this;
    const multiple = this.habit > 0 ? this.habit : 3 * rng.pareto(1.5, 25);
    this.size = Math.max(1, w.levelSize * multiple);
    if (rng.chance(0.6)) this.size = roundNumber(this.size);
    this.offset = w.p.halfSpread * this.reach * rng.range(0.4, 1.6) + (rng.chance(0.3) ? 0 : w.p.tickBps);
    const side: Side = rng.chance(0.5) ? BID : ASK;
    if (!(side === BID && w.bidFear > 0.4)) this.put(side);
    if (rng.chance(this.bothSides)) this.put(side === BID ? ASK : BID);
    this.ends = w.now + rng.logNormal(this.life, 0.8);
    w.sched.after(rng.range(80, 400), this);
  }

  private put(side: Side): void {
    const { w } = this;
    this.orders.push(w.place(side, w.away(side, w.touch(side), w.ticks(this.offset)), this.size, this));
  }

  private watch(): void {
    const { w, rng } = this;
    if (this.orders.length === 0) return;
    if (w.now >= this.ends) {
      this.pull();
      return;
    }
    const next: Order[] = [];
    for (const o of this.orders) {
      if (o.size === 0) continue;
      const gap = (1e4 * Math.abs(w.touch(o.side) - o.price)) / w.mid;
      // Too close to being hit for its taste, or left behind by the price.
      if (gap < this.offset * 0.25 || gap > this.offset * 2 + 2 * w.p.tickBps) {
        if (!rng.chance(0.5)) {
          next.push(o);
          continue;
        }
        w.book.cancel(o);
        if (this.follows) next.push(w.place(o.side, w.away(o.side, w.touch(o.side), w.ticks(this.offset)), this.size, this));
      } else next.push(o);
    }
    this.orders = next;
    if (next.length > 0) w.sched.after(rng.range(80, 400), this);
    else w.sched.after(rng.exp(this.idle), this, 'place');
  }

  private pull(): void {
    if (this.orders.length === 0) return;
    for (const o of this.orders) this.w.book.cancel(o);
    this.orders = [];
    this.w.sched.after(this.rng.exp(this.idle), this, 'place');
  }
}

/** An honest large order: rests for minutes or hours, at a round price more often than not; sometimes pulled on news, given
 * up, moved nearer, or cut down. */
export class Whale implements Agent, Listener {
  readonly passive = true;
  private readonly w: World;
  private readonly rng: Rng;
  private readonly nervous: number;
  private order: Order | null = null;

  constructor(w: World, index: number) {
    this.w = w;
    this.rng = w.rng(`whale ${index}`);
    this.nervous = this.rng.chance(0.5) ? this.rng.range(0.3, 0.9) : 0.05;
    w.listeners.push(this);
    if (this.rng.chance(0.85)) this.rest();
    else w.sched.after(this.rng.exp(300e3), this, 'rest');
  }

  wake(arg: unknown): void {
    const { w, rng, order } = this;
    if (arg === 'rest') {
      if (order === null || order.size === 0) this.rest();
    } else if (order === null || arg !== order) {
      // A wake meant for an earlier order.
    } else if (order.size === 0) {
      this.again();
    } else {
      const doing = rng.next();
      if (doing < 0.2) w.book.reduce(order, Math.round(order.size * rng.range(0.3, 0.8)));
      else if (doing < 0.4) {
        const nearer = order.price + Math.round((w.mid - order.price) * rng.range(0.1, 0.6));
        const size = order.size;
        w.book.cancel(order);
        this.order = w.place(order.side, nearer, size, this);
      } else {
        w.book.cancel(order);
        this.again();
        return;
      }
      w.sched.after(rng.exp(600e3), this, this.order);
    }
  }

  news(direction: number): void {
    const { rng, order } = this;
    if (order === null || order.size === 0) return;
    // Those whom the news goes against run more.
    const against = (direction > 0) === (order.side === ASK);
    if (rng.chance(this.nervous * (against ? 1 : 0.4))) this.w.sched.after(rng.logRange(50, 4000), new Pull(this.w), order);
  }

  filled(order: Order): void {
    if (order.size === 0) this.w.sched.after(1, this, order);
  }

  private again(): void {
    this.order = null;
    this.w.sched.after(this.rng.exp(this.rng.chance(0.3) ? 5e3 : 400e3), this, 'rest');
  }

  private rest(): void {
    const { w, rng } = this;
    const side: Side = rng.chance(0.5) ? BID : ASK;
    const far = w.p.halfSpread + rng.logRange(1, 120) * (w.p.regime === 'coarse' ? Math.max(1, w.p.tickBps / 3) : 1);
    let price = w.away(side, w.mid, w.ticks(far));
    const grid = Math.max(1, 10 ** Math.round(Math.log10(Math.max(1, w.ticks(far) / 4))));
    if (rng.chance(0.6) && grid < w.ticks(far)) price = Math.round(price / grid) * grid;
    let size = w.levelSize * rng.logRange(3, 20) * (w.p.tail > 0 ? rng.pareto(w.p.tail, 30) * 0.6 : 1);
    if (rng.chance(0.7)) size = roundNumber(size);
    this.order = w.place(side, price, size, this);
    w.sched.after(rng.chance(0.25) ? rng.logRange(3e3, 60e3) : rng.logRange(60e3, 7200e3), this, this.order);
  }
}

/** Takes one order out later; the whale notices at its next turn. */
class Pull implements Agent {
  readonly passive = true;
  private readonly w: World;
  constructor(w: World) {
    this.w = w;
  }
  wake(arg: unknown): void {
    this.w.book.cancel(arg as Order);
  }
}
