export type Side = 'bid' | 'ask';
export type Taker = 'buy' | 'sell';

/** A resting order. Prices are in ticks, sizes in lots. */
export interface Order {
  readonly side: Side;
  readonly price: number;
  /** What is left; 0 once filled or cancelled. */
  size: number;
  /** Leaves when the price turns against it, as most of the crowd does. */
  readonly nervous: boolean;
  /** Called after the taker is done, so that owners cannot change the book in the middle of a match. */
  readonly filled?: (lots: number) => void;
  /** Exchange-side reserve: the next slice to show, sent to the back of the queue. 0: none left. */
  readonly refill?: () => number;
}

export interface Level {
  readonly price: number;
  total: number;
  queue: Order[];
  dead: number;
}

export interface Listener {
  changed(side: Side, price: number, before: number): void;
  traded(price: number, lots: number, taker: Taker): void;
}

export const other = (side: Side): Side => (side === 'bid' ? 'ask' : 'bid');

/** One side, sorted with the best level last because most changes happen there. */
class Half {
  readonly levels: Level[] = [];
  readonly at = new Map<number, Level>();
  readonly sign: number;

  constructor(side: Side) {
    this.sign = side === 'bid' ? 1 : -1;
  }

  find(price: number): number {
    let low = 0;
    let high = this.levels.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.levels[middle]!.price * this.sign < price * this.sign) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  remove(level: Level): void {
    this.at.delete(level.price);
    this.levels.splice(this.find(level.price), 1);
  }
}

/** A limit order book with price-time priority. */
export class Book {
  readonly #half = { bid: new Half('bid'), ask: new Half('ask') };
  /** Set once the opening book is complete. */
  listener: Listener | null = null;
  lastTrade = 0;

  best(side: Side): Level {
    return this.#half[side].levels.at(-1)!;
  }

  mid(): number {
    return (this.best('bid').price + this.best('ask').price) / 2;
  }

  spread(): number {
    return this.best('ask').price - this.best('bid').price;
  }

  total(side: Side, price: number): number {
    return this.#half[side].at.get(price)?.total ?? 0;
  }

  /** The n-th level from the best, 0 first. */
  level(side: Side, n: number): Level | undefined {
    return this.#half[side].levels.at(-1 - n);
  }

  count(side: Side): number {
    return this.#half[side].levels.length;
  }

  /** Would an order at this price trade at once? */
  crosses(side: Side, price: number): boolean {
    const best = this.#half[other(side)].levels.at(-1);
    return best !== undefined && (side === 'bid' ? price >= best.price : price <= best.price);
  }

  add(order: Order): void {
    if (order.size <= 0 || order.price <= 0 || this.crosses(order.side, order.price)) throw new Error('order cannot rest');
    const half = this.#half[order.side];
    let level = half.at.get(order.price);
    if (level === undefined) {
      level = { price: order.price, total: 0, queue: [], dead: 0 };
      half.at.set(order.price, level);
      half.levels.splice(half.find(order.price), 0, level);
    }
    this.listener?.changed(order.side, order.price, level.total);
    level.queue.push(order);
    level.total += order.size;
  }

  cancel(order: Order): void {
    if (order.size === 0) return;
    const half = this.#half[order.side];
    // The last two levels stay, so that there is always a best price.
    if (half.levels.length <= 2) return;
    const level = half.at.get(order.price)!;
    this.listener?.changed(order.side, order.price, level.total);
    level.total -= order.size;
    order.size = 0;
    level.dead++;
    if (level.total === 0) half.remove(level);
    else if (level.dead > 16 && level.dead > level.queue.length / 2) {
      level.queue = level.queue.filter((resting) => resting.size > 0);
      level.dead = 0;
    }
  }

  /** Takes up to `lots` no worse than `limit`; what does not fill is dropped. Returns what was filled. */
  take(taker: Taker, lots: number, limit: number): number {
    const side: Side = taker === 'buy' ? 'ask' : 'bid';
    const half = this.#half[side];
    const fills: [Order, number][] = [];
    let left = lots;
    while (left > 0 && half.levels.length > 2) {
      const level = half.levels.at(-1)!;
      if (taker === 'buy' ? level.price > limit : level.price < limit) break;
      this.listener?.changed(side, level.price, level.total);
      let i = 0;
      for (; i < level.queue.length && left > 0; i++) {
        const order = level.queue[i]!;
        if (order.size === 0) continue;
        const fill = Math.min(left, order.size);
        order.size -= fill;
        level.total -= fill;
        left -= fill;
        this.lastTrade = level.price;
        this.listener?.traded(level.price, fill, taker);
        fills.push([order, fill]);
        if (order.size > 0) break;
        const slice = order.refill?.() ?? 0;
        if (slice > 0) {
          order.size = slice;
          level.total += slice;
          level.queue.push(order);
        }
      }
      if (i > 0) {
        level.queue.splice(0, i);
        level.dead = 0;
      }
      if (level.total === 0) half.remove(level);
    }
    for (const [order, fill] of fills) order.filled?.(fill);
    return lots - left;
  }
}
