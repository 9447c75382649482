import { timeOfDay, US_PER_SECOND, type Micros } from '../../../core/index.ts';
import type { KnownTrades, Print } from './types.ts';

type Traded = Pick<Print, 'price' | 'at'>;

interface TradedSecond {
  readonly low: Traded;
  readonly last: Traded;
}

/** Lowest trade since the start of a fall, and the last trade before it; null without one. */
interface LowestTrade {
  readonly start: Micros;
  readonly from: Traded | null;
  readonly low: Traded | null;
}

/** Prices traded in the last ten seconds, and since the start of the current fall. Plain data. */
export interface TradedPrices {
  current: TradedSecond | null;
  /** Oldest first; null without a trade. */
  readonly seconds: (TradedSecond | null)[];
  /** Last trade before these seconds. */
  before: Traded | null;
  /** Latest time at which these seconds may lack a trade; null if they have all. */
  lacking: Micros | null;
  /** Null outside of a run or a risk. */
  fall: LowestTrade | null;
}

const SECONDS = 10;

export const newTradedPrices = (): TradedPrices => ({ current: null, seconds: [], before: null, lacking: null, fall: null });

const lower = (a: Traded | null, b: Traded | null): Traded | null => (a === null || (b !== null && b.price < a.price) ? b : a);

export function takeTradedPrice(prices: TradedPrices, { price, at }: Traded): void {
  const trade = { price, at };
  prices.current = { low: lower(prices.current?.low ?? null, trade) ?? trade, last: trade };
}

/** A trade may be missing although nothing shows which. */
export function lackTrades(prices: TradedPrices, at: Micros): void {
  prices.lacking = Math.max(prices.lacking ?? at, at);
}

/** A trade came after later ones. Its second is not known any more unless a fall has begun. */
export function takeLatePrice(prices: TradedPrices, { price, at }: Traded): void {
  const { fall } = prices;
  if (fall === null) return lackTrades(prices, at);
  if (at > fall.start) prices.fall = { ...fall, low: lower(fall.low, { price, at }) };
  else if (at >= (fall.from?.at ?? at)) prices.fall = { ...fall, from: { price, at } };
}

function addSecond(prices: TradedPrices, second: TradedSecond | null): void {
  prices.seconds.push(second);
  if (prices.seconds.length > SECONDS) prices.before = prices.seconds.shift()?.last ?? prices.before;
}

/** Ends a second, at each sample of the book. */
export function passTradedSecond(prices: TradedPrices): void {
  addSecond(prices, prices.current);
  prices.current = null;
}

/** A second before that sample, whose trades are counted in its own. */
export const passSilentSecond = (prices: TradedPrices): void => addSecond(prices, null);

/** Begins again after a gap, with the last trade in it. */
export const restartPrices = ({ current, lacking }: TradedPrices): TradedPrices => ({
  ...newTradedPrices(),
  before: current?.last ?? null,
  lacking,
});

/** The lowest trade with that of the last second; a fall begins with the first of the samples of the mid, one a second. */
export function followLowest({ seconds, before, fall }: TradedPrices, samples: number, at: Micros): LowestTrade {
  if (fall !== null) return { ...fall, low: lower(fall.low, seconds.at(-1)?.low ?? null) };
  const first = Math.max(0, seconds.length - Math.max(0, samples - 1));
  const from = seconds.slice(0, first).findLast((second) => second !== null)?.last ?? before;
  const low = seconds.slice(first).reduce<Traded | null>((lowest, second) => lower(lowest, second?.low ?? null), null);
  return { start: at - Math.max(0, samples - 1) * US_PER_SECOND, from, low };
}

/** Why the lowest trade is not known; null if it is. */
function whyUnknown({ fall, lacking }: TradedPrices, { since, missing }: KnownTrades): string | null {
  if (fall === null) return 'it was not followed';
  const from = fall.from?.at ?? fall.start;
  const lacks = since === null || since > from || (lacking !== null && lacking >= from) || missing.some(({ to }) => to >= from);
  if (lacks) return 'trades may be missing';
  return fall.low === null ? 'there was no trade' : null;
}

const UNKNOWN = { low_trade: null, low_trade_after_s: null, low_trade_pct: null } as const;

/** The lowest trade, its time from the onset in seconds, and its distance below the last trade before the fall in per cent. */
export function lowestFacts(prices: TradedPrices, onset: Micros, known: KnownTrades) {
  const why = whyUnknown(prices, known);
  const { low = null, from = null } = prices.fall ?? {};
  if (why !== null || low === null) return { seen: UNKNOWN, words: `lowest trade unknown, because ${why}` };
  const share = from === null ? null : (1 - low.price / from.price) * 100;
  const seen = {
    low_trade: low.price,
    low_trade_after_s: Math.round((low.at - onset) / 1_000) / 1_000,
    low_trade_pct: share,
  };
  const fell = share !== null && share > 0 ? ` (-${share.toPrecision(3)} % from ${from?.price})` : '';
  return { seen, words: `lowest trade ${low.price}${fell} at ${timeOfDay(low.at)}` };
}
