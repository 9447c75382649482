import type { Agent } from './agent.ts';
import { ASK, BID } from './book.ts';
import type { Order, Side } from './book.ts';
import type { Rng } from './rng.ts';
import type { Listener, World } from './world.ts';

interface Slot {
  readonly side: Side;
  readonly layer: number;
  order: Order | null;
  /** Not before this time may the slot be quoted again after a fill. */
  ready: number;
}

/** A market maker: keeps a few layers on both sides around its own, late and noisy, idea of the fair price. States:
 * quoting, shy of bids (frightened), away (both sides withdrawn for a while). */
export class Maker implements Agent, Listener {
  readonly passive = true;
  private readonly w: World;
  private readonly rng: Rng;
  private readonly slots: Slot[] = [];
  private readonly size: number;
  private readonly fixed: boolean;
  private readonly gap: number;
  private readonly speed: number;
  private readonly nerve: number;
  private readonly lean: number;
  private readonly pace: number;
  private readonly refill: number;
  private estimate: number;
  private error = 0;
  private inventory = 0;
  private awayUntil = 0;
  private nextBreak: number;

  constructor(w: World, index: number) {
    this.w = w;
    this.rng = w.rng(`maker ${index}`);
    const { p } = w;
    const { rng } = this;
    this.size = Math.max(1, Math.round(w.p.unit * p.makerSize * rng.logRange(0.4, 2.5)));
    this.fixed = rng.chance(0.5);
    this.gap = p.halfSpread * rng.range(0.8, 1.6);
    this.speed = rng.range(0.3, 0.95);
    this.nerve = rng.range(0.15, 1.2);
    this.lean = p.follow * rng.range(0, 0.9);
    this.pace = p.makerPace * rng.logRange(0.5, 2);
    this.refill = rng.logRange(30, 2500);
    this.estimate = w.fair;
    this.nextBreak = rng.exp(1200e3);
    for (const side of [BID, ASK] as const) {
      for (let layer = 0; layer < p.makerLayers; layer++) this.slots.push({ side, layer, order: null, ready: 0 });
    }
    for (const slot of this.slots) this.quote(slot);
    w.listeners.push(this);
    w.sched.after(rng.range(50, this.pace), this);
  }

  wake(arg: unknown): void {
    const { w, rng } = this;
    if (arg === 'leave') {
      this.leave(rng.logRange(800, 20e3));
      return;
    }
    const now = w.now;
    this.error += -0.1 * this.error + 0.15 * w.p.halfSpread * rng.normal();
    this.estimate += (w.fair - this.estimate) * this.speed;
    this.inventory *= 0.998;
    if (now > this.nextBreak) {
      // A pause for its own reasons: both sides vanish, which means nothing.
      this.nextBreak = now + rng.exp(1200e3);
      this.leave(rng.logRange(1000, 30e3));
    }
    if (w.heat > 3 + 5 * this.nerve && rng.chance(0.05)) this.leave(rng.logRange(500, 6000));
    if (now >= this.awayUntil) for (const slot of this.slots) this.tend(slot);
    w.sched.after(this.pace * rng.range(0.4, 1.6), this);
  }

  news(): void {
    if (this.rng.chance(0.5)) this.w.sched.after(this.rng.logRange(20, 900), this, 'leave');
  }

  filled(order: Order, size: number): void {
    this.inventory += (order.side === BID ? 1 : -1) * (size / this.size);
    if (order.size > 0) return;
    for (const slot of this.slots) {
      if (slot.order === order) {
        slot.order = null;
        slot.ready = this.w.now + this.refill * this.rng.range(0.5, 2);
      }
    }
  }

  private leave(ms: number): void {
    this.awayUntil = this.w.now + ms;
    for (const slot of this.slots) {
      if (slot.order !== null) this.w.book.cancel(slot.order);
      slot.order = null;
    }
  }

  private target(slot: Slot): number {
    const { w } = this;
    const p = w.p;
    const heat = Math.max(1, Math.min(6, 0.55 + 0.45 * w.heat)) * (1 + 2 * w.bidFear);
    const skew = this.error - 0.12 * p.halfSpread * Math.max(-6, Math.min(6, this.inventory)) + this.lean * w.imbalance * p.halfSpread;
    const off = p.halfSpread * heat + slot.layer * Math.max(this.gap, p.tickBps);
    return w.away(slot.side, this.estimate + w.ticks(skew), w.ticks(off));
  }

  private tend(slot: Slot): void {
    const { w, rng } = this;
    const order = slot.order;
    const shy = slot.side === BID && w.bidFear > this.nerve;
    if (order !== null && order.size > 0) {
      if (shy) {
        w.book.cancel(order);
        slot.order = null;
        return;
      }
      const drift = Math.abs(order.price - this.target(slot));
      const patience = Math.max(0.6, w.ticks(w.p.halfSpread * (0.3 + 0.25 * slot.layer)));
      if (drift <= patience && !rng.chance(0.004)) return;
      w.book.cancel(order);
      slot.order = null;
    } else if (shy || w.now < slot.ready) return;
    this.quote(slot);
  }

  private quote(slot: Slot): void {
    const { w, rng } = this;
    const grow = 1 + 0.5 * slot.layer;
    const size = this.fixed ? this.size * grow : this.size * grow * rng.range(0.6, 1.4);
    slot.order = w.place(slot.side, this.target(slot), size, this);
  }
}
