import { US_PER_MINUTE, type DecodedTrade, type Micros } from '../../core/index.ts';
import type { CandleCheck, CandleClaim } from './candle-check.ts';
import type { Context } from './context.ts';
import type { SymbolState } from './state.ts';

/** The current minute, and finished minutes that may still be compared. */
const MINUTES_KEPT = 4;

/** Whether a market's trades are compared with its candles: only where nothing else proves that none was lost. */
export const hasCandleCheck = ({ venue }: Pick<Context, 'venue'>, { streams }: Pick<SymbolState, 'streams'>): boolean =>
  venue.trades.proof === 'none' && streams.trade !== undefined && streams.candle !== undefined;

function addTo(claim: CandleClaim, { tsEvent, size }: DecodedTrade): void {
  if (tsEvent >= claim.start && tsEvent <= claim.upTo) claim.received += size;
}

/** Relative error of a sum of many sizes; larger than half a step only above 5 × 10¹² steps. */
const ROUNDING = 1e-13;

/**
 * Whether the candle counts exactly our trades: the volumes differ by less than half a step of the market's sizes. An
 * unfinished candle may miss the newest trades that we have.
 */
export function isMet({ closed, volume, received }: CandleClaim, { instrument }: Pick<SymbolState, 'instrument'>): boolean {
  const tolerance = instrument === null ? 0 : Math.max(10 ** -instrument.sizeScale / 2, volume * ROUNDING);
  return received > volume - tolerance && (!closed || received < volume + tolerance);
}

/** Adds a trade to the sum of its minute, and to those of the candles that may count it. */
export function countTrade(context: Context, symbol: SymbolState, trade: DecodedTrade): void {
  if (!hasCandleCheck(context, symbol)) return;
  const { tsEvent, size } = trade;
  const { sums, closed, forming, doubted } = symbol.trades.check;
  if (closed !== null) addTo(closed, trade);
  if (forming !== null) addTo(forming, trade);
  for (const { claim } of doubted) if (claim !== null) addTo(claim, trade);
  const last = sums.at(-1);
  if (last !== undefined && tsEvent >= last.start && tsEvent < last.start + US_PER_MINUTE) {
    last.volume += size;
    return;
  }
  const start = tsEvent - (tsEvent % US_PER_MINUTE);
  const next = sums.findIndex((sum) => sum.start >= start);
  const held = sums[next];
  if (held?.start === start) held.volume += size;
  else if (next !== 0 || sums.length < MINUTES_KEPT) sums.splice(next === -1 ? sums.length : next, 0, { start, volume: size });
  if (sums.length > MINUTES_KEPT) sums.shift();
}

/** The volume of our trades in a minute; null if the minute is no longer counted. */
export function sumOf({ sums }: CandleCheck, start: Micros): number | null {
  const held = sums.find((sum) => sum.start === start);
  if (held !== undefined) return held.volume;
  const [oldest] = sums;
  return oldest !== undefined && start < oldest.start ? null : 0;
}

/** Whether a page may still decide a doubt. */
export const isUndecided = ({ doubted }: CandleCheck): boolean => doubted.some(({ page }) => page !== 'lost');
