import type { Agent } from './agent.ts';

export const BID = 0;
export const ASK = 1;
export type Side = 0 | 1;

export interface Order {
  readonly side: Side;
  readonly price: number;
  readonly owner: Agent;
  /** Displayed size in lots; 0 once gone. */
  size: number;
  /** Hidden reserve of a native iceberg; the engine itself shows the next slice, at the back of the queue. */
  hidden: number;
  slice: (() => number) | null;
  level: Level | null;
  prev: Order | null;
  next: Order | null;
}

export interface Level {
  readonly price: number;
  total: number;
  count: number;
  head: Order | null;
  tail: Order | null;
}

/** Told of each change, before it happens (`touch`) and after (`settled`). */
export interface BookListener {
  touch(side: Side, price: number, sizeBefore: number): void;
  settled(): void;
  trade(price: number, size: number, taker: Side): void;
}

class Half {
  readonly levels = new Map<number, Level>();
  /** Sort keys, the best last: most changes are near the touch, so insertions move little. Key = price for bids, -price for asks. */
  readonly keys: number[] = [];

  find(key: number): number {
    let lo = 0;
    let hi = this.keys.length;
    while (lo < hi) {
      const mid = (lo + hi) >> 1;
      if ((this.keys[mid] as number) < key) lo = mid + 1;
      else hi = mid;
    }
    return lo;
  }
}

/** Price-time priority over whole ticks and whole lots. */
export class Book {
  private readonly halves = [new Half(), new Half()];
  private readonly listener: BookListener;

  constructor(listener: BookListener) {
    this.listener = listener;
  }

  levels(side: Side): number {
    return (this.halves[side] as Half).keys.length;
  }

  /** The level at `rank` from the touch (0 = best), or null. */
  at(side: Side, rank: number): Level | null {
    const half = this.halves[side] as Half;
    const i = half.keys.length - 1 - rank;
    if (i < 0) return null;
    const key = half.keys[i] as number;
    return half.levels.get(side === BID ? key : -key) as Level;
  }

  best(side: Side): number {
    const keys = (this.halves[side] as Half).keys;
    if (keys.length === 0) return side === BID ? 0 : Infinity;
    const key = keys[keys.length - 1] as number;
    return side === BID ? key : -key;
  }

  level(side: Side, price: number): Level | undefined {
    return (this.halves[side] as Half).levels.get(price);
  }

  /** Adds a resting order. The caller has made sure that it does not cross. */
  place(side: Side, price: number, size: number, owner: Agent): Order {
    if (!(size > 0) || !Number.isInteger(size) || !Number.isInteger(price)) throw new Error(`bad order ${price} ${size}`);
    const half = this.halves[side] as Half;
    let level = half.levels.get(price);
    this.listener.touch(side, price, level === undefined ? 0 : level.total);
    if (level === undefined) {
      level = { price, total: 0, count: 0, head: null, tail: null };
      half.levels.set(price, level);
      const key = side === BID ? price : -price;
      const i = half.find(key);
      if (i === half.keys.length) half.keys.push(key);
      else half.keys.splice(i, 0, key);
    }
    const order: Order = { side, price, owner, size, hidden: 0, slice: null, level: null, prev: null, next: null };
    append(level, order);
    this.listener.settled();
    return order;
  }

  /** Takes an order out, wholly. Nothing happens if it is already gone. */
  cancel(order: Order): void {
    const level = order.level;
    if (level === null) return;
    this.listener.touch(order.side, order.price, level.total);
    unlink(level, order);
    this.drop(order.side, level);
    order.size = 0;
    order.hidden = 0;
    this.listener.settled();
  }

  /** Makes an order smaller, keeping its place. */
  reduce(order: Order, size: number): void {
    const level = order.level;
    if (level === null || size >= order.size) return;
    if (size <= 0) {
      this.cancel(order);
      return;
    }
    this.listener.touch(order.side, order.price, level.total);
    level.total -= order.size - size;
    order.size = size;
    this.listener.settled();
  }

  /** An immediate-or-cancel order against `side`, to at worst `limit`. Returns the size filled. */
  take(side: Side, size: number, limit: number): number {
    const taker: Side = side === BID ? ASK : BID;
    let left = size;
    while (left > 0) {
      const level = this.at(side, 0);
      if (level === null || (side === ASK ? level.price > limit : level.price < limit)) break;
      // The last level of a side is never emptied, so that there is always a quote.
      if (this.levels(side) <= 2) break;
      const order = level.head as Order;
      const fill = Math.min(left, order.size);
      left -= fill;
      this.listener.touch(side, level.price, level.total);
      this.listener.trade(level.price, fill, taker);
      if (fill < order.size) {
        order.size -= fill;
        level.total -= fill;
      } else {
        unlink(level, order);
        if (order.hidden > 0 && order.slice !== null) {
          order.size = Math.min(order.hidden, order.slice());
          order.hidden -= order.size;
          append(level, order);
        } else {
          order.size = 0;
          this.drop(side, level);
        }
      }
      this.listener.settled();
      order.owner.filled?.(order, fill);
    }
    return size - left;
  }

  private drop(side: Side, level: Level): void {
    if (level.count > 0) return;
    const half = this.halves[side] as Half;
    half.levels.delete(level.price);
    const i = half.find(side === BID ? level.price : -level.price);
    if (i === half.keys.length - 1) half.keys.pop();
    else half.keys.splice(i, 1);
  }
}

function append(level: Level, order: Order): void {
  order.level = level;
  order.prev = level.tail;
  order.next = null;
  if (level.tail === null) level.head = order;
  else level.tail.next = order;
  level.tail = order;
  level.total += order.size;
  level.count++;
}

function unlink(level: Level, order: Order): void {
  if (order.prev === null) level.head = order.next;
  else order.prev.next = order.next;
  if (order.next === null) level.tail = order.prev;
  else order.next.prev = order.prev;
  level.total -= order.size;
  level.count--;
  order.level = null;
  order.prev = null;
  order.next = null;
}
