import type { BookSide } from '../core/index.ts';

/** One side of a book in whole ticks and lots: two sorted arrays, best last. Deliberately simple. */
export class SideLevels {
  readonly side: BookSide;
  readonly #sign: number;
  /** Ticks times the sign, ascending towards the best. */
  #keys: number[] = [];
  #lots: number[] = [];

  constructor(side: BookSide) {
    this.side = side;
    this.#sign = side === 'bid' ? 1 : -1;
  }

  get count(): number {
    return this.#keys.length;
  }

  /** Tick at `rank` (0 is the best); NaN past the end. */
  tickAt(rank: number): number {
    return (this.#keys[this.#keys.length - 1 - rank] ?? Number.NaN) * this.#sign;
  }

  lotsAt(rank: number): number {
    return this.#lots[this.#lots.length - 1 - rank] ?? 0;
  }

  lotsOf(tick: number): number {
    const at = this.#find(tick * this.#sign);
    return this.#keys[at] === tick * this.#sign ? (this.#lots[at] as number) : 0;
  }

  /** Sets a level, 0 removes it; returns the previous lots. */
  set(tick: number, lots: number): number {
    const key = tick * this.#sign;
    const at = this.#find(key);
    if (this.#keys[at] !== key) {
      if (lots > 0) {
        this.#keys.splice(at, 0, key);
        this.#lots.splice(at, 0, lots);
      }
      return 0;
    }
    const was = this.#lots[at] as number;
    if (lots > 0) this.#lots[at] = lots;
    else {
      this.#keys.splice(at, 1);
      this.#lots.splice(at, 1);
    }
    return was;
  }

  /** The best `n` levels, best first, as [tick, lots]. */
  top(n: number): [number, number][] {
    const levels: [number, number][] = [];
    for (let rank = 0; rank < Math.min(n, this.count); rank++) levels.push([this.tickAt(rank), this.lotsAt(rank)]);
    return levels;
  }

  clone(): SideLevels {
    const copy = new SideLevels(this.side);
    copy.#keys = this.#keys.slice();
    copy.#lots = this.#lots.slice();
    return copy;
  }

  #find(key: number): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#keys[middle] as number) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
