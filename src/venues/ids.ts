/**
 * The ids of all venues, in the order in which they are tried if the user names none. Lists, tests, settings, the manifest and
 * the docs derive from it. A venue is registered here and in `index.ts`; the compiler checks that they agree.
 */
export const VENUE_IDS = ['binance-spot', 'kraken-spot', 'binance-usdm'] as const;
