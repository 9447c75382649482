/** The crowd: arrivals, cancellations and market orders whose intensities depend on the state of the book and on past events. */
import { better, other } from './book.ts';
import type { Level, Order, Side } from './book.ts';
import { CANCEL, Hawkes, LIMIT, MARKET } from './hawkes.ts';
import { Rng } from './rng.ts';
import { away, drawDistance, drawSize, roundPrice } from './sizes.ts';
import type { World } from './world.ts';

/** How many units from the touch orders are watched from second to second. */
const NEAR = 12;

export class Flow {
  #w: World; #r: Rng; #h: Hawkes;
  /** Fleeting orders live for a second or a few; patient ones far longer. */
  #fleeting: number; #fleetingShare: number;
  #near: number;
  #rates = new Float64Array(6);

  constructor(w: World, seed: number) {
    this.#w = w;
    this.#r = new Rng(seed, 'flow');
    const r = this.#r;
    this.#h = new Hawkes(r.range(6, 18), r.range(0.15, 0.4), r.range(0.75, 1.1));
    this.#fleeting = r.logRange(0.8, 3);
    this.#fleetingShare = r.range(0.4, 0.65);
    this.#near = w.p.regime === 'coarse' ? 4 : w.p.regime === 'tiny' ? 25 : 10;
    w.onTrade.push((taker, size) => { this.#h.hit(MARKET, taker, Math.min(1, 0.3 + size / w.p.size * 0.5)); });
  }

  /** Lets the crowd act until the time given, or the next thing on the agenda. Returns whether it acted. */
  step(until: number): boolean {
    const w = this.#w, r = this.#r;
    this.#h.decay(w.now);
    const bound = this.#total();
    const at = w.now + r.exp(1000 / bound);
    if (at >= until) return false;
    // Excitation only decays between events, so what held a moment ago bounds what holds now.
    w.now = at;
    w.tape.advance(at);
    this.#h.decay(at);
    let x = r.u() * bound;
    if (x > this.#total()) return true;
    for (let i = 0; i < 6; i++) {
      x -= this.#rates[i]!;
      if (x <= 0) {
        const side = (i & 1) as Side;
        if (i < CANCEL) this.#limit(side); else if (i < MARKET) this.#cancelNear(side); else this.#market(side);
        return true;
      }
    }
    return true;
  }

  #total(): number {
    const w = this.#w, p = w.p, h = this.#h, b = w.book;
    const wide = Math.min(3, Math.max(0.5, w.spread / (2 * p.half + 0.5)));
    const pace = Math.min(p.bursts ? 1.7 : 2.5, Math.sqrt(Math.max(0.4, w.heat / (p.bursts ? 5 : 1))));
    let sum = 0;
    for (const side of [0, 1] as const) {
      const s = better(side);
      const i = s * w.imbalance;
      const calm = 1 - 0.85 * w.stress[side];
      // State scales what comes of itself; what earlier events set off is bounded, or a wild hour would feed on itself.
      const limit = (p.limits * wide * pace + Math.min(3 * p.limits, h.quick[side]! + h.slow[side]!)) * calm;
      // Pressed: the value has moved through this side's touch, and orders there are stale.
      const pressed = Math.max(0, (b.best(side) - w.fair) * s / (p.half + p.unit));
      const count = this.#count(side);
      const cancel = (p.fickle * count * (1 + 3 * Math.min(6, pressed)) * (1 - 0.4 * i) * (1 + 6 * w.stress[side])
        + Math.min(2 * p.limits, h.quick[2 + side]! + h.slow[2 + side]!) * 0.6) * pace;
      // Buyers come when bids outweigh asks, when the ask is small, with the recent move and against the long one.
      const q = b.bestSize(other(side)) / (p.size * (p.regime === 'coarse' ? p.queue : 2));
      const lean = Math.exp(p.follow * i + p.momentum * s * w.momentum - p.reversion * s * w.stretch);
      const market = (p.markets / 2 * pace + Math.min(4 * p.markets, h.quick[4 + side]! + h.slow[4 + side]!)) * lean * Math.min(1.2, Math.pow(0.3 + q, -0.25));
      this.#rates[side] = limit; this.#rates[2 + side] = cancel; this.#rates[4 + side] = market;
      sum += limit + cancel + market;
    }
    return sum;
  }

  #count(side: Side): number {
    const l = this.#w.book.levels[side];
    const last = this.#w.book.best(side) - better(side) * NEAR * this.#w.p.unit;
    let n = 0;
    for (let i = l.length - 1, k = 0; i >= 0 && k < this.#near && (l[i]!.price - last) * better(side) >= 0; i--, k++) n += l[i]!.count;
    return Math.min(n, 150);
  }

  #limit(side: Side): void {
    const w = this.#w, p = w.p, r = this.#r, b = w.book;
    const best = b.best(side), s = better(side), spread = w.spread;
    let price: number, d = 0;
    if (spread > 1 && r.chance(p.regime === 'thin' ? Math.min(0.5, 0.12 * Math.pow(spread / (2 * p.half), 2)) : Math.min(0.75, 0.5 * spread / (spread + 2 * p.half)))) {
      const most = Math.max(1, Math.min(spread - 1, Math.round(spread * 0.6)));
      price = best + s * (r.chance(0.45) ? 1 : r.int(1, most));
      // Nobody sensible improves on a price that the value says is already too good.
      if ((price - w.fair) * s > -0.6 * p.half && r.chance(0.9)) price = best;
    } else if (r.chance(p.regime === 'coarse' ? 0.4 : 0.22)) price = best;
    else {
      d = drawDistance(r, p);
      price = away(side, best, d);
      if (r.chance(0.3)) price = roundPrice(r, side, price, d);
    }
    // A long queue keeps new orders away; an empty one attracts.
    const q = b.total(side, price) / p.size;
    const room = p.queue * (p.regime === 'coarse' ? 1 + Math.min(2, d / 8) : 1 + Math.min(4, d / p.unit / 10));
    if (r.chance(q / (q + room)) && r.chance(0.9)) return;
    const o = w.limit(side, price, drawSize(r, p, 1 + 0.5 * Math.log1p(d / p.unit / 4)));
    this.#h.hit(LIMIT, side);
    this.#live(o, d / p.unit);
  }

  #live(o: Order, d: number): void {
    const w = this.#w, r = this.#r;
    const life = r.chance(this.#fleetingShare) ? r.logNormal(this.#fleeting * Math.pow(1 + d, 0.4), 1.1)
      : r.exp(w.p.patience * Math.pow(1 + d / 3, 0.9));
    w.after(Math.min(life, 14400) * 1000, () => { this.#expire(o); });
  }

  #expire(o: Order): void {
    if (o.level === null) return;
    this.#w.cancel(o);
    this.#h.hit(CANCEL, o.side, 0.5);
  }

  /** Cancels someone near the touch; the back of a queue is given up more easily than the front. */
  #cancelNear(side: Side): void {
    const w = this.#w, r = this.#r;
    const l = w.book.levels[side];
    const level = l[l.length - 1 - Math.min(l.length - 5, Math.floor(this.#near * Math.pow(r.u(), 1.3)))] as Level | undefined;
    // Far orders are not watched so closely: they end with their own life.
    if (level === undefined || (w.book.best(side) - level.price) * better(side) > NEAR * w.p.unit) return;
    let o = level.tail;
    for (let n = Math.floor(level.count * Math.pow(r.u(), 1.5)); n > 0 && o?.prev; n--) o = o.prev;
    // Orders with an owner who watches them are not the crowd's to cancel.
    if (o === null || o.onFill !== null || o.hidden > 0) return;
    w.cancel(o);
    this.#h.hit(CANCEL, side);
  }

  #market(side: Side): void {
    const w = this.#w, p = w.p, r = this.#r;
    const rest = other(side);
    const touch = w.book.bestSize(rest);
    let size = drawSize(r, p, p.regime === 'coarse' ? 1.5 : 0.6, 0.4);
    // Most look first at what is there.
    if (r.chance(0.65)) size = Math.min(size, r.chance(0.35) ? touch : Math.ceil(touch * r.u()));
    w.take(side, size, w.far(side, r.chance(0.1) ? 40 : 6));
  }
}
