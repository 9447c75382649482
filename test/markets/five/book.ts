/** A price-time priority book of single orders. Prices in ticks, sizes in lots, both whole numbers. */

/** 0: bid, 1: ask. */
export type Side = 0 | 1;

export interface Owner {
  /** `qty` of `order` has just been traded; `order.size` is what is left. */
  filled(order: Order, qty: number): void;
}

export interface Order {
  readonly side: Side;
  readonly price: number;
  size: number;
  readonly owner: Owner | null;
  /** Patient orders may be pulled by the crowd's reactions. */
  readonly patient: boolean;
  level: Lvl | null;
  prev: Order | null;
  next: Order | null;
}

export interface Lvl {
  readonly price: number;
  total: number;
  count: number;
  head: Order | null;
  tail: Order | null;
}

export interface BookEvents {
  /** The total at a price is about to change. */
  touch(side: Side, price: number, before: number): void;
  /** One resting order filled in part or whole. */
  trade(price: number, qty: number, taker: Side): void;
  /** One operation is over. */
  done(): void;
}

export class Book {
  readonly levels: [Map<number, Lvl>, Map<number, Lvl>] = [new Map(), new Map()];
  /** Sorted keys, the best last; a bid's key is its price, an ask's key its negative. */
  readonly keys: [number[], number[]] = [[], []];
  private readonly events: BookEvents;
  private quiet = 0;

  constructor(events: BookEvents) {
    this.events = events;
  }

  best(side: Side): number {
    const k = this.keys[side];
    const key = k[k.length - 1] as number;
    return side === 0 ? key : -key;
  }

  bestLevel(side: Side): Lvl {
    return this.levels[side].get(this.best(side)) as Lvl;
  }

  /** The i-th level from the best, or undefined. */
  at(side: Side, i: number): Lvl | undefined {
    const k = this.keys[side];
    const key = k[k.length - 1 - i];
    return key === undefined ? undefined : this.levels[side].get(side === 0 ? key : -key);
  }

  count(side: Side): number {
    return this.keys[side].length;
  }

  spread(): number {
    return this.best(1) - this.best(0);
  }

  mid(): number {
    return (this.best(1) + this.best(0)) / 2;
  }

  /** Total resting within `band` ticks of the own best. */
  depth(side: Side, band: number): number {
    const k = this.keys[side];
    const top = k[k.length - 1] as number;
    let sum = 0;
    for (let i = k.length - 1; i >= 0; i--) {
      const key = k[i] as number;
      if (key < top - band) break;
      sum += (this.levels[side].get(side === 0 ? key : -key) as Lvl).total;
    }
    return sum;
  }

  /** Would a post-only order at this price trade? Gives the nearest price that wouldn't. */
  clamp(side: Side, price: number): number {
    const other = this.keys[side === 0 ? 1 : 0];
    if (other.length === 0) return Math.max(1, price);
    const opp = this.best(side === 0 ? 1 : 0);
    return side === 0 ? Math.max(1, Math.min(price, opp - 1)) : Math.max(price, opp + 1);
  }

  /** Posts an order; never trades: the price is clamped behind the other side. */
  add(side: Side, price: number, size: number, owner: Owner | null, patient: boolean): Order {
    const p = this.clamp(side, Math.round(price));
    const order: Order = { side, price: p, size: Math.max(1, Math.round(size)), owner, patient, level: null, prev: null, next: null };
    let lvl = this.levels[side].get(p);
    this.events.touch(side, p, lvl === undefined ? 0 : lvl.total);
    if (lvl === undefined) {
      lvl = { price: p, total: 0, count: 0, head: null, tail: null };
      this.levels[side].set(p, lvl);
      this.insertKey(side, side === 0 ? p : -p);
    }
    order.level = lvl;
    order.prev = lvl.tail;
    if (lvl.tail === null) lvl.head = order;
    else lvl.tail.next = order;
    lvl.tail = order;
    lvl.total += order.size;
    lvl.count++;
    if (this.quiet === 0) this.events.done();
    return order;
  }

  cancel(order: Order): boolean {
    const lvl = order.level;
    if (lvl === null) return false;
    // The last order of a side stays: an exchange's quote always has two sides here.
    if (lvl.count === 1 && this.keys[order.side].length === 1) return false;
    this.events.touch(order.side, order.price, lvl.total);
    this.unlink(order, lvl);
    if (this.quiet === 0) this.events.done();
    return true;
  }

  /** Cancel and new order as one message of the exchange. */
  replace(order: Order, price: number, size: number): Order {
    this.quiet++;
    this.cancel(order);
    const o = this.add(order.side, price, size, order.owner, order.patient);
    this.quiet--;
    if (this.quiet === 0) this.events.done();
    return o;
  }

  /** An immediate-or-cancel order; `taker` 0 buys. Gives the quantity traded. */
  take(taker: Side, qty: number, limit: number): number {
    const side: Side = taker === 0 ? 1 : 0;
    let left = Math.max(1, Math.round(qty));
    const want = left;
    this.quiet++;
    while (left > 0) {
      const lvl = this.bestLevel(side);
      if (taker === 0 ? lvl.price > limit : lvl.price < limit) break;
      const o = lvl.head as Order;
      const lastOfSide = this.keys[side].length <= 2;
      const q = Math.min(left, o.size);
      if (lastOfSide && q === lvl.total) break;
      this.events.touch(side, lvl.price, lvl.total);
      this.events.trade(lvl.price, q, taker);
      left -= q;
      o.size -= q;
      lvl.total -= q;
      if (o.size === 0) this.unlink(o, lvl);
      if (o.owner !== null) o.owner.filled(o, q);
    }
    this.quiet--;
    if (this.quiet === 0 && left < want) this.events.done();
    return want - left;
  }

  private unlink(order: Order, lvl: Lvl): void {
    if (order.prev === null) lvl.head = order.next;
    else order.prev.next = order.next;
    if (order.next === null) lvl.tail = order.prev;
    else order.next.prev = order.prev;
    order.prev = null;
    order.next = null;
    order.level = null;
    lvl.total -= order.size;
    lvl.count--;
    if (lvl.count === 0) {
      this.levels[order.side].delete(lvl.price);
      const k = this.keys[order.side];
      const i = this.find(order.side, order.side === 0 ? lvl.price : -lvl.price);
      if (i === k.length - 1) k.pop();
      else k.splice(i, 1);
    }
  }

  private insertKey(side: Side, key: number): void {
    const k = this.keys[side];
    if (k.length === 0 || key > (k[k.length - 1] as number)) k.push(key);
    else k.splice(this.find(side, key), 0, key);
  }

  /** First index whose key is not below `key`. */
  private find(side: Side, key: number): number {
    const k = this.keys[side];
    let lo = 0;
    let hi = k.length;
    while (lo < hi) {
      const m = (lo + hi) >>> 1;
      if ((k[m] as number) < key) lo = m + 1;
      else hi = m;
    }
    return lo;
  }
}
