import type { Levels } from '../../src/core/index.ts';

/** A very simple book for comparison: two maps, sorted when read. */
export class NaiveBook {
  readonly #bids = new Map<number, number>();
  readonly #asks = new Map<number, number>();

  load(bids: Levels, asks: Levels): void {
    this.#bids.clear();
    this.#asks.clear();
    this.apply(bids, asks);
  }

  apply(bids: Levels, asks: Levels): void {
    set(this.#bids, bids);
    set(this.#asks, asks);
  }

  /** Drops what lies past `depth` levels. */
  truncate(depth: number): void {
    for (const [price] of this.bids().slice(depth)) this.#bids.delete(price);
    for (const [price] of this.asks().slice(depth)) this.#asks.delete(price);
  }

  bids(): [number, number][] {
    return [...this.#bids].toSorted(([a], [b]) => b - a);
  }

  asks(): [number, number][] {
    return [...this.#asks].toSorted(([a], [b]) => a - b);
  }

  bestBid(): readonly [number, number] | undefined {
    return best(this.#bids, (a, b) => a > b);
  }

  bestAsk(): readonly [number, number] | undefined {
    return best(this.#asks, (a, b) => a < b);
  }
}

function set(side: Map<number, number>, levels: Levels): void {
  for (let i = 0; i < levels.length; i += 2) {
    const price = levels[i] as number;
    const size = levels[i + 1] as number;
    if (size === 0) side.delete(price);
    else side.set(price, size);
  }
}

function best(side: Map<number, number>, better: (a: number, b: number) => boolean): readonly [number, number] | undefined {
  let found: readonly [number, number] | undefined;
  for (const level of side) if (found === undefined || better(level[0], found[0])) found = level;
  return found;
}

export const flat = (levels: readonly (readonly [number, number])[]): Levels => Float64Array.from(levels.flat());
