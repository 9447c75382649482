import type { Clause, MarketNamed } from '../text/clauses.ts';
import { plainSymbol, type Market } from '../text/market-names.ts';
import type { Proven } from './proven.ts';

/** The market named so far; a clause without its own market is about it. */
export interface Subject {
  /** A symbol or an asset. */
  readonly instrument: MarketNamed | null;
  readonly venue: MarketNamed | null;
  /** An earlier sentence named several markets, so "its" may refer to any of them. */
  readonly several: boolean;
}

export const NO_SUBJECT: Subject = { instrument: null, venue: null, several: false };

export const isInstrument = (named: MarketNamed): boolean => named.symbol !== null || named.asset !== null;

/** The subject after further names. */
export const moved = (subject: Subject, named: readonly MarketNamed[]): Subject => {
  const instrument = named.findLast(isInstrument);
  return {
    instrument: instrument ?? subject.instrument,
    venue: named.findLast(({ venue }) => venue !== null) ?? subject.venue,
    several: instrument === undefined && subject.several,
  };
};

/** The subject after a sentence. */
export function afterSentence(subject: Subject, named: readonly MarketNamed[]): Subject {
  const instruments = named.filter(isInstrument);
  const names = new Set(instruments.map(({ symbol, asset }) => symbol ?? asset));
  const one = [...names].every((name) =>
    [...names].every((other) => (name ?? '').startsWith(other ?? '') || (other ?? '').startsWith(name ?? '')),
  );
  return { ...moved(subject, named), several: instruments.length === 0 ? subject.several : !one };
}

/**
 * The market of an answer that a clause is about. Null if the answer has several and the clause names none; undefined if the
 * clause is about another market.
 */
export function marketFor(own: readonly MarketNamed[], before: Subject, { markets }: Proven): Market | null | undefined {
  const instruments = own.filter(isInstrument);
  if (instruments.length === 0 && before.several && markets.length > 0) return undefined;
  const venues = own.filter(({ venue }) => venue !== null);
  const inherited = instruments.length === 0 && before.instrument !== null ? [before.instrument] : [];
  const place = venues.length === 0 && before.venue !== null && instruments.length === 0 ? [before.venue] : venues;
  const fitting = markets.filter(
    (market) =>
      instruments.every((named) => isOf(named, market)) &&
      // A name from another sentence is compared by asset, because venues write the pair differently.
      inherited.every((named) => isOf(named, market) || isSameBase(named, market, markets)) &&
      place.every(({ venue }) => venue === market.venue || venue === market.venue.split('-')[0]),
  );
  const named = own.length > 0 || inherited.length > 0 || place.length > 0;
  if (fitting.length === 1) return fitting[0];
  if (fitting.length === 0) return named || markets.length === 0 ? (named ? undefined : null) : null;
  return null;
}

const isOf = ({ symbol, asset }: MarketNamed, market: Market): boolean =>
  symbol === null ? asset === market.base : plainSymbol(symbol) === plainSymbol(market.symbol);

/** Whether a name belongs to a market: its symbol, its venue, or an asset of its pair. */
export const isNamed = (named: MarketNamed, market: Market): boolean =>
  (named.symbol === null || plainSymbol(named.symbol) === plainSymbol(market.symbol)) &&
  (named.venue === null || named.venue === market.venue || named.venue === market.venue.split('-')[0]) &&
  (named.asset === null || named.asset === market.base || named.asset === market.quote);

/** "BTCUSDT" in one sentence may become BTC/USD of another venue in the next. */
const isSameBase = ({ symbol }: MarketNamed, market: Market, all: readonly Market[]): boolean =>
  symbol !== null && all.length > 0 && market.base !== null && plainSymbol(symbol).startsWith(market.base);

/** Whether neither the clause nor earlier text names the market. The asset of an order's size counts as a name. */
export const namesNoMarket = ({ markets, settings }: Clause, { instrument }: Subject): boolean =>
  instrument === null && !markets.some(isInstrument) && settings.every(({ what }) => what !== 'order');
