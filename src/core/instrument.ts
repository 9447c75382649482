/** A venue with its market: `binance-spot`, `kraken-spot`. */
export type VenueId = string;

/** `venue:native-symbol`, the one identity of an instrument. */
export type InstrumentId = `${VenueId}:${string}`;

export type InstrumentKind = 'spot' | 'perp' | 'future' | 'option' | 'binary' | 'selection';

/** What can be traded, as the venue defines it at one time. */
export interface Instrument {
  readonly id: InstrumentId;
  readonly venue: VenueId;
  /** The venue's own name: `BTCUSDT`, `BTC/USD`. */
  readonly symbol: string;
  readonly kind: InstrumentKind;
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
  /** Counts the definitions of one run; absent: the first. */
  readonly version?: number;
}

export const instrumentId = (venue: VenueId, symbol: string): InstrumentId => `${venue}:${symbol}`;

/** How people write a symbol, without case and separators: `btc/usd` and `BTC-USD` are `BTCUSD`. */
export const symbolKey = (text: string): string => text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');
