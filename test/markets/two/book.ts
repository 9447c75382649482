/** The limit order book: single orders, first in first out at each price. Prices in ticks, sizes in lots, whole numbers. */
export type Side = 0 | 1; // 0 bids, 1 asks
export const other = (s: Side): Side => (s === 0 ? 1 : 0);
/** Direction of "better" for a side: bids up, asks down. */
export const better = (s: Side): number => (s === 0 ? 1 : -1);

export interface Order {
  readonly side: Side;
  readonly price: number;
  size: number;
  /** What the matching engine itself refills from (a native iceberg). */
  hidden: number;
  /** Size of the next displayed slice of a native iceberg. */
  nextSlice: (() => number) | null;
  onFill: ((o: Order, size: number) => void) | null;
  level: Level | null;
  prev: Order | null;
  next: Order | null;
}
export interface Level { readonly price: number; total: number; count: number; head: Order | null; tail: Order | null }

export class Book {
  /** Best last, so that the busy end is the cheap end. */
  readonly levels: [Level[], Level[]] = [[], []];
  #at: [Map<number, Level>, Map<number, Level>] = [new Map(), new Map()];
  /** Told before a level changes, with the total it had. */
  onChange: (side: Side, price: number, before: number) => void = () => {};

  best(side: Side): number { const l = this.levels[side]; return (l[l.length - 1] as Level).price; }
  bestSize(side: Side): number { const l = this.levels[side]; return (l[l.length - 1] as Level).total; }
  total(side: Side, price: number): number { return this.#at[side].get(price)?.total ?? 0; }
  level(side: Side, price: number): Level | undefined { return this.#at[side].get(price); }

  /** How many levels are worse than the price. */
  rank(side: Side, price: number): number {
    const l = this.levels[side];
    const s = better(side);
    let lo = 0, hi = l.length;
    while (lo < hi) {
      const mid = (lo + hi) >> 1;
      if (((l[mid] as Level).price - price) * s < 0) lo = mid + 1; else hi = mid;
    }
    return lo;
  }

  add(side: Side, price: number, size: number): Order {
    const o: Order = { side, price, size, hidden: 0, nextSlice: null, onFill: null, level: null, prev: null, next: null };
    let level = this.#at[side].get(price);
    this.onChange(side, price, level?.total ?? 0);
    if (level === undefined) {
      level = { price, total: 0, count: 0, head: null, tail: null };
      this.#at[side].set(price, level);
      this.levels[side].splice(this.rank(side, price), 0, level);
    }
    append(level, o);
    return o;
  }

  cancel(o: Order): boolean {
    if (o.level === null) return false;
    this.onChange(o.side, o.price, o.level.total);
    this.#take(o);
    return true;
  }

  /** Fewer, in place: the order keeps its turn. */
  reduce(o: Order, to: number): void {
    if (o.level === null || to >= o.size) return;
    if (to <= 0) { this.cancel(o); return; }
    this.onChange(o.side, o.price, o.level.total);
    o.level.total -= o.size - to;
    o.size = to;
  }

  /** Executes against `side` up to `limit`; `fill` is called after each resting order's part. Leaves the last few levels alone. */
  match(side: Side, limit: number, size: number, fill: (o: Order, n: number) => void): number {
    const levels = this.levels[side];
    const s = better(side);
    let left = size;
    while (left > 0 && levels.length > 4) {
      const level = levels[levels.length - 1] as Level;
      if ((level.price - limit) * s < 0) break;
      const o = level.head as Order;
      const n = Math.min(left, o.size);
      left -= n;
      this.onChange(side, level.price, level.total);
      o.size -= n;
      level.total -= n;
      if (o.size === 0) {
        if (o.hidden > 0 && o.nextSlice !== null) {
          // A refill by the engine goes to the end of the queue, within the same instant.
          const slice = Math.min(o.hidden, o.nextSlice());
          unlink(level, o);
          o.hidden -= slice;
          o.size = slice;
          append(level, o);
        } else this.#take(o);
      }
      fill(o, n);
      o.onFill?.(o, n);
    }
    return size - left;
  }

  #take(o: Order): void {
    const level = o.level as Level;
    unlink(level, o);
    if (level.count === 0) {
      this.#at[o.side].delete(level.price);
      this.levels[o.side].splice(this.rank(o.side, level.price), 1);
    }
  }
}

function append(level: Level, o: Order): void {
  o.level = level;
  o.prev = level.tail;
  o.next = null;
  if (level.tail === null) level.head = o; else level.tail.next = o;
  level.tail = o;
  level.total += o.size;
  level.count++;
}

function unlink(level: Level, o: Order): void {
  if (o.prev === null) level.head = o.next; else o.prev.next = o.next;
  if (o.next === null) level.tail = o.prev; else o.next.prev = o.prev;
  level.total -= o.size;
  level.count--;
  o.level = null; o.prev = null; o.next = null;
}
