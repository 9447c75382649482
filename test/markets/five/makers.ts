/** Market makers: quote around their own estimate of the value, requote on changes and after fills. */

import type { Order, Owner, Side } from './book.ts';
import { round125 } from './config.ts';
import type { World } from './world.ts';

class Maker implements Owner {
  private readonly w: World;
  private readonly orders: [(Order | null)[], (Order | null)[]] = [[], []];
  private readonly half: number;
  private readonly gap: number;
  private readonly size: number;
  private readonly levels: number;
  private readonly interval: number;
  private readonly lag: number;
  private readonly follow: number;
  private readonly neat: boolean;
  /** Stays on the bid until a crash takes more than this share of the bids. */
  private readonly nerve: number;
  private noise = 0;
  private inventory = 0;
  private seen: number;
  private waiting = false;

  constructor(w: World, nerve: number) {
    const { c, r } = w;
    this.nerve = nerve;
    this.w = w;
    this.half = c.half * r.range(0.8, 1.6);
    this.gap = c.unit * r.range(0.8, 1.6);
    this.size = c.size * c.makerSize * r.logRange(0.4, 2.2) * (c.regime === 'fat' ? Math.min(3, 0.5 * r.pareto(c.tailIndex)) : 1);
    this.levels = Math.max(2, Math.round(c.makerLevels * r.range(0.5, 1.3)));
    this.interval = c.makerInterval * r.logRange(0.4, 2.5);
    this.lag = r.range(0.3, 1);
    this.follow = r.range(0.1, 0.9);
    this.neat = r.chance(0.4);
    this.seen = w.value;
    for (let i = 0; i < this.levels; i++) {
      this.orders[0].push(null);
      this.orders[1].push(null);
    }
    this.look();
  }

  filled(o: Order, qty: number): void {
    this.inventory += o.side === 0 ? qty : -qty;
    if (this.waiting) return;
    // Looks again soon after a fill, and so often reloads at the same price.
    this.waiting = true;
    this.w.after(0.004 + this.w.r.exp(0.12), () => {
      this.waiting = false;
      this.quote(0.35);
    });
  }

  private look(): void {
    this.quote(1);
    this.w.after(0.02 + this.w.r.exp(this.interval), () => this.look());
  }

  private quote(reload: number): void {
    const { c, r, stress, book } = this.w;
    this.seen += this.lag * (this.w.value - this.seen);
    this.noise = 0.9 * this.noise + 0.25 * c.half * r.normal();
    this.inventory *= 0.995;
    const max = this.size * this.levels * 3;
    const lean = Math.max(-1.5, Math.min(1.5, this.inventory / max));
    const vol = Math.max(0.75, Math.min(5, Math.pow(this.w.vol, 0.6)));
    const h = this.half * vol;
    const mid = this.seen + this.noise + (this.follow * this.w.imbalance - lean) * h;
    for (let s = 0 as Side; s < 2; s++) {
      const side = s as Side;
      const list = this.orders[side];
      const wide = side === 0 ? stress.bidWide : stress.askWide;
      for (let i = 0; i < this.levels; i++) {
        const off = h * wide + i * this.gap * vol * Math.sqrt(wide) * (1 + 0.15 * i);
        // Never closer to the other side than this maker would quote, even when that side is stale.
        const room = Math.max(1, Math.round(0.9 * h + i * this.gap));
        const target = side === 0 ? Math.min(Math.floor(mid - off), book.best(1) - room) : Math.max(Math.ceil(mid + off), book.best(0) + room);
        const o = list[i] as Order | null;
        const tol = Math.floor((0.25 + 0.2 * i) * c.unit * vol);
        const gone = side === 0 && stress.bidGone > 0 && this.nerve < stress.bidGone;
        if (o !== null && o.level !== null) {
          if (gone) {
            book.cancel(o);
            continue;
          }
          if (Math.abs(o.price - target) <= tol && (o.size > 0.4 * this.size || !r.chance(0.5))) continue;
          const p = book.clamp(side, target);
          if (p === o.price && o.size > 0.4 * this.size) continue;
          list[i] = book.replace(o, p, this.draw(i));
        } else if (!gone && r.chance(reload * 0.9)) {
          list[i] = book.add(side, target, this.draw(i), this, false);
        }
      }
    }
  }

  private draw(i: number): number {
    const { r, stress, c } = this.w;
    let x = this.size * (1 + 0.25 * i) * stress.makerSize;
    if (c.regime === 'fat' && r.chance(0.12)) x *= Math.min(300, r.pareto(c.tailIndex));
    else x *= r.range(0.6, 1.4);
    return this.neat ? round125(x, r) : x;
  }
}

export function startMakers(w: World): void {
  for (let i = 0; i < w.c.makers; i++) new Maker(w, (i + 1) / w.c.makers);
}
