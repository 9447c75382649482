import { symbolKey, type Instrument } from '../../core/index.ts';

/** Kraken's old codes, as base or quote. */
const OLD_CODES = [
  [/^BTC|BTC$/g, 'XBT'],
  [/^DOGE|DOGE$/g, 'XDG'],
] as const;

/** Names of an instrument: its symbol, base plus quote, and these with Kraken's old codes, such as `ETHXBT`. */
export function keysOf(symbol: string, instrument: Instrument | null): string[] {
  const keys = [symbolKey(symbol)];
  if (instrument !== null && instrument.base !== '') keys.push(symbolKey(instrument.base + instrument.quote));
  return keys.flatMap((key) =>
    OLD_CODES.reduce((all, [code, old]) => [...all, ...all.map((one) => one.replace(code, old))], [key]),
  );
}
