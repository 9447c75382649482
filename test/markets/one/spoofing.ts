import type { Label } from '../contract.ts';
import type { Agent } from './agent.ts';
import { ASK, BID } from './book.ts';
import type { Order, Side } from './book.ts';
import type { Rng } from './rng.ts';
import type { World } from './world.ts';

/** The size that only one level in ten exceeds, among the levels of both sides at about this distance (ticks) from the mid. */
export function usualLarge(w: World, distance: number): number {
  for (let widen = 1.6; ; widen *= 1.6) {
    const sizes: number[] = [];
    for (const side of [BID, ASK] as const) {
      for (let rank = 0; rank < 1500; rank++) {
        const level = w.book.at(side, rank);
        if (level === null) break;
        const d = Math.abs(level.price - w.mid);
        if (d > (distance + 1) * widen) break;
        if (d >= distance / widen - 1) sizes.push(level.total);
      }
    }
    if (sizes.length < 12 && widen < 200) continue;
    sizes.sort((x, y) => x - y);
    return sizes[Math.floor(sizes.length * 0.9)] ?? w.levelSize;
  }
}

/** Places layers on one side that are not meant to trade, and on the other an order that is. */
export class Spoof implements Agent {
  readonly passive = false;
  readonly maxMs: number;
  private readonly w: World;
  private readonly rng: Rng;
  private readonly done: (label: Label) => void;
  private readonly side: Side;
  private readonly layers: number;
  private multiple: number;
  private life: number;
  private cycles: number;
  private readonly pause: number;
  private readonly distance: number;
  private readonly gap: number;
  private readonly genuineUnits: number;
  private readonly genuineAt: number;
  private readonly taker: boolean;
  private readonly withdraw: 'at once' | 'in steps' | 'partly hit';
  private readonly follows: boolean;
  private readonly quick: boolean;
  private readonly reaction: number;

  private cycle = 0;
  private from = -1;
  private last = 0;
  private pullAt = 0;
  private spoofs: Order[] = [];
  private genuine: Order | null = null;
  private genuineDone = 0;
  private hits = 0;
  private ratio = 0;
  private shown = 0;
  private reacted = false;
  private midShown = 0;
  private shownAt = 0;
  private longest = 0;
  private readonly prices = new Set<number>();

  constructor(w: World, rng: Rng, budget: number, done: (label: Label) => void) {
    this.w = w;
    this.rng = rng;
    this.done = done;
    const p = w.p;
    const slow = p.regime === 'thin' ? 3 : 1;
    this.side = rng.chance(0.5) ? BID : ASK;
    this.layers = rng.chance(0.35) ? 1 : rng.int(2, 6);
    this.multiple = rng.chance(0.07) ? rng.range(0.5, 1.4) : rng.logRange(3, 15);
    // Some divide one large size over the layers.
    if (this.layers > 1 && this.multiple > 3 && rng.chance(0.4)) this.multiple = Math.max(3, this.multiple / Math.sqrt(this.layers));
    this.life = Math.min(30e3, rng.logRange(1000 * slow, 30e3));
    this.cycles = rng.chance(0.3) ? 1 : rng.int(2, 6);
    this.pause = rng.logRange(800, 25e3);
    this.distance = rng.chance(0.15) ? 0 : rng.logRange(0.5 * p.halfSpread, Math.max(10 * p.halfSpread, 5, p.sigma * 0.8));
    this.gap = Math.max(p.tickBps, p.halfSpread * rng.logRange(0.3, 3));
    this.genuineUnits = rng.logRange(1.5, 12);
    this.genuineAt = rng.pick([0, 0, 0, 1, 1, -1]);
    // Where queues are deep, or everyone is outbid at once, a resting order waits too long: there the actor more often takes.
    this.taker = rng.chance(p.regime === 'coarse' ? 0.75 : p.regime === 'tiny' ? 0.4 : 0.2);
    this.withdraw = rng.chance(0.5) ? 'at once' : rng.chance(0.6) ? 'in steps' : 'partly hit';
    this.follows = rng.chance(0.35);
    this.quick = rng.chance(0.8);
    this.reaction = rng.logRange(30, 1500);
    const one = this.life * 1.3 + 6000 + this.pause * 1.5;
    this.cycles = Math.max(1, Math.min(this.cycles, Math.floor((budget - 2000) / one)));
    if (this.cycles === 1) this.life = Math.min(this.life, (budget - 8000) / 1.4);
    this.maxMs = Math.min(budget, this.cycles * one + 2000);
  }

  wake(arg: unknown): void {
    if (arg === undefined) this.begin();
    else if (arg === 'layers') this.show();
    else if (arg === 'watch') this.watch();
    else this.withdrawStep();
  }

  filled(order: Order, size: number): void {
    if (order === this.genuine) {
      this.genuineDone += size;
      if (order.size === 0 && this.quick) this.pullAt = Math.min(this.pullAt, this.w.now + this.reaction);
    } else {
      this.hits += size;
      this.pullAt = Math.min(this.pullAt, this.w.now + this.reaction * 0.5);
    }
  }

  private begin(): void {
    const { w, rng } = this;
    if (this.from < 0) this.from = w.now;
    this.cycle++;
    this.pullAt = Infinity;
    if (!this.taker) {
      const other: Side = this.side === BID ? ASK : BID;
      const best = w.touch(other);
      const inside = Math.max(1, Math.floor((w.touch(ASK) - w.touch(BID)) * 0.25));
      const price = best + (other === BID ? 1 : -1) * (this.genuineAt === 1 ? inside : this.genuineAt);
      this.genuine = w.place(other, price, w.p.unit * this.genuineUnits * rng.range(0.8, 1.2), this);
    }
    w.sched.after(rng.logRange(20, 3000), this, 'layers');
  }

