import type { Label } from '../contract.ts';
import type { Agent } from './agent.ts';
import { ASK, BID } from './book.ts';
import type { Order } from './book.ts';
import type { Rng } from './rng.ts';
import type { World } from './world.ts';

/** Buyers withdraw, forced selling sweeps what is left, the price falls and mostly comes back. */
export class Crash implements Agent {
  readonly passive = false;
  readonly maxMs: number;
  private readonly w: World;
  private readonly rng: Rng;
  private readonly done: (label: Label) => void;
  private readonly thinMs: number;
  private readonly fallMs: number;
  private readonly backMs: number;
  private readonly drop: number;
  private readonly back: number;
  private readonly strength: number;
  private readonly shape: number;
  private readonly eager: number;

  private readonly hunters: Agent;
  private from = -1;
  private startMid = 0;
  private startPrice = 0;
  private low = Infinity;
  private widest = 0;
  private thinned = 0;
  private seen = 0;

  constructor(w: World, rng: Rng, budget: number, done: (label: Label) => void) {
    this.w = w;
    this.rng = rng;
    this.done = done;
    this.hunters = { passive: true, wake: (order) => w.book.cancel(order as Order) };
    let thin = rng.logRange(3e3, 60e3);
    let fall = rng.logRange(5e3, 180e3);
    let back = rng.logRange(30e3, 600e3);
    const total = thin + fall + back;
    if (total > budget - 3000) {
      // A short slot shortens the recovery first.
      back = Math.max(8e3, budget - 3000 - thin - fall);
      const k = Math.min(1, (budget - 3000) / (thin + fall + back));
      thin *= k;
      fall *= k;
      back *= k;
    }
    this.thinMs = thin;
    this.fallMs = fall;
    this.backMs = back;
    this.maxMs = thin + fall + back + 2000;
    const usual = this.usual();
    this.drop = (rng.chance(0.12) ? rng.logRange(50, 100) : rng.logRange(Math.min(500, Math.max(50, 4.5 * usual)), 920)) / 1e4;
    this.back = rng.range(0.55, 1);
    this.strength = rng.range(0.3, 1);
    this.shape = rng.logRange(0.6, 2.2);
    this.eager = rng.range(0.4, 1);
  }

  /** What the price moves anyway in the time of the fall, one standard deviation, bps. */
  private usual(): number {
    const p = this.w.p;
    const rms = p.sigma * (p.burst > 1.5 ? p.burst * 0.5 : 1.1);
    return rms * Math.sqrt(this.fallMs / 60e3);
  }

  wake(): void {
    const { w, rng } = this;
    if (this.from < 0) {
      this.from = w.now;
      w.crashing = true;
      this.startMid = w.mid;
    }
    const t = w.now - this.from;
    if (t < this.thinMs) {
      w.bidFear = this.strength * (t / this.thinMs);
      this.thin(250 / this.thinMs);
      if (rng.chance(0.12 * this.strength)) w.take(ASK, w.drawSize(rng, w.p.takerSize * 2), 4 * w.p.halfSpread + w.p.tickBps, false);
      w.sched.after(rng.range(150, 350), this);
    } else if (t < this.thinMs + this.fallMs) {
      this.fall((t - this.thinMs) / this.fallMs);
      w.sched.after(rng.range(60, 320), this);
    } else if (t < this.thinMs + this.fallMs + this.backMs) {
      const s = (t - this.thinMs - this.fallMs) / this.backMs;
      const up = (1 - Math.exp(-4 * s)) / (1 - Math.exp(-4));
      w.crashLog = Math.log(1 - this.drop * (1 - this.back * up));
      w.bidFear = this.strength * Math.max(0, 1 - 2 * s) ** 2;
      if (s < 0.3 && rng.chance(0.5)) this.bargain(Math.floor(w.fair));
      this.note();
      w.sched.after(300, this);
    } else this.finish();
  }

  /** Each step takes out a part of the bids on the way down, so that by the end of the thinning most that will go are gone. */
  private thin(step: number): void {
    const { w, rng } = this;
    const floor = this.startMid * (1 - this.drop);
    const rate = step * 1.6 * this.strength;
    for (let rank = 0; rank < 2000 && w.book.levels(BID) > 20; rank++) {
      const level = w.book.at(BID, rank);
      if (level === null || level.price < floor) break;
      let order = level.head;
      while (order !== null) {
        const next = order.next;
        this.seen++;
        if (rng.chance(rate)) {
          this.thinned++;
          w.book.cancel(order);
        }
        order = next;
      }
      if (w.book.at(BID, rank)?.price !== level.price) rank--;
    }
  }

  private fall(s: number): void {
    const { w, rng } = this;
    if (this.startPrice === 0) {
      this.startPrice = w.touch(BID);
      this.startMid = w.mid;
    }
    const f = Math.pow(s, this.shape);
    w.bidFear = this.strength;
    w.crashLog = Math.log(1 - this.drop * f * 0.97);
    this.thin(0.012);
    const limit = Math.ceil(this.startMid * (1 - this.drop * Math.min(1, f + rng.range(-0.03, 0.03))));
    let volume = 0;
    for (let rank = 0; rank < 400; rank++) {
      const level = w.book.at(BID, rank);
      if (level === null || level.price < limit) break;
      volume += level.total;
    }
    if (volume > 0) w.takeTo(ASK, volume * rng.range(this.eager * 0.6, 1), limit, true);
    if (rng.chance(0.5)) this.bargain(limit);
    this.note();
  }

  /** Someone bids for a little a bit lower, for a few seconds: even a falling market has those. */
  private bargain(ref: number): void {
    const { w, rng } = this;
    const below = Math.max(w.p.halfSpread * rng.logRange(1, 8), this.drop * 1e4 * rng.range(0.005, 0.05));
    const order = w.place(BID, w.away(BID, ref, w.ticks(below)), w.drawSize(rng, 1), this.hunters);
    w.sched.after(rng.logRange(800, 12e3), this.hunters, order);
  }

  private note(): void {
    const w = this.w;
    const bid = w.touch(BID);
    if (bid < this.low) this.low = bid;
    this.widest = Math.max(this.widest, (1e4 * (w.touch(ASK) - bid)) / bid);
  }

  private finish(): void {
    const { w } = this;
    w.bidFear = 0;
    w.crashing = false;
    const fell = 1 - this.low / this.startPrice;
    const usual = this.usual();
    let why = '';
    if (fell * 1e4 < 3 * usual) why = `the fall is ${((fell * 1e4) / usual).toFixed(1)} times what the price does anyway in that time`;
    else if (fell < 0.0045) why = 'the bids held: hardly a fall';
    const text = (x: number): string => ((x * w.p.tickStep) / 10 ** w.p.priceDecimals).toFixed(w.p.priceDecimals);
    this.done({
      kind: 'flash_crash',
      side: 'bid',
      from: this.from,
      to: w.now,
      prices: [text(this.startPrice), text(this.low)],
      fair: why === '',
      note: `${why === '' ? '' : `${why}; `}bids thin over ${Math.round(this.thinMs)} ms with strength ${this.strength.toFixed(2)} (${this.thinned} orders withdrawn), fall of ${(fell * 100).toFixed(2)} % (meant ${(this.drop * 100).toFixed(2)} %) in ${Math.round(this.fallMs)} ms, ${Math.round(this.back * 100)} % back in ${Math.round(this.backMs)} ms, widest spread ${this.widest.toFixed(1)} bps`,
    });
  }
}
