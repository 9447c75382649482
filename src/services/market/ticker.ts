import { isBlind } from './blindness.ts';
import { ageMs, type Reading } from './reading.ts';
import { tickerIn } from './received.ts';
import { standing } from './standing.ts';
import { lastTrade } from './tape.ts';

/** Maximum age of a ticker; its 24-hour values hardly change in less. */
const TICKER_OLD_MS = 60_000;

/** Why the venue's 24-hour values are unknown; null if they are known. */
export function whyNoTicker({ market, symbol, at }: Reading): string | null {
  const { ticker } = symbol.streams;
  if (tickerIn(market.received) === null || ticker?.state !== 'synced') return standing(symbol, 'ticker');
  const age = ageMs(ticker.lastAt, at);
  return age === null || age > TICKER_OLD_MS ? `the last ticker is ${Math.round((age ?? 0) / 1_000)} s old` : null;
}

/** A last price and its age. */
export interface LastPrice {
  readonly price: number;
  readonly ageMs: number | null;
}

/** The price of the newest trade, or of a fresh ticker while trades are not received; null if neither is known. */
export function lastPrice(reading: Reading): LastPrice | null {
  const { market, symbol, at, exchangeAt } = reading;
  const { trade, ticker } = symbol.streams;
  const known = !isBlind(symbol, 'trade') || (trade?.state === 'gap' && symbol.trades.doubt === null) || trade?.state === 'stale';
  const traded = known ? lastTrade(market.tape) : null;
  if (traded !== null) return { price: traded.price, ageMs: ageMs(traded.at, exchangeAt) };
  const stated = tickerIn(market.received);
  return whyNoTicker(reading) === null && stated !== null
    ? { price: stated.last, ageMs: ageMs(ticker?.lastAt ?? null, at) }
    : null;
}

/** Why there is no last price. */
export const whyNoLast = ({ symbol }: Reading): string =>
  symbol.streams.ticker === undefined
    ? `${standing(symbol, 'trade')}, and there is no ticker`
    : `${standing(symbol, 'trade')}, and the ticker is missing or old`;
