import { toRfc3339, US_PER_MINUTE, US_PER_SECOND, type DecodedData, type Micros } from '../../core/index.ts';
import { clockOffset, isAhead } from './clock-offset.ts';
import type { Context } from './context.ts';
import { doubtMinute, endDoubt, settleDoubts } from './minute-doubts.ts';
import type { CandleCheck, CandleClaim } from './candle-check.ts';
import { hasCandleCheck, isMet, sumOf } from './minute-sums.ts';
import type { SymbolState } from './state.ts';

/** How long trades may come after a candle that counts them, or after the end of their minute. */
const LATE_US = 2 * US_PER_SECOND;
/** The same for a final candle, which comes after the end of its minute. */
const LATE_AFTER_FINAL_US = US_PER_SECOND;
/** How long after a minute its final candle is waited for. */
const FINAL_WITHIN_US = 5 * US_PER_SECOND;
/** Maximum minutes without a comparison that wait for the trades around them. Longer interruptions are gaps of the stream. */
const OWED_MOST = 5;

/** Keeps a one-minute candle of the stream for comparison with the trades of its minute. */
export function takeCandle(context: Context, symbol: SymbolState, candle: DecodedData<'candle'>): void {
  const { interval, unit, start, volume, closed, tsEvent } = candle;
  if (interval !== '1m' || unit !== 'base' || start % US_PER_MINUTE !== 0 || !hasCandleCheck(context, symbol)) return;
  const { check } = symbol.trades;
  // A venue whose clock was set back may still send the candle of a later minute.
  if (isAhead(context.feed.clock, context.feed.now, start)) return;
  check.heard = Math.max(check.heard, start);
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
  if (hasCandles(context, check)) doubtUnproven(context, symbol, isPaused);
  check.waits = isPaused || !hasCandles(context, check) ? null : waitingFor(context, symbol);
  settleDoubts(context, symbol);
}

/** Whether candles can come. A recording may have none, and then no minute waits for one. */
const hasCandles = ({ feed: { settings } }: Context, { heard }: CandleCheck): boolean => !settings.recorded || heard > 0;

/** Whether all trades of a minute should be known, so that its candle can be compared. */
function isComparable({ feed: { clock } }: Context, { trades, streams, instrument }: SymbolState, start: Micros): boolean {
  const state = streams.trade?.state;
  const isCertain = clock.pending === 0 && clock.rivals.length === 0 && clock.late?.to !== null;
  const end = start + US_PER_MINUTE;
  // Candles and sums have the venue's times; the feed's own are later by the skew of a clock that was set.
  const { skew } = clock;
  return (
    isCertain &&
    instrument !== null &&
    (state === 'synced' || state === 'stale' || state === 'gap') &&
    trades.doubt === null &&
    trades.first !== null &&
    start >= trades.check.since &&
    trades.firstTs - skew <= start &&
    !trades.missing.some(({ after, before }) => before - Math.min(0, skew) >= start && after < end)
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
  const ended = start + US_PER_MINUTE + (clockOffset(clock) ?? 0) + clock.skew;
  if (!isEqual && now < Math.max(at + LATE_AFTER_FINAL_US, ended + LATE_US)) return;
  check.closed = null;
  if (check.forming?.start === start) check.forming = null;
  if (!isKnown) return;
  check.verified = Math.max(check.verified, start);
  check.owed = check.owed.filter((owed) => owed !== start);
  if (isEqual) endDoubt(context, symbol, start);
  else doubtMinute(context, symbol, start, claim, whyDoubted(symbol, claim));
}

/** An unfinished candle: trades that it counts must have arrived a little later. */
function compareForming(context: Context, symbol: SymbolState): void {
  const { check } = symbol.trades;
  const { forming: claim } = check;
  if (claim === null) return;
  const isReached = !isComparable(context, symbol, claim.start) || isMet(claim, symbol);
  if (!isReached && context.feed.now < claim.at + LATE_US) return;
  check.forming = null;
  if (!isReached) doubtMinute(context, symbol, claim.start, claim, whyDoubted(symbol, claim));
}

/**
 * Puts finished minutes in doubt whose final candle didn't come, or came while trades or the clock were uncertain: nothing else
 * shows whether trades are missing. A page of trades then decides.
 */
function doubtUnproven(context: Context, symbol: SymbolState, isPaused: boolean): void {
  const { check } = symbol.trades;
  if (clockOffset(context.feed.clock) === null) return;
  // Minutes that ended before are proven by the pages of the history.
  if (check.verified === 0) check.verified = lastMinute(context, 0);
  const ended = lastMinute(context, FINAL_WITHIN_US);
  if (check.verified < ended) {
    // A minute without trades has no candle on some venues.
    const isTraded = check.heard >= ended || sumOf(check, ended) !== 0;
    if (isTraded && !isPaused) check.owed = [...check.owed, ended].slice(-OWED_MOST);
    check.verified = ended;
  }
  const due = check.owed.filter((start) => isComparable(context, symbol, start));
  if (due.length === 0) return;
  check.owed = check.owed.filter((start) => !due.includes(start));
  for (const start of due)
    doubtMinute(context, symbol, start, null, `the venue sent no final candle of ${clockText(start)} to compare trades with`);
}

/** Start of the last minute that ended at least this long ago, on the venue's clock. */
function lastMinute({ feed: { now, clock } }: Context, ago: number): Micros {
  const at = now - (clockOffset(clock) ?? 0) - clock.skew - ago;
  return at - (at % US_PER_MINUTE) - US_PER_MINUTE;
}

const clockText = (at: Micros): string => toRfc3339(at).slice(11, 16);

function whyDoubted({ instrument }: SymbolState, { start, volume, closed, received }: CandleClaim): string {
  const text = (size: number) => String(Number(size.toFixed(instrument?.sizeScale ?? 0)));
  return `the venue's candle of ${clockText(start)} has a volume of ${text(volume)}${closed ? '' : ' so far'}, the trades received ${text(received)}`;
}

/** The last finished minute, while its final candle may still come and was not compared. */
function waitingFor(context: Context, symbol: SymbolState): Micros | null {
  const start = lastMinute(context, 0);
  if (symbol.trades.check.verified >= start) return null;
  return isComparable(context, symbol, start) ? start : null;
}
