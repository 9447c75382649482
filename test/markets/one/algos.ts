import type { Agent } from './agent.ts';
import { ASK, BID } from './book.ts';
import type { Order, Side } from './book.ts';
import type { Rng } from './rng.ts';
import type { World } from './world.ts';

/** Starts the large honest programmes: sold or bought in equal clips, laid open step by step, as a ladder at once, or dumped. */
export class Desk implements Agent {
  readonly passive = true;
  private readonly w: World;
  private readonly rng: Rng;
  private count = 0;

  constructor(w: World) {
    this.w = w;
    this.rng = w.rng('desk');
    w.sched.after(this.rng.exp(3600e3 / w.p.algosPerHour), this, 'algo');
    w.sched.after(this.rng.exp(3600e3 / w.p.burstsPerHour), this, 'dump');
    w.sched.after(this.rng.exp(2400e3), this, 'scare');
  }

  wake(arg: unknown): void {
    const { w, rng } = this;
    if (arg === 'scare') {
      new Scare(w, w.rng(`scare ${w.now}`));
      w.sched.after(rng.exp(2400e3), this, 'scare');
      return;
    }
    const own = w.rng(`programme ${this.count++}`);
    if (arg === 'dump') {
      new Dump(w, own);
      w.sched.after(rng.exp(3600e3 / w.p.burstsPerHour), this, 'dump');
      return;
    }
    const kind = rng.next();
    if (kind < 0.4) new Clips(w, own);
    else if (kind < 0.75) new OpenSplit(w, own);
    else new Ladder(w, own);
    w.sched.after(rng.exp(3600e3 / w.p.algosPerHour), this, 'algo');
  }
}

/** Prints of one size at a steady pace. */
class Clips implements Agent {
  readonly passive = false;
  private readonly w: World;
  private readonly rng: Rng;
  private readonly side: Side;
  private readonly clip: number;
  private readonly every: number;
  private readonly jitter: number;
  private left: number;

  constructor(w: World, rng: Rng) {
    this.w = w;
    this.rng = rng;
    this.side = rng.chance(0.5) ? BID : ASK;
    this.clip = w.drawSize(rng, w.p.takerSize * rng.logRange(0.5, 3));
    this.every = rng.logRange(800, 20e3) * (w.p.regime === 'thin' ? 2 : 1);
    this.jitter = rng.pick([0, 0.1, 0.5]);
    this.left = rng.int(10, 80);
    w.sched.after(this.every, this);
  }

  wake(): void {
    const { w, rng } = this;
    w.take(this.side, this.clip, 4 * w.p.halfSpread + 2 * w.p.tickBps, false);
    if (--this.left > 0) w.sched.after(this.every * (1 + this.jitter * rng.range(-1, 1)), this);
  }
}

/** A large order worked openly: one child at the touch at a time, the next some seconds after it is filled, moved along
 * when the price leaves. A child at an unmoved touch comes back at the same price with the same size: a refill by chance. */
class OpenSplit implements Agent {
  readonly passive = true;
  private readonly w: World;
  private readonly rng: Rng;
  private readonly side: Side;
  private readonly child: number;
  private readonly same: boolean;
  private readonly pause: number;
  private readonly ends: number;
  private left: number;
  private order: Order | null = null;

  constructor(w: World, rng: Rng) {
    this.w = w;
    this.rng = rng;
    this.side = rng.chance(0.5) ? BID : ASK;
    this.child = w.drawSize(rng, rng.logRange(1, 6));
    this.same = rng.chance(0.6);
    this.pause = rng.logRange(700, 20e3);
    this.ends = w.now + rng.logRange(60e3, 900e3);
    this.left = rng.int(5, 30);
    w.sched.after(100, this);
  }

  wake(): void {
    const { w, rng } = this;
    if (w.now > this.ends || this.left <= 0) {
      if (this.order !== null) w.book.cancel(this.order);
      return;
    }
    let wait = rng.range(300, 1500);
    const touch = w.touch(this.side);
    if (this.order === null) {
      this.order = w.place(this.side, touch, this.same ? this.child : this.child * rng.range(0.5, 1.5), this);
    } else if (this.order.size === 0) {
      this.order = null;
      this.left--;
      wait = this.pause * rng.range(0.4, 1.6);
    } else if (Math.abs(touch - this.order.price) > w.ticks(w.p.halfSpread * 1.5) + 1 && rng.chance(0.4)) {
      w.book.cancel(this.order);
      this.order = null;
      wait = rng.range(50, 500);
    }
    w.sched.after(wait, this);
  }
}

/** A large order laid out over several prices at once; rests, and what is left is taken back together. */
class Ladder implements Agent {
  readonly passive = true;
  private readonly w: World;
  private readonly orders: Order[] = [];

  constructor(w: World, rng: Rng) {
    this.w = w;
    const side: Side = rng.chance(0.5) ? BID : ASK;
    const n = rng.int(3, 12);
    const gap = Math.max(1, Math.round(w.ticks(w.p.halfSpread * rng.logRange(0.5, 5))));
    const start = w.away(side, w.touch(side), w.ticks(w.p.halfSpread * rng.range(0, 8)));
    const size = w.levelSize * rng.logRange(1, 8);
    for (let i = 0; i < n; i++) this.orders.push(w.place(side, start + (side === BID ? -i : i) * gap, size, this));
    w.sched.after(rng.logRange(5e3, 900e3), this);
  }

  wake(): void {
    for (const o of this.orders) this.w.book.cancel(o);
  }
}

/** A burst of selling or buying without a crash: urgent clips for some seconds into a book that holds. */
class Dump implements Agent {
  readonly passive = false;
  private readonly w: World;
  private readonly rng: Rng;
  private readonly side: Side;
  private readonly every: number;
  private readonly clip: number;
  private left: number;

  constructor(w: World, rng: Rng) {
    this.w = w;
    this.rng = rng;
    this.side = rng.chance(0.65) ? ASK : BID;
    this.every = rng.logRange(120, 1500) * (w.p.regime === 'thin' ? 3 : 1);
    this.clip = w.p.takerSize * rng.logRange(1.5, 8);
    this.left = rng.int(15, 70);
    w.sched.after(50, this);
  }

  wake(): void {
    const { w, rng } = this;
    w.take(this.side, w.drawSize(rng, this.clip), 8 * w.p.halfSpread + 3 * w.p.tickBps + w.p.sigma, false);
    if (--this.left > 0) w.sched.after(rng.exp(this.every), this);
  }
}

/** Buyers take fright and hold back for some seconds to a minute, and nothing comes of it: the signs of a crash without one. */
class Scare implements Agent {
  readonly passive = true;
  private readonly w: World;
  private readonly from: number;
  private readonly length: number;
  private readonly peak: number;

  constructor(w: World, rng: Rng) {
    this.w = w;
    this.from = w.now;
    this.length = rng.logRange(5e3, 90e3);
    this.peak = rng.range(0.25, 0.9);
    w.sched.after(200, this);
  }

  wake(): void {
    const { w } = this;
    if (w.crashing) return;
    const s = (w.now - this.from) / this.length;
    w.bidFear = s >= 1 ? 0 : this.peak * Math.min(1, 3 * s, 3 * (1 - s));
    if (s < 1) w.sched.after(200, this);
  }
}
