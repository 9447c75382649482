import { US_PER_MINUTE, US_PER_SECOND, type Micros } from '../../core/index.ts';
import type { ClockFrame, SymbolView } from '../../runtime/feed/index.ts';
import { aliveAt, BLIND_US, blindTrades, whyBlind, type Blind } from './blindness.ts';
import { minuteOf, SETTLE_US, settleMinute } from './candles.ts';
import type { MarketState } from './market-state.ts';
import { isInOrder } from './standing.ts';
import { breakStudies, passStudies } from './studies/dispatch.ts';
import { pruneTape, shiftTape } from './tape.ts';
import type { MarketSettings } from './settings.ts';
import type { InputContext } from './take-event.ts';

/** Trades are kept for the profile of half an hour; a longer flow window is reported as incomplete. */
const TAPE_US = 31 * US_PER_MINUTE;

/** How long trades are kept, µs. */
export const tapeUs = ({ REPORT_WINDOW_SEC }: Pick<MarketSettings, 'REPORT_WINDOW_SEC'>): number =>
  Math.max(TAPE_US, REPORT_WINDOW_SEC * US_PER_SECOND);
const DAY_US = 86_400 * US_PER_SECOND;
/** A larger step back is a clock correction. */
const BACK_US = 2 * US_PER_SECOND;

/** By how much time jumped because the exchange's clock was corrected; 0 if it continued. */
function leapOf({ framed, passedAt }: MarketState, now: Micros, { offset }: ClockFrame): number {
  if (now < passedAt - BACK_US) return now - passedAt;
  const leap = framed === null ? 0 : framed.offset - offset;
  // The offset returned to its former value, so the process was suspended and the time really passed.
  const isBack = framed?.before != null && Math.abs(framed.before - offset) <= BACK_US;
  return leap > BACK_US && now > passedAt + BACK_US && !isBack ? leap : 0;
}

/** The clock offset from now on. */
function frameOf({ framed }: MarketState, now: Micros, { offset }: ClockFrame): MarketState['framed'] {
  if (framed === null) return { offset, before: null, from: now };
  return { ...framed, offset, before: Math.abs(framed.offset - offset) > BACK_US ? framed.offset : framed.before };
}

/** Applies a clock correction of `by` µs: trades keep their distances, learnt state restarts. */
function moveTime(market: MarketState, symbol: SymbolView, now: Micros, by: number): void {
  shiftTape(market.tape, by);
  market.minute = minuteOf(now);
  breakStudies('clock', { market, symbol, at: now });
  // Minutes computed under the wrong clock have wrong times.
  const own = by > 0 && market.framed !== null ? minuteOf(market.framed.from) : now + 1;
  for (const start of market.candles.keys()) if (start >= own) market.candles.delete(start);
  market.framed = null;
}

/** Stores finished minutes whose trades are all known, or in doubt: bars leave a minute out while its doubt lasts. */
function settleMinutes(market: MarketState, now: Micros, blind: readonly Blind[]): void {
  const knownOnceDecided = blind.filter(({ isDoubted }) => isDoubted !== true);
  if (Math.abs(now - market.minute) > DAY_US) market.minute = minuteOf(now);
  for (; market.minute + US_PER_MINUTE + SETTLE_US <= now; market.minute += US_PER_MINUTE)
    if (whyBlind(market.tape, knownOnceDecided, market.minute - 1, market.minute + US_PER_MINUTE) === null)
      settleMinute(market.candles, market.tape, market.minute);
}

/** Advances exchange time to `now`: drops old trades, stores finished minutes, then advances each study. */
export function passTime(
  market: MarketState,
  symbol: SymbolView,
  now: Micros,
  { settings, position, frame }: InputContext,
): void {
  const leap = leapOf(market, now, frame);
  if (leap !== 0) moveTime(market, symbol, now, leap);
  market.passedAt = now;
  market.framed = frameOf(market, now, frame);
  const blind = blindTrades(market.tape, symbol, now, frame);
  pruneTape(market.tape, now - tapeUs(settings));
  settleMinutes(market, now, blind);
  const alive = aliveAt(symbol, symbol.streams.book === undefined ? 'trade' : 'book');
  market.seen = alive !== null && now - (alive - frame.offset) <= BLIND_US;
  passStudies({ market, symbol, at: now, settings, position, blind, whole: market.seen && isInOrder(symbol) });
}
