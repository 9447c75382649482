// Made by `npm run docs` from the venues' cards.

/** Each venue as people call it. */
export const VENUE_NAMES: Readonly<Record<string, string>> = {
  'binance-spot': 'Binance Spot',
  'kraken-spot': 'Kraken Spot',
  'binance-usdm': 'Binance USD-M Futures',
};
