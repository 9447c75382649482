/**
 * Every venue by its id, in the order in which a start without a wish tries them. Lists, tests, settings, the manifest and
 * the docs derive from it; a venue is registered here and in `index.ts`, which the compiler holds to this list.
 */
export const VENUE_IDS = ['binance-spot', 'kraken-spot', 'binance-usdm'] as const;
