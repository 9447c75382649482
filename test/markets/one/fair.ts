import type { Agent } from './agent.ts';
import { ASK, BID } from './book.ts';
import type { Side } from './book.ts';
import type { Rng } from './rng.ts';
import type { World } from './world.ts';

const STEP = 100;
const DAY = 8 * 3600e3;

/** The price that the informed believe in: a random walk with changing volatility, news, and what uninformed flow teaches.
 * Nobody sees it directly; makers and arbitrageurs see it late and with errors. */
export class Fair implements Agent {
  readonly passive = true;
  private readonly w: World;
  private readonly rng: Rng;
  private log = 0;
  private mood = 0;
  private bursting = false;
  private burstEnds = 0;
  private nextBurst: number;
  /** News under way: bps left and how much of it a step. */
  private newsLeft = 0;
  private newsStep = 0;

  constructor(w: World) {
    this.w = w;
    this.rng = w.rng('fair');
    this.nextBurst = this.rng.exp(4 * 60e3);
    w.sched.after(STEP, this);
    w.sched.after(this.rng.exp(3600e3 / w.p.newsPerHour), this, 'news');
  }

  wake(arg: unknown): void {
    if (arg === 'news') this.news();
    else this.step();
  }

  private step(): void {
    const { w, rng } = this;
    const p = w.p;
    this.mood += -this.mood * (STEP / 600e3) + 0.35 * Math.sqrt((2 * STEP) / 600e3) * rng.normal();
    if (p.burst > 1.5) this.bursts();
    const sigma = p.sigma * Math.exp(this.mood) * (this.bursting ? p.burst : 1);
    let move = sigma * Math.sqrt(STEP / 60e3) * rng.normal();
    if (this.newsLeft !== 0) {
      const s = Math.abs(this.newsStep) >= Math.abs(this.newsLeft) ? this.newsLeft : this.newsStep;
      move += s;
      this.newsLeft -= s;
    }
    // Uninformed flow works in over about a second.
    const part = w.flow * 0.12;
    w.flow -= part;
    move += part;
    move *= this.resistance(move);
    this.log += move / 1e4 - this.log * (STEP / DAY);
    w.fair = (p.startTicks + 0.5) * Math.exp(this.log + w.crashLog);
    w.sched.after(STEP, this);
  }

  /** 1: moves freely; less when the move leads through, or further past, someone's large hidden order. */
  private resistance(move: number): number {
    const a = this.w.anchor;
    if (a === null) return 1;
    const beyond = a.side === ASK ? this.w.fair - a.price : a.price - this.w.fair;
    if (beyond < -this.w.ticks(this.w.p.halfSpread * 0.2) || (move > 0) !== (a.side === ASK)) return 1;
    return 1 - a.hold;
  }

  private bursts(): void {
    const { w, rng } = this;
    if (this.bursting && w.now > this.burstEnds) {
      this.bursting = false;
      this.nextBurst = w.now + rng.exp(5 * 60e3);
    } else if (!this.bursting && w.now > this.nextBurst) {
      this.bursting = true;
      this.burstEnds = w.now + rng.logRange(40e3, 420e3);
    }
  }

  /** One in four pieces of news turns out to mean nothing: orders are pulled but the price stays. */
  private news(): void {
    const { w, rng } = this;
    const dir = rng.sign();
    if (!rng.chance(0.25)) {
      // Now and then a slide or a rally that lasts and does not come back: a fall, but no flash crash.
      const large = rng.chance(0.15);
      this.newsLeft = dir * w.p.sigma * (large ? rng.logRange(5, 18) : rng.logRange(1, 5));
      this.newsStep = (this.newsLeft * STEP) / (large ? rng.logRange(5e3, 120e3) : rng.logRange(200, 8000));
    }
    w.tell(dir);
    w.sched.after(rng.exp(3600e3 / w.p.newsPerHour), this, 'news');
  }
}

/** What everyone can compute from the public data, kept once for all. */
export class Sensors implements Agent {
  readonly passive = true;
  private readonly w: World;
  private variance: number;
  private lastMid: number;
  private turns = 0;

  constructor(w: World) {
    this.w = w;
    this.lastMid = w.mid;
    this.variance = (w.p.sigma * w.p.sigma) / 240;
    w.sched.after(250, this);
  }

  wake(): void {
    const w = this.w;
    w.mid = (w.touch(BID) + w.touch(ASK)) / 2;
    const r = (1e4 * (w.mid - this.lastMid)) / w.mid;
    this.lastMid = w.mid;
    // Over about 15 seconds; capped, or one tick of a coarse book would look like a storm.
    this.variance += (Math.min(r * r, 400 * w.p.sigma ** 2) - this.variance) / 60;
    const usual = w.p.sigma ** 2 / 240 + (0.35 * w.p.halfSpread) ** 2 / 10;
    w.heat = Math.sqrt(this.variance / usual);
    w.midFast += (w.mid - w.midFast) / 60;
    w.midSlow += (w.mid - w.midSlow) / 1500;
    w.imbalance = this.sense();
    if (this.turns++ % 8 === 0) w.levelSize = this.median();
    w.sched.after(250, this);
  }

  /** (bids - asks) / (bids + asks), nearer levels counting more. */
  private sense(): number {
    const b = this.weigh(BID);
    const a = this.weigh(ASK);
    return b + a > 0 ? (b - a) / (b + a) : 0;
  }

  private weigh(side: Side): number {
    const w = this.w;
    const reach = w.ticks(6 * w.p.halfSpread + w.p.sigma * 0.4);
    let sum = 0;
    for (let i = 0; i < 50; i++) {
      const level = w.book.at(side, i);
      if (level === null) break;
      const d = Math.abs(level.price - w.mid) / reach;
      if (d > 4) break;
      sum += level.total * Math.exp(-d);
    }
    return sum;
  }

  private median(): number {
    const w = this.w;
    const list: number[] = [];
    for (const side of [BID, ASK] as const) {
      for (let i = 0; i < 25; i++) {
        const level = w.book.at(side, i);
        if (level !== null) list.push(level.total);
      }
    }
    list.sort((x, y) => x - y);
    return Math.max(w.p.unit * 0.3, list[list.length >> 1] ?? w.p.unit);
  }
}
