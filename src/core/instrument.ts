import type { Micros } from './time.ts';

/** A venue with its market: `binance-spot`, `kraken-spot`. */
export type VenueId = string;

/** `venue:native-symbol`, the one identity of an instrument. */
export type InstrumentId = `${VenueId}:${string}`;

export const INSTRUMENT_KINDS = ['spot', 'perp', 'future', 'option', 'binary', 'selection'] as const;
export type InstrumentKind = (typeof INSTRUMENT_KINDS)[number];

/** What can be traded, as the venue defines it at one time. */
export interface Instrument {
  readonly id: InstrumentId;
  readonly venue: VenueId;
  /** The venue's own name: `BTCUSDT`, `BTC/USD`. */
  readonly symbol: string;
  /** Null where no definition has said it: a symbol alone does not distinguish spot and perpetual. */
  readonly kind: InstrumentKind | null;
  readonly base: string;
  readonly quote: string;
  /** Decimals of a price and of a size. */
  readonly priceScale: number;
  readonly sizeScale: number;
  /** Smallest steps, in quote and base currency; null where no definition has said. */
  readonly tick: number | null;
  readonly lot: number | null;
  readonly status: 'trading' | 'halted' | 'unknown';
  /** `definition`: the venue said so. `digits`: assumed from the digits seen in a recording. */
  readonly scaleFrom: 'definition' | 'digits';
  /** Null for spot, and if no definition states it. */
  readonly contract: ContractTerms | null;
  /** Counts the definitions of one run; absent: the first. */
  readonly version?: number;
}

/** What a contract is over; null where the venue does not say, or its kind has no such thing. */
export interface ContractTerms {
  /** What one contract is worth: base currency where linear, quote currency where inverse. 1 where sizes are in base currency. */
  readonly size: number | null;
  /** Currency of profit, loss and margin. */
  readonly settle: string | null;
  /** `true`: worth a fixed amount of quote currency, settled in base currency. */
  readonly inverse: boolean | null;
  /** What its price follows: a currency or an index, as the venue names it. */
  readonly underlying: string | null;
  /** Null for a perpetual. */
  readonly expiry: Micros | null;
  /** Of an option, quote currency. */
  readonly strike: number | null;
  readonly optionSide: 'call' | 'put' | null;
}

export const instrumentId = (venue: VenueId, symbol: string): InstrumentId => `${venue}:${symbol}`;

/** How people write a symbol, without case and separators: `btc/usd` and `BTC-USD` are `BTCUSD`. */
export const symbolKey = (text: string): string => text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');
