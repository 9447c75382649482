import type { RecordedVenue } from './venues/index.ts';

/** By which factor the nearest symbol's id must be nearer than the next, to be chosen. */
const CLEARLY = 10;

/** Update ids seen per symbol, for venues that number each symbol separately. */
export class SymbolIds {
  readonly #near = new Map<string, number>();

  /** Records a frame's id and returns its symbol. With `first`, only the symbol's first id is kept. */
  learn(venue: RecordedVenue, message: string, keep: 'first' | 'latest'): string | null {
    const named = venue.identify(message);
    if (named === null) return null;
    const { symbol } = named;
    const id = named.id ?? Number.NaN;
    const known = this.#near.get(symbol);
    if (known === undefined || Number.isNaN(known) || (keep === 'latest' && !Number.isNaN(id))) this.#near.set(symbol, id);
    return symbol;
  }

  symbols(): readonly string[] {
    return [...this.#near.keys()];
  }

  /**
   * The symbol of a snapshot with this id: the only symbol, or the symbol with the nearest id if it is at least ten times nearer
   * than the next. Null if unclear.
   */
  fits(id: number): string | null {
    if (this.#near.size === 1) return this.symbols()[0] ?? null;
    const ranked = [...this.#near]
      .filter(([, near]) => !Number.isNaN(near))
      .map(([symbol, near]) => ({ symbol, distance: Math.abs(near - id) }))
      .toSorted((a, b) => a.distance - b.distance);
    const [best, next] = ranked;
    if (best === undefined || next === undefined) return best?.symbol ?? null;
    return best.distance * CLEARLY <= next.distance ? best.symbol : null;
  }

  copy(): SymbolIds {
    const other = new SymbolIds();
    for (const [symbol, near] of this.#near) other.#near.set(symbol, near);
    return other;
  }
}
