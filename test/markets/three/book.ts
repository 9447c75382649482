/** The order book: individual orders, queues in order of time, sizes in lots and prices in ticks (both whole numbers). */

/** 0: bid (or a buyer), 1: ask (or a seller). */
export type Side = 0 | 1;

export interface Owner {
  /** Told at once, in the middle of a match: it must not touch the book, only schedule. */
  filled(order: Order, size: number): void;
  /** The displayed part is used up: the next slice (a reserve order of the exchange's own kind), or 0. */
  refill?(order: Order): number;
}

export interface Order {
  readonly side: Side;
  readonly tick: number;
  size: number;
  readonly owner: Owner | null;
  /** Null once filled or cancelled. */
  level: Level | null;
}

export interface Level {
  readonly tick: number;
  total: number;
  readonly queue: Order[];
}

export interface Sink {
  /** Called before a level's total changes. */
  touched(side: Side, tick: number, before: number): void;
  trade(tick: number, size: number, taker: Side): void;
  /** The touch may be another now, before the next fill: told before a taker's order and after each level that it uses up. */
  moved(): void;
}

/** One side; `keys` rises towards the best price, so that most of the work is at the array's end. */
export class Half {
  readonly side: Side;
  readonly #sign: number;
  readonly keys: number[] = [];
  readonly levels = new Map<number, Level>();

  constructor(side: Side) {
    this.side = side;
    this.#sign = side === 0 ? 1 : -1;
  }

  get count(): number {
    return this.keys.length;
  }

  /** The i-th level from the best. */
  at(i: number): Level {
    return this.levels.get(this.#sign * this.keys[this.keys.length - 1 - i]) as Level;
  }

  best(): number {
    return this.#sign * this.keys[this.keys.length - 1];
  }

  open(tick: number): Level {
    const known = this.levels.get(tick);
    if (known !== undefined) return known;
    const level: Level = { tick, total: 0, queue: [] };
    this.levels.set(tick, level);
    const key = this.#sign * tick;
    if (this.keys.length === 0 || key > this.keys[this.keys.length - 1]) this.keys.push(key);
    else this.keys.splice(this.#find(key), 0, key);
    return level;
  }

  close(tick: number): void {
    this.levels.delete(tick);
    const i = this.#find(this.#sign * tick);
    if (i === this.keys.length - 1) this.keys.pop();
    else this.keys.splice(i, 1);
  }

  #find(key: number): number {
    let low = 0;
    let high = this.keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.keys[middle] < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

export class Book {
  readonly halves: readonly [Half, Half] = [new Half(0), new Half(1)];
  readonly #sink: Sink;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  best(side: Side): number {
    return this.halves[side].best();
  }

  bestSize(side: Side): number {
    return this.halves[side].at(0).total;
  }

  total(side: Side, tick: number): number {
    return this.halves[side].levels.get(tick)?.total ?? 0;
  }

  /** Rests an order; one that would cross is moved back to the last price that does not (post only, repriced). */
  place(side: Side, tick: number, size: number, owner: Owner | null): Order {
    const other = this.halves[1 - side];
    let price = Math.max(1, tick);
    if (other.count > 0) {
      if (side === 0 && price >= other.best()) price = other.best() - 1;
      if (side === 1 && price <= other.best()) price = other.best() + 1;
    }
    const level = this.halves[side].open(price);
    this.#sink.touched(side, price, level.total);
    const order: Order = { side, tick: price, size: Math.max(1, Math.round(size)), owner, level };
    level.queue.push(order);
    level.total += order.size;
    return order;
  }

  /** False: already gone, or the last level of its side (a book must have two sides). */
  cancel(order: Order): boolean {
    const level = order.level;
    if (level === null) return false;
    const half = this.halves[order.side];
    if (level.queue.length === 1 && half.count <= 2) return false;
    this.#sink.touched(order.side, order.tick, level.total);
    level.queue.splice(level.queue.indexOf(order), 1);
    level.total -= order.size;
    order.level = null;
    if (level.queue.length === 0) half.close(order.tick);
    return true;
  }

  /** A buyer (0) or seller (1) crosses the spread as far as `limit`; what finds nobody is dropped. Gives what was filled. */
  take(taker: Side, size: number, limit: number): number {
    const half = this.halves[1 - taker];
    let left = Math.round(size);
    this.#sink.moved();
    while (left > 0 && half.count > 2) {
      const level = half.at(0);
      if (taker === 0 ? level.tick > limit : level.tick < limit) break;
      this.#sink.touched(half.side, level.tick, level.total);
      while (left > 0 && level.queue.length > 0) {
        const order = level.queue[0];
        const part = Math.min(left, order.size);
        this.#sink.trade(level.tick, part, taker);
        left -= part;
        order.size -= part;
        level.total -= part;
        order.owner?.filled(order, part);
        if (order.size > 0) continue;
        level.queue.shift();
        const slice = order.owner?.refill?.(order) ?? 0;
        if (slice > 0) {
          // A reserve order's new slice goes to the back of the queue.
          order.size = slice;
          level.total += slice;
          level.queue.push(order);
        } else order.level = null;
      }
      if (level.queue.length === 0) {
        half.close(level.tick);
        this.#sink.moved();
      }
    }
    return Math.round(size) - left;
  }
}
