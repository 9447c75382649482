import { toRfc3339, US_PER_MINUTE, US_PER_SECOND, type DecodedData, type Micros } from '../../core/index.ts';
import { clockOffset } from './clock-offset.ts';
import type { Context } from './context.ts';
import { doubtMinute, endDoubt, settleDoubts } from './minute-doubts.ts';
import type { CandleClaim } from './candle-check.ts';
import { hasCandleCheck, isMet, sumOf } from './minute-sums.ts';
import type { SymbolState } from './state.ts';

/** How long trades may come after a candle that counts them, or after the end of their minute. */
const LATE_US = 2 * US_PER_SECOND;
/** The same for a final candle, which comes after the end of its minute. */
const LATE_AFTER_FINAL_US = US_PER_SECOND;
/** How long after a minute its final candle is waited for. */
const FINAL_WITHIN_US = 5 * US_PER_SECOND;

/** Keeps a one-minute candle of the stream for comparison with the trades of its minute. */
export function takeCandle(context: Context, symbol: SymbolState, candle: DecodedData<'candle'>): void {
  const { interval, unit, start, volume, closed, tsEvent } = candle;
  if (interval !== '1m' || unit !== 'base' || start % US_PER_MINUTE !== 0 || !hasCandleCheck(context, symbol)) return;
  const { check } = symbol.trades;
  const end = start + US_PER_MINUTE - 1;
  const upTo = closed || tsEvent === null ? end : Math.min(end, tsEvent);
  const received = sumOf(check, start);
  if (received === null) return;
  const claim = { start, upTo, volume, closed, at: context.feed.now, received };
  if (closed) check.closed = claim;
  else check.forming ??= claim;
}

/** Compares candles with trades when due, and requests pages of trades for minutes in doubt. */
export function watchCandles(context: Context, symbol: SymbolState): void {
  if (!hasCandleCheck(context, symbol)) return;
  const { check } = symbol.trades;
  const { now } = context.feed;
  const isPaused = now < check.pausedUntil;
  if (isPaused) check.closed = check.forming = null;
  compareFinal(context, symbol);
  compareForming(context, symbol);
  check.waits = isPaused ? null : waitingFor(context, symbol);
  settleDoubts(context, symbol);
}

/** Whether all trades of a minute should be known, so that its candle can be compared. */
function isComparable({ feed: { clock } }: Context, { trades, streams, instrument }: SymbolState, start: Micros): boolean {
  const state = streams.trade?.state;
  const isCertain =
    clock.skew === 0 && clock.steppedAt === null && clock.pending === 0 && clock.rivals.length === 0 && clock.late?.to !== null;
  const end = start + US_PER_MINUTE;
  return (
    isCertain &&
    instrument !== null &&
    (state === 'synced' || state === 'stale' || state === 'gap') &&
    trades.doubt === null &&
    trades.first !== null &&
    start >= trades.check.since &&
    trades.firstTs <= start &&
    !trades.missing.some(({ after, before }) => before >= start && after < end)
  );
}

/** A final candle: any difference puts the minute in doubt. */
function compareFinal(context: Context, symbol: SymbolState): void {
  const { check } = symbol.trades;
  const { closed: claim } = check;
  if (claim === null) return;
  const { now, clock } = context.feed;
  const { start, at } = claim;
  const isKnown = isComparable(context, symbol, start);
  const isEqual = isKnown && isMet(claim, symbol);
  const ended = start + US_PER_MINUTE + (clockOffset(clock) ?? 0);
  if (isKnown && !isEqual && now < Math.max(at + LATE_AFTER_FINAL_US, ended + LATE_US)) return;
  check.closed = null;
  if (check.forming?.start === start) check.forming = null;
  check.verified = Math.max(check.verified, start);
  if (isEqual) endDoubt(context, symbol, start);
  else if (isKnown) doubtMinute(context, symbol, claim, whyDoubted(symbol, claim));
}

/** An unfinished candle: trades that it counts must have arrived a little later. */
function compareForming(context: Context, symbol: SymbolState): void {
  const { check } = symbol.trades;
  const { forming: claim } = check;
  if (claim === null) return;
  const isReached = !isComparable(context, symbol, claim.start) || isMet(claim, symbol);
  if (!isReached && context.feed.now < claim.at + LATE_US) return;
  check.forming = null;
  if (!isReached) doubtMinute(context, symbol, claim, whyDoubted(symbol, claim));
}

function whyDoubted({ instrument }: SymbolState, { start, volume, closed, received }: CandleClaim): string {
  const text = (size: number) => String(Number(size.toFixed(instrument?.sizeScale ?? 0)));
  const minute = toRfc3339(start).slice(11, 16);
  return `the venue's candle of ${minute} has a volume of ${text(volume)}${closed ? '' : ' so far'}, the trades received ${text(received)}`;
}

/** The last finished minute, while its final candle may still come and was not compared. */
function waitingFor(context: Context, symbol: SymbolState): Micros | null {
  const { now, clock } = context.feed;
  const { check } = symbol.trades;
  const at = now - (clockOffset(clock) ?? 0);
  const start = at - (at % US_PER_MINUTE) - US_PER_MINUTE;
  if (check.verified >= start || symbol.streams.candle?.state !== 'synced') return null;
  const isSoon = at < start + US_PER_MINUTE + FINAL_WITHIN_US || check.closed?.start === start;
  return isSoon && isComparable(context, symbol, start) ? start : null;
}
