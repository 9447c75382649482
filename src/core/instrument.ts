import type { Micros } from './time.ts';

/** Id of a venue and one of its markets: `binance-spot`, `kraken-spot`. */
export type VenueId = string;

/** `venue:native-symbol`, the unique id of an instrument. */
export type InstrumentId = `${VenueId}:${string}`;

export const INSTRUMENT_KINDS = ['spot', 'perp', 'future', 'option', 'binary', 'selection'] as const;
export type InstrumentKind = (typeof INSTRUMENT_KINDS)[number];

/** What can be traded, as the venue defines it at one time. */
export interface Instrument {
  readonly id: InstrumentId;
  readonly venue: VenueId;
  /** The venue's own name: `BTCUSDT`, `BTC/USD`. */
  readonly symbol: string;
  /** Null if no definition states it, because a symbol alone does not distinguish spot and perpetual. */
  readonly kind: InstrumentKind | null;
  readonly base: string;
  readonly quote: string;
  /** Decimals of a price and of a size. */
  readonly priceScale: number;
  readonly sizeScale: number;
  /** Smallest steps, in quote and base currency; null if no definition states them. */
  readonly tick: number | null;
  readonly lot: number | null;
  readonly status: 'trading' | 'halted' | 'unknown';
  /** `definition`: the venue said so. `digits`: assumed from the digits seen in a recording. */
  readonly scaleFrom: 'definition' | 'digits';
  /** Null for spot, and if no definition states it. */
  readonly contract: ContractTerms | null;
  /** Number of the definition within a run; absent for the first definition. */
  readonly version?: number;
}

/** Terms of a contract. A field is null if the venue does not state it or it does not apply to the kind. */
export interface ContractTerms {
  /** Value of one contract: in base currency if linear, in quote currency if inverse; 1 if sizes are in base currency. */
  readonly size: number | null;
  /** Currency of profit, loss and margin. */
  readonly settle: string | null;
  /** `true`: worth a fixed amount of quote currency, settled in base currency. */
  readonly inverse: boolean | null;
  /** The currency or index that its price follows, as the venue names it. */
  readonly underlying: string | null;
  /** Null for a perpetual. */
  readonly expiry: Micros | null;
  /** Of an option, quote currency. */
  readonly strike: number | null;
  readonly optionSide: 'call' | 'put' | null;
}

export const instrumentId = (venue: VenueId, symbol: string): InstrumentId => `${venue}:${symbol}`;

/** A symbol without case and separators, so that spellings compare equal: `btc/usd` and `BTC-USD` give `BTCUSD`. */
export const symbolKey = (text: string): string => text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');
