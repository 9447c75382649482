import { US_PER_SECOND, type Micros } from '../../core/index.ts';
import { addTo, createSums, sumOf, type Sums } from './compensated.ts';
import {
  createRows,
  dropThrough,
  insertRow,
  rowsFromJson,
  rowsToJson,
  type EventRows,
  type EventRowsJson,
} from './event-rows.ts';
import { volumeProfile, type Profile, type ProfileOptions } from './profile.ts';
import type { Trade } from './trade.ts';

/** Trades at one price, and their volume as a compensated sum. */
interface AtPrice {
  trades: number;
  readonly volume: Sums;
}

/** Volume by price over the last `spanUs` of event time, `(newest − spanUs, newest]`. The caller keeps it. */
export interface ProfileWindow {
  readonly spanUs: Micros;
  /** Time from which all trades are included, set by the caller; null if unknown. */
  since: Micros | null;
  newest: Micros | null;
  /** Price and size of each trade. */
  rows: EventRows;
  readonly prices: Map<number, AtPrice>;
}

/** The window of reports: 30 minutes. */
const PROFILE_SPAN_US = 1_800 * US_PER_SECOND;

export const createProfileWindow = (since: Micros | null = null, spanUs: Micros = PROFILE_SPAN_US): ProfileWindow => ({
  spanUs,
  since,
  newest: null,
  rows: createRows(2),
  prices: new Map(),
});

/** Advances event time to `now`, if it is later. */
export function advanceProfile(window: ProfileWindow, now: Micros): void {
  if (window.newest !== null && now <= window.newest) return;
  window.newest = now;
  const { rows, prices } = window;
  dropThrough(rows, now - window.spanUs, (offset) => {
    const price = rows.values[offset]!;
    const at = prices.get(price)!;
    at.trades -= 1;
    if (at.trades === 0) prices.delete(price);
    else addTo(at.volume, 0, -rows.values[offset + 1]!);
  });
}

/**
 * Adds a trade. A late trade inside the window counts; an older trade is ignored (false). The caller must drop repeated trades.
 * Throws `RangeError` on a number that isn't finite.
 */
export function addToProfile(window: ProfileWindow, { price, size, tsEvent }: Omit<Trade, 'side'>): boolean {
  if (![price, size, tsEvent].every(Number.isFinite)) throw new RangeError(`not a trade: ${price} × ${size} at ${tsEvent}`);
  advanceProfile(window, tsEvent);
  if (tsEvent <= window.newest! - window.spanUs) return false;
  insertRow(window.rows, tsEvent, [price, size]);
  const at = window.prices.get(price) ?? { trades: 0, volume: createSums(1) };
  at.trades += 1;
  addTo(at.volume, 0, size);
  window.prices.set(price, at);
  return true;
}

export const tradesInProfile = ({ rows }: ProfileWindow): number => rows.end - rows.start;

/** The profile over the window that ends at `now`; null below `minTrades` trades (default 10), too few for a shape. */
export function profileOf(
  window: ProfileWindow,
  now: Micros,
  options: ProfileOptions & { readonly minTrades?: number },
): Profile | null {
  advanceProfile(window, now);
  if (tradesInProfile(window) < (options.minTrades ?? 10)) return null;
  const traded = Array.from(window.prices, ([price, { volume }]) => [price, sumOf(volume, 0)] as const);
  return volumeProfile(traded, options);
}

export interface ProfileWindowJson {
  readonly spanUs: Micros;
  readonly since: Micros | null;
  readonly newest: Micros | null;
  readonly rows: EventRowsJson;
  /** Price, trades, and the two cells of the volume, in the order of the map, because the rounding of row sums depends on it. */
  readonly prices: readonly (readonly [price: number, trades: number, hi: number, lo: number])[];
}

export const profileToJson = ({ spanUs, since, newest, rows, prices }: ProfileWindow): ProfileWindowJson => ({
  spanUs,
  since,
  newest,
  rows: rowsToJson(rows),
  prices: Array.from(prices, ([price, { trades, volume }]) => [price, trades, volume[0]!, volume[1]!] as const),
});

/** The inverse of `profileToJson`; later results are bit-identical. */
export const profileFromJson = ({ spanUs, since, newest, rows, prices }: ProfileWindowJson): ProfileWindow => ({
  spanUs,
  since,
  newest,
  rows: rowsFromJson(2, rows),
  prices: new Map(prices.map(([price, trades, hi, lo]) => [price, { trades, volume: Float64Array.of(hi, lo) }])),
});
