import type { Agent } from './agent.ts';
import { ASK, BID } from './book.ts';
import type { Order, Side } from './book.ts';
import type { Rng } from './rng.ts';
import type { World } from './world.ts';

/** The many small passive orders: they arrive at a distance with a power law, live longer the farther they are, and near
 * the touch run away when the price comes against them. */
export class Crowd implements Agent {
  readonly passive = true;
  private readonly w: World;
  private readonly rng: Rng;
  private readonly life0: number;
  private readonly grids: readonly number[];

  constructor(w: World) {
    this.w = w;
    this.rng = w.rng('crowd');
    const p = w.p;
    // Number in the book = rate × mean life, so the life follows from the number wanted.
    let mean = 0;
    const draws: number[] = [];
    for (let i = 0; i < 6000; i++) draws.push(this.distance());
    for (const d of draws) mean += this.stretch(d) / draws.length;
    this.life0 = (p.crowdPerSide / ((p.crowdRate / 2) * mean)) * 1000;
    const s = 10 ** Math.max(0, Math.round(Math.log10(p.startTicks / 1e5)));
    this.grids = p.startTicks > 1e4 ? [5 * s, 10 * s, 50 * s, 100 * s] : [5, 10];
    this.seedBook(draws);
    w.sched.after(100, this, 'arrive');
    w.sched.after(150, this, 'fear');
  }

  wake(arg: unknown): void {
    if (arg === 'arrive') this.arrive();
    else if (arg === 'fear') this.runAway();
    else this.w.book.cancel(arg as Order);
  }

  private distance(): number {
    const p = this.w.p;
    for (;;) {
      const d = p.d0 * (Math.pow(1 - this.rng.next(), -1 / p.dPower) - 1);
      if (d < p.dMax) return d;
    }
  }

  private stretch(d: number): number {
    return Math.min(400, Math.pow(1 + d / this.w.p.d0, this.w.p.lifePower));
  }

  /** The book as it would stand after a long time: far orders in proportion to how long they live. */
  private seedBook(draws: readonly number[]): void {
    const { w, rng } = this;
    let top = 0;
    for (const d of draws) top = Math.max(top, this.stretch(d));
    for (const side of [BID, ASK] as const) {
      let left = w.p.crowdPerSide;
      while (left > 0) {
        const d = rng.pick(draws);
        if (!rng.chance(this.stretch(d) / top)) continue;
        this.put(side, d, w.fair);
        left--;
      }
      // A floor of forgotten far orders, so that a side is never empty.
      for (let k = 1; k <= 25; k++) w.book.place(side, Math.max(1, this.grid(w.away(side, w.fair, w.ticks(w.p.dMax + k * 60)), side)), w.drawSize(rng, 4), this);
    }
  }

  private arrive(): void {
    const { w, rng } = this;
    const side: Side = rng.chance(0.5) ? BID : ASK;
    // Frightened buyers stay away.
    if (!(side === BID && rng.chance(w.bidFear * 0.8))) this.put(side, this.distance(), this.reference());
    w.sched.after(rng.exp(1000 / (w.p.crowdRate * Math.min(1.7, 0.7 + 0.3 * w.heat))), this, 'arrive');
  }

  /** People look at the book; when it has plainly come apart they look at other exchanges. */
  private reference(): number {
    const w = this.w;
    const apart = Math.abs(w.mid - w.fair) > w.ticks(15 * w.p.halfSpread + w.p.sigma);
    return apart ? w.fair : 0.6 * w.mid + 0.4 * w.fair;
  }

  private put(side: Side, d: number, ref: number): void {
    const { w, rng } = this;
    const p = w.p;
    const spread = p.halfSpread * (0.55 + 0.5 * rng.next()) * Math.max(1, 0.7 + 0.3 * w.heat);
    let price = w.away(side, ref, w.ticks(spread + d));
    if (d > p.d0 && rng.chance(p.roundPrice)) price = this.grid(price, side);
    // Orders far out are a little larger, as in real books.
    const size = w.drawSize(rng, 1 + 0.25 * Math.log(1 + d / p.d0));
    const order = w.place(side, price, size, this);
    w.sched.after(this.life0 * this.stretch(d) * rng.exp(1), this, order);
  }

  private grid(price: number, side: Side): number {
    const g = this.rng.pick(this.grids);
    return side === BID ? Math.floor(price / g) * g : Math.ceil(price / g) * g;
  }

  /** Four times a second: orders that the fair price has reached, or nearly, are taken out by some of their owners,
   * the last in the queue first, for they have the least to lose. */
  private runAway(): void {
    const { w, rng } = this;
    const p = w.p;
    for (const side of [BID, ASK] as const) {
      for (let rank = 0; rank < 12; rank++) {
        const level = w.book.at(side, rank);
        if (level === null) break;
        const edge = side === BID ? w.fair - level.price : level.price - w.fair;
        const scale = w.ticks(p.halfSpread);
        if (edge > scale * 1.5) break;
        const danger = Math.min(1, 0.02 + Math.max(0, 0.5 - edge / scale) * 0.35) * p.fear;
        let order = level.tail;
        let budget = 40;
        let hit = false;
        while (order !== null && budget-- > 0) {
          const before = order.prev;
          if (order.owner === this && rng.chance(danger * 0.25)) {
            w.book.cancel(order);
            hit = true;
          }
          order = before;
        }
        if (hit && w.book.at(side, rank)?.price !== level.price) rank--;
      }
    }
    w.sched.after(rng.range(150, 350), this, 'fear');
  }
}
