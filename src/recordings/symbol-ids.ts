import type { RecordedVenue } from './venues/index.ts';

/** How much nearer the best symbol has to be than the next, to be the one. */
const CLEARLY = 10;

/** The update ids that each symbol's frames have shown, where a venue's symbols count their own. */
export class SymbolIds {
  readonly #near = new Map<string, number>();

  /** Returns the frame's symbol. `first`: an id once known stays. */
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
   * The symbol that a book with this id belongs to: the only one, or the one whose ids are nearest, by ten times or
   * more; null where that isn't clear.
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
