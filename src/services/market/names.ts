import { symbolKey, type Instrument } from '../../core/index.ts';

/** Names of an instrument: its symbol, base plus quote, and Kraken's old XBT for BTC. */
export function keysOf(symbol: string, instrument: Instrument | null): string[] {
  const keys = [symbolKey(symbol)];
  if (instrument !== null && instrument.base !== '') keys.push(symbolKey(instrument.base + instrument.quote));
  return keys.flatMap((key) => [key, key.replace(/^BTC/, 'XBT')]);
}
