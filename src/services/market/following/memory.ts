import { z } from 'zod';
import type { Clock, InstrumentId, VenueId } from '../../../core/index.ts';
import { readRows, type State } from '../../../runtime/state/index.ts';

/**
 * Markets followed and unfollowed at run time, stored as differences from the default markets. At start, a market is
 * followed if it was followed at run time, or is a default that was not unfollowed.
 */
export interface MarketMemory {
  /** Symbols to follow at start, by venue. Symbols above the limit are in `leftOut`, and stay stored. */
  atStart(most: number): { readonly symbols: ReadonlyMap<VenueId, readonly string[]>; readonly leftOut: readonly string[] };
  /** Stores a wish on disk before it returns. Throws TF_STATE_UNUSABLE. */
  remember(venue: VenueId, symbol: string, wish: Wish): void;
  /** The stored difference of a market; null if there is none. */
  stored(venue: VenueId, symbol: string): Wish | null;
  /** Whether the market is not followed because `unfollow` was remembered: of a default, or in this run. */
  wasUnfollowed(venue: VenueId, symbol: string): boolean;
  /** Returns to the defaults. */
  clear(): void;
}

export type Wish = 'follow' | 'unfollow';

/** Symbols in the venue's spelling, in the order of the settings. */
export type DefaultMarkets = ReadonlyMap<VenueId, readonly string[]>;

/** Far above any limit of markets; this program never writes so many rows. */
const MOST_ROWS = 10_000;

const row = z.object({
  row: z.number(),
  venue: z.string().max(40),
  symbol: z
    .string()
    .max(40)
    .regex(/^[\p{L}\p{N}/_.:-]+$/u),
  followed: z.literal([0, 1]),
});

export function createMarketMemory(state: State, defaults: DefaultMarkets, clock: Pick<Clock, 'now'>): MarketMemory {
  const rows = () =>
    readRows(
      state,
      { table: 'markets', schema: row },
      `SELECT rowid AS row, venue, symbol, followed FROM markets ORDER BY at, rowid LIMIT ${MOST_ROWS}`,
    ).rows;
  const isDefault = (venue: VenueId, symbol: string): boolean => defaults.get(venue)?.includes(symbol) ?? false;

  const stored: MarketMemory['stored'] = (venue, symbol) => {
    const [found] = state.all('SELECT followed FROM markets WHERE venue = ? AND symbol = ?', venue, symbol);
    return found === undefined ? null : found['followed'] === 1 ? 'follow' : 'unfollow';
  };
  /** Markets unfollowed in this run, because the end of what was followed at run time leaves no row. */
  const gone = new Set<InstrumentId>();

  return {
    atStart(most) {
      const kept = rows().filter(({ venue, symbol, followed }) => isDefault(venue, symbol) !== (followed === 1));
      const differs = (venue: VenueId, symbol: string) => kept.some((one) => one.venue === venue && one.symbol === symbol);
      const symbols = new Map(
        Array.from(defaults, ([venue, all]) => [venue, all.filter((symbol) => !differs(venue, symbol))] as const),
      );
      const leftOut: string[] = [];
      for (const { venue, symbol, followed } of kept) {
        const own = symbols.get(venue);
        // Skips venues that this run does not follow.
        if (followed === 0 || own === undefined) continue;
        if ([...symbols.values()].flat().length < most) symbols.set(venue, [...own, symbol]);
        else leftOut.push(`${venue}:${symbol}`);
      }
      return { symbols, leftOut };
    },
    remember(venue, symbol, wish) {
      if (isDefault(venue, symbol) === (wish === 'follow'))
        state.run('DELETE FROM markets WHERE venue = ? AND symbol = ?', venue, symbol);
      else
        state.run(
          'INSERT INTO markets (venue, symbol, followed, at) VALUES (?, ?, ?, ?) ON CONFLICT (venue, symbol) DO UPDATE SET followed = excluded.followed, at = excluded.at',
          venue,
          symbol,
          wish === 'follow' ? 1 : 0,
          clock.now(),
        );
      const id: InstrumentId = `${venue}:${symbol}`;
      if (wish === 'follow') gone.delete(id);
      else if (gone.size < MOST_ROWS) gone.add(id);
    },
    stored,
    wasUnfollowed: (venue, symbol) =>
      gone.has(`${venue}:${symbol}`) || (isDefault(venue, symbol) && stored(venue, symbol) === 'unfollow'),
    clear: () => void state.run('DELETE FROM markets'),
  };
}
