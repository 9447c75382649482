import { callOf, seededRandom, type Micros, type RestCall, type TradesBefore } from '../../core/index.ts';
import { clockFrame } from './clock-offset.ts';
import type { Context } from './context.ts';
import { isUndecided } from './minute-sums.ts';
import type { NumberedTrade } from './issue-trade.ts';
import { ask, isAsked } from './requests.ts';
import { PRIORITY, type TradeGap, type SymbolState } from './state.ts';
import { setStream } from './streams.ts';

export const FIRST_WAIT_US = 1_500_000;
/** Doublings of the wait for ids absent from every page, up to 48 s. */
const DOUBLINGS_MOST = 5;

export const openGap = (gap: Omit<TradeGap, 'askAt' | 'tries'>, now: Micros): TradeGap => ({
  ...gap,
  askAt: now + FIRST_WAIT_US,
  tries: 0,
});

/** The earliest exchange time that may belong to `at`, for requests from that time on. */
export const requestFrom = ({ feed }: Context, at: Micros): Micros => at - Math.max(0, clockFrame(feed.clock).skew);

/** Declares that newer trades may be missing; the next trade or page shows which. */
export function suspectLoss(context: Context, symbol: SymbolState, reason: string, cause: 'lost' | 'silent' = 'lost'): void {
  const { trades } = symbol;
  const held = trades.doubt ?? { askAt: context.feed.now + FIRST_WAIT_US, tries: 0, isSilent: false };
  trades.doubt = { ...held, isNew: true, isSilent: held.isSilent || cause === 'silent' };
  setStream(context, symbol, 'trade', 'gap', reason);
}

/** Frames of this market were lost, perhaps with trades. A stream that is down or connecting stays so. */
export function suspectLossIfRunning(
  context: Context,
  symbol: SymbolState,
  reason: string,
  cause: 'lost' | 'silent' = 'lost',
): void {
  const state = symbol.streams.trade?.state ?? 'down';
  const runs = state !== 'connecting' && state !== 'down' && symbol.trades.last !== null;
  if (runs && !context.feed.settings.recorded) suspectLoss(context, symbol, reason, cause);
}

/** Removes an ordinal from the gaps; false if it was in none. */
export function fillGap({ trades }: SymbolState, ordinal: number, now: Micros): boolean {
  const at = trades.missing.findIndex(({ from, to }) => ordinal >= from && ordinal <= to);
  const gap = trades.missing[at];
  if (gap === undefined) return false;
  const parts = [
    { ...gap, to: ordinal - 1 },
    { ...gap, from: ordinal + 1 },
  ].flatMap((part) => (part.from <= part.to ? [openGap(part, now)] : []));
  trades.missing.splice(at, 1, ...parts);
  return true;
}

export function endGapIfComplete(context: Context, symbol: SymbolState): void {
  const { missing, doubt, check } = symbol.trades;
  if (missing.every(({ isLost }) => isLost) && doubt === null && !isUndecided(check))
    setStream(context, symbol, 'trade', 'synced', 'in order');
}

/** The call for a page of trades; null if the venue has no such call. */
export function pageCall({ venue }: Context, { symbol }: SymbolState, before: TradesBefore | null): RestCall | null {
  const { questions, trades } = venue;
  if (questions.trades === undefined) return null;
  return callOf(questions.trades, { symbol, before: trades.refetch === 'newest' ? null : before });
}

export const askPage = (context: Context, symbol: SymbolState, before: TradesBefore | null): void =>
  ask(context, pageCall(context, symbol, before), PRIORITY.history);

/** Opens gaps for the ids between a page and the known trades, if the two don't adjoin. */
export function openGapsAround(context: Context, { trades }: SymbolState, page: readonly NumberedTrade[]): void {
  const { now } = context.feed;
  const oldest = page[0];
  const newest = page.at(-1);
  if (!oldest || !newest || trades.first === null || trades.last === null) return;
  if (oldest.ordinal > trades.last + 1)
    trades.missing.push(
      openGap(
        { from: trades.last + 1, to: oldest.ordinal - 1, after: requestFrom(context, trades.lastTs), before: oldest.tsEvent },
        now,
      ),
    );
  if (newest.ordinal < trades.first - 1)
    trades.missing.push(
      openGap({ from: newest.ordinal + 1, to: trades.first - 1, after: newest.tsEvent, before: trades.firstTs }, now),
    );
}

/** Trades of a page that could not be read are still missing. */
export function keepUnread(context: Context, { trades }: SymbolState, unread: readonly NumberedTrade[]): void {
  for (const { ordinal, tsEvent } of unread) {
    if (trades.first === null || trades.last === null || ordinal < trades.first) continue;
    if (trades.missing.some(({ from, to }) => ordinal >= from && ordinal <= to)) continue;
    const gap = openGap({ from: ordinal, to: ordinal, after: tsEvent, before: tsEvent }, context.feed.now);
    trades.missing.push({ ...gap, askAt: nextTry(context, DOUBLINGS_MOST), tries: DOUBLINGS_MOST });
    if (ordinal > trades.last) trades.last = ordinal;
  }
}

/** When to retry ids that a page lacked: backs off up to 48 s, with jitter over the upper half of each wait. */
function nextTry({ feed }: Context, tries: number): Micros {
  const longest = FIRST_WAIT_US * 2 ** Math.min(tries + 1, DOUBLINGS_MOST);
  const random = seededRandom(feed.rng);
  const wait = longest * (0.5 + random() / 2);
  feed.rng = random.state();
  return feed.now + Math.round(wait);
}

/**
 * Requests the page that ends at the newest missing id, because it may cover older gaps too. Backs off, because the venue
 * may never return the ids.
 */
export function requestMissing(context: Context, symbol: SymbolState): void {
  const { trades } = symbol;
  const { now } = context.feed;
  const isDue = ({ askAt, isLost }: Pick<TradeGap, 'askAt' | 'isLost'>) => now >= askAt && !isLost;
  const asked = <T extends Pick<TradeGap, 'askAt' | 'tries'>>(gap: T): T => ({
    ...gap,
    askAt: nextTry(context, gap.tries),
    tries: gap.tries + 1,
  });
  if (isAsked(context, 'trades', symbol.symbol)) return;
  if (trades.doubt !== null && isDue(trades.doubt)) {
    trades.doubt = { ...asked(trades.doubt), isNew: false };
    askPage(context, symbol, null);
    return;
  }
  const oldest = trades.missing.find(isDue);
  const newest = trades.missing.findLast(isDue);
  if (!oldest || !newest) return;
  trades.missing = trades.missing.map((gap) => (isDue(gap) ? asked(gap) : gap));
  askPage(context, symbol, { id: newest.beforeId ?? String(newest.to + 1), at: newest.before, from: oldest.after });
}