  private show(): void {
    const { w, rng } = this;
    const same = rng.chance(0.6);
    this.spoofs = [];
    const start = w.touch(this.side);
    let first = 0;
    this.midShown = w.mid;
    this.shownAt = w.now;
    const sign = this.side === BID ? 1 : -1;
    const places = Array.from({ length: this.layers }, (_, i) => Math.round(start - sign * w.ticks(this.distance + i * this.gap)));
    // Measured before the first layer stands, or the layers would be compared with each other.
    const larges = places.map((price) => usualLarge(w, Math.abs(price - w.mid)));
    for (let i = 0; i < this.layers; i++) {
      const price = places[i] as number;
      const large = larges[i] as number;
      const size = same && first > 0 ? first : Math.max(1, Math.round(large * this.multiple * rng.range(0.85, 1.15)));
      if (first === 0) first = size;
      this.ratio += size / large;
      this.shown++;
      this.add(price, size);
    }
    this.pullAt = Math.min(this.pullAt, w.now + this.life * rng.range(0.7, 1.3));
    // Not pulled faster than anyone could see it.
    this.pullAt = Math.max(this.pullAt, w.now + Math.min(this.life, 1000));
    w.sched.after(50, this, 'watch');
  }

  private add(price: number, size: number): void {
    const order = this.w.place(this.side, price, size, this);
    this.spoofs.push(order);
    this.prices.add(order.price);
  }

  private watch(): void {
    const { w, rng } = this;
    const sign = this.side === BID ? 1 : -1;
    // Did the market move the way the layers push it?
    if (sign * (w.mid - this.midShown) > w.ticks(w.p.halfSpread + 0.5 * w.p.sigma * Math.sqrt(this.life / 60e3))) this.reacted = true;
    if (w.now >= this.pullAt) {
      if (this.taker) {
        const got = w.take(this.side === BID ? ASK : BID, w.p.unit * this.genuineUnits, 2 * w.p.halfSpread + w.p.tickBps, false);
        this.genuineDone += got;
      }
      this.withdrawStep();
      return;
    }
    const near = this.spoofs[0];
    if (near !== undefined && near.size > 0 && this.withdraw !== 'partly hit') {
      const ahead = Math.abs(w.touch(this.side) - near.price);
      // About to be hit: the careful ones are gone.
      if (ahead === 0 && this.distance > 0 && w.now > this.shownAt + 1000 && rng.chance(0.3)) this.pullAt = w.now;
      if (this.follows && ahead > w.ticks(this.distance * 1.8) + 2 && rng.chance(0.3)) {
        const sizes = this.spoofs.map((o) => o.size);
        for (const o of this.spoofs) w.book.cancel(o);
        this.spoofs = [];
        const start = w.touch(this.side);
        sizes.forEach((size, i) => {
          if (size > 0) this.add(Math.round(start - sign * w.ticks(this.distance + i * this.gap)), size);
        });
      }
    }
    w.sched.after(rng.range(40, 160), this, 'watch');
  }

  private withdrawStep(): void {
    const { w, rng } = this;
    if (this.withdraw === 'in steps') {
      const order = this.spoofs.shift();
      if (order !== undefined) w.book.cancel(order);
      this.last = w.now;
      if (this.spoofs.length > 0) {
        w.sched.after(rng.logRange(30, 900), this, 'withdraw');
        return;
      }
    }
    for (const o of this.spoofs) w.book.cancel(o);
    this.spoofs = [];
    this.longest = Math.max(this.longest, w.now - this.shownAt);
    this.last = w.now;
    if (this.genuine !== null) w.book.cancel(this.genuine);
    this.genuine = null;
    if (this.cycle < this.cycles && w.now - this.from + this.maxMs / this.cycles < this.maxMs) {
      w.sched.after(this.pause * rng.range(0.6, 1.4), this);
    } else this.finish();
  }

  private finish(): void {
    const w = this.w;
    const ratio = this.ratio / Math.max(1, this.shown);
    let why = '';
    if (ratio < 1.5) why = 'no larger than its neighbours';
    else if (this.longest < 700) why = `gone after ${this.longest} ms, before it could be told from a fleeting quote`;
    else if (this.genuineDone === 0 && this.cycle === 1) why = 'shown once and nothing of the genuine order traded: the same as an honest order withdrawn';
    const lots = 10 ** w.p.sizeDecimals;
    this.done({
      kind: 'spoofing',
      side: this.side === BID ? 'bid' : 'ask',
      from: this.from,
      to: this.last,
      prices: [...this.prices].map((x) => ((x * w.p.tickStep) / 10 ** w.p.priceDecimals).toFixed(w.p.priceDecimals)),
      fair: why === '',
      note: `${why === '' ? '' : `${why}; `}${this.layers} layers, ${ratio.toFixed(1)} x the usual large size, ${this.distance.toFixed(2)} bps from the touch, gap ${this.gap.toFixed(2)} bps, life ${Math.round(this.life)} ms, shown ${this.cycle} times, withdrawn ${this.withdraw}, ${this.follows ? 'follows the price, ' : ''}genuine ${this.taker ? 'taken' : 'rested'} and traded ${this.genuineDone / lots}, layers hit for ${this.hits / lots}, the market ${this.reacted ? 'moved' : 'did not move'}`,
    });
  }
}
