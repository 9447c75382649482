import type { Instrument } from '../../core/index.ts';

/** A coin that a venue trades in thousands or millions. */
interface Multiple {
  readonly coin: string;
  readonly times: number;
}

/**
 * Base assets by venue, as Binance lists them. A name alone proves nothing: `1000X` is left out, because a coin also has this name.
 */
const MULTIPLES: Readonly<Record<string, Readonly<Record<string, Multiple>>>> = {
  'binance-usdm': {
    ...thousands('BONK BTTC CAT CHEEMS FLOKI LUNC PEPE RATS SATS SHIB WHY XEC'),
    '1000000BOB': { coin: 'BOB', times: 1_000_000 },
    '1000000MOG': { coin: 'MOG', times: 1_000_000 },
    '1MBABYDOGE': { coin: 'BABYDOGE', times: 1_000_000 },
  },
  'binance-spot': {
    ...thousands('CAT CHEEMS SATS'),
    '1MBABYDOGE': { coin: 'BABYDOGE', times: 1_000_000 },
  },
};

function thousands(coins: string): Readonly<Record<string, Multiple>> {
  return Object.fromEntries(coins.split(' ').map((coin) => [`1000${coin}`, { coin, times: 1000 }]));
}

/** The coin that one unit of the base asset is a multiple of; null for every base asset that is not in the list of its venue. */
export function multipleOf({ venue, base }: Pick<Instrument, 'venue' | 'base'>): Multiple | null {
  const listed = MULTIPLES[venue];
  return listed !== undefined && Object.hasOwn(listed, base) ? (listed[base] ?? null) : null;
}
