import type { Agent } from './agent.ts';
import { ASK, BID } from './book.ts';
import type { Side } from './book.ts';
import type { Rng } from './rng.ts';
import type { World } from './world.ts';

function protect(w: World): number {
  return 3 * w.p.tickBps + 6 * w.p.halfSpread + 0.5 * w.p.sigma;
}

/** Everyone who trades for reasons of their own. Arrivals excite further arrivals (a Hawkes process with a fast and a slow
 * kernel), the side is persistent, some sizes are an algorithm's and repeat. */
export class Noise implements Agent {
  readonly passive = false;
  private readonly w: World;
  private readonly rng: Rng;
  private readonly favourites: number[] = [];
  private fast = 0;
  private slow = 0;
  private last = 0;
  private side: Side = BID;

  constructor(w: World) {
    this.w = w;
    this.rng = w.rng('noise');
    for (let i = 0; i < 6; i++) this.favourites.push(w.drawSize(this.rng, w.p.takerSize));
    w.sched.after(200, this);
  }

  wake(): void {
    const { w, rng } = this;
    const p = w.p;
    const dt = w.now - this.last;
    this.last = w.now;
    this.fast *= Math.exp(-dt / 700);
    this.slow *= Math.exp(-dt / 15e3);
    // Each trade begets `branching` more on average: two thirds quickly, one third slowly.
    this.fast += (w.excite * p.branching * 0.66) / 0.7;
    this.slow += (w.excite * p.branching * 0.34) / 15;
    w.excite = 0;
    const base = p.takerRate * (1 - p.branching);
    const rate = Math.min(base * 0.9 + this.fast + this.slow, 12 * p.takerRate + 2);
    // Drawn for the next moment at once, rather than one by one: the kernels are long against 60-180 ms.
    const gap = rng.range(60, 180);
    const n = Math.min(5, rng.poisson((rate * gap) / 1000));
    for (let i = 0; i < n; i++) this.trade();
    w.sched.after(gap, this);
  }

  private trade(): void {
    const { w, rng } = this;
    if (rng.chance(0.4)) this.side = rng.chance(0.5) ? BID : ASK;
    const resting = w.book.at(this.side === BID ? ASK : BID, 0);
    const kind = rng.next();
    let size: number;
    if (kind < 0.25) size = rng.pick(this.favourites);
    else if (kind < 0.35 && resting !== null) size = Math.min(resting.total, w.p.unit * 30);
    else size = w.drawSize(rng, w.p.takerSize);
    // The others' trades excite a third as much (world.ts): they have their own reasons.
    if (w.take(this.side, size, protect(w), false) > 0) w.excite += 0.7;
  }
}

/** Takes what is on offer through the fair price, after a delay: this is what makes the book follow it. */
export class Arbitrageur implements Agent {
  readonly passive = false;
  private readonly w: World;
  private readonly rng: Rng;
  private readonly edge: number;

  constructor(w: World, index: number) {
    this.w = w;
    this.rng = w.rng(`arbitrageur ${index}`);
    this.edge = w.p.halfSpread * this.rng.range(0.1, 0.9) + w.p.sigma * this.rng.range(0.01, 0.05);
    w.sched.after(300, this);
  }

  wake(): void {
    const { w, rng } = this;
    const margin = w.ticks(this.edge);
    const size = w.p.unit * w.p.arbSize * rng.logRange(0.3, 3);
    if (w.touch(ASK) < w.fair - margin) w.takeTo(BID, size, Math.floor(w.fair - margin), true);
    else if (w.touch(BID) > w.fair + margin) w.takeTo(ASK, size, Math.ceil(w.fair + margin), true);
    w.sched.after(rng.range(150, 1000), this);
  }
}

/** Momentum (+1) or reversion (-1): flat, entering, holding, leaving. */
export class Trend implements Agent {
  readonly passive = false;
  private readonly w: World;
  private readonly rng: Rng;
  private readonly sign: 1 | -1;
  private readonly threshold: number;
  private readonly hold: number;
  private state: 'flat' | 'entering' | 'holding' | 'leaving' = 'flat';
  private side: Side = BID;
  private clips = 0;
  private done = 0;
  private clip = 0;
  private readonly slow: number;

  constructor(w: World, index: number) {
    this.w = w;
    this.slow = Math.max(1, 0.8 / w.p.takerRate);
    this.rng = w.rng(`trend ${index}`);
    this.sign = this.rng.chance(0.55) ? 1 : -1;
    this.threshold = w.p.sigma * this.rng.range(0.5, 2.5) + w.p.tickBps * 0.4;
    this.hold = this.rng.logRange(10e3, 300e3);
    w.sched.after(20e3, this);
  }

  wake(): void {
    const { w, rng } = this;
    let wait = rng.range(400, 2500) * this.slow;
    if (this.state === 'flat') {
      const ref = this.sign === 1 ? w.midFast : w.midSlow;
      const gap = (1e4 * (w.mid - ref)) / w.mid;
      if (Math.abs(gap) > this.threshold && rng.chance(0.3)) {
        this.side = gap * this.sign > 0 ? BID : ASK;
        this.clips = rng.int(1, 6);
        this.done = 0;
        this.clip = w.drawSize(rng, w.p.takerSize * 1.5);
        this.state = 'entering';
      }
    } else if (this.state === 'holding') {
      this.state = 'leaving';
      this.done = 0;
    } else {
      const entering = this.state === 'entering';
      w.take(entering ? this.side : this.side === BID ? ASK : BID, this.clip, protect(w), false);
      if (++this.done >= this.clips) {
        this.state = entering ? 'holding' : 'flat';
        wait = entering ? rng.exp(this.hold) : rng.exp(60e3 * this.slow);
      } else wait = rng.range(150, 2000) * this.slow;
    }
    w.sched.after(wait, this);
  }
}

/** Believes that a heavier side of the book pushes the price: the public a spoofer plays to. */
export class Follower implements Agent {
  readonly passive = false;
  private readonly w: World;
  private readonly rng: Rng;
  private readonly threshold: number;
  private usual = 0;

  constructor(w: World, index: number) {
    this.w = w;
    this.rng = w.rng(`follower ${index}`);
    this.threshold = this.rng.range(0.15, 0.45);
    w.sched.after(5e3, this);
  }

  wake(): void {
    const { w, rng } = this;
    const gap = w.imbalance - this.usual;
    this.usual += gap * 0.01;
    let wait = rng.range(300, 1500);
    if (Math.abs(gap) > this.threshold && rng.chance(w.p.follow * 0.5)) {
      w.take(gap > 0 ? BID : ASK, w.drawSize(rng, w.p.takerSize * 1.5), protect(w), false);
      wait = rng.exp(w.p.regime === 'thin' ? 12e3 : 5e3);
    }
    w.sched.after(wait, this);
  }
}
