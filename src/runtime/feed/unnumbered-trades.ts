import { US_PER_SECOND, type DecodedTrade, type Micros, type TradeId } from '../../core/index.ts';
import type { Context, Novelty } from './context.ts';
import { countTrade } from './minute-sums.ts';
import { decideByPage, mayLack } from './minute-doubts.ts';
import { issueTrade, refusedTrade, rollingTime, type NumberedTrade } from './issue-trade.ts';
import { oldestOfAll, recentOrdinal, rememberId } from './recent-ids.ts';
import type { SymbolState, TradeGap, TradeSync } from './state.ts';
import { setStream } from './streams.ts';
import { endGapIfComplete, openGap, requestFrom, suspectLoss } from './trade-gaps.ts';

/** The first ordinal, high enough to leave room below for older trades fetched later. */
export const FIRST_ORDINAL = 1_000_000_000;
/** Ordinals reserved for a gap; pages could not fill one of a million trades anyway. */
export const GAP_ROOM = 1_000_000;
/** An id that is not above the newest, with a time this much later, starts a new sequence. */
const RESTART_AFTER_US = US_PER_SECOND;
/** The same for an id that is still remembered, which more probably is a repeat. */
const REUSE_AFTER_US = 3 * US_PER_SECOND;

const UNPROVEN = 'trades may be missing after an interruption';

/**
 * Handles one trade of a venue whose ids skip values or have no order. Repeats are recognised by id. After an interruption,
 * trades may be missing until a page, or the subscription's first answer, overlaps the known trades.
 */
export function takeUnnumbered(context: Context, symbol: SymbolState, trade: DecodedTrade): Novelty {
  const { trades } = symbol;
  const bad = refusedTrade(context, symbol, trade);
  if (bad !== null) {
    if (symbol.instrument !== null) suspectLoss(context, symbol, `trade ${trade.id} was refused: ${bad}`);
    return 'nothing';
  }
  const known = knownOrdinal(context, trades, trade);
  if (known !== null && !isReused(context, trades, trade)) {
    // A subscription's first answer that repeats the newest trade shows that none is missing after it.
    if (known === trades.last && trade.via === 'backfill') join(context, symbol);
    return 'duplicate';
  }
  if (isForgotten(context, symbol, trade)) return 'duplicate';
  if (isInterrupted(symbol)) leaveGap(context, symbol, trade);
  trades.doubt = null;
  append(context, symbol, [trade], trade.via);
  const status = symbol.streams.trade;
  if (status?.state === 'gap') endGapIfComplete(context, symbol);
  else setStream(context, symbol, 'trade', 'synced', 'in order');
  return 'new';
}

/** The ordinal of an id; null if the id is unknown or forgotten. */
function ordinalOf({ recent, oldestId, newestId, first, last, missing }: TradeSync, id: TradeId): number | null {
  const held = recentOrdinal(recent, id);
  if (held !== undefined) return held;
  if (id === oldestId) return first;
  if (id === newestId) return last;
  const [before, after] = [missing.find(({ beforeId }) => beforeId === id), missing.find(({ afterId }) => afterId === id)];
  return before !== undefined ? before.to + 1 : after !== undefined ? after.from - 1 : null;
}

/** When a trade happened, on the clock of rolling state. The receive time is never used, because repeats come late. */
const happenedAt = ({ feed }: Context, { tsEvent }: DecodedTrade): Micros => tsEvent + feed.clock.skew;

/** The ordinal of a trade; null if it is unknown, forgotten, or only has the id of a trade from before the venue restarted. */
function knownOrdinal(context: Context, trades: TradeSync, trade: DecodedTrade): number | null {
  const known = ordinalOf(trades, trade.id);
  const { former } = trades;
  const isOther = known !== null && former !== null && known <= former.last;
  return isOther && happenedAt(context, trade) > former.lastTs + RESTART_AFTER_US ? null : known;
}

const isBelowNewest = ({ venue }: Context, { newestId }: TradeSync, id: TradeId): boolean =>
  venue.trades.ids === 'increasing' && newestId !== null && venue.trades.follows(newestId, id) === 'old';

/** Whether the stream uses a remembered id for a later trade, because the venue restarted its ids. */
function isReused(context: Context, trades: TradeSync, trade: DecodedTrade): boolean {
  const { clock } = context.feed;
  // While a clock may have been set, a repeat can look later than it was.
  if (trade.via !== 'stream' || clock.rivals.length > 0 || clock.pending !== 0) return false;
  return isBelowNewest(context, trades, trade.id) && happenedAt(context, trade) > trades.lastTs + REUSE_AFTER_US;
}

/** Whether an unknown trade is a repeat whose id was forgotten. If its time is later, the venue restarted its ids instead. */
function isForgotten(context: Context, { trades }: SymbolState, trade: DecodedTrade): boolean {
  if (context.venue.trades.ids !== 'increasing') return false;
  const { former, lastTs } = trades;
  const at = happenedAt(context, trade);
  const isFormer = former !== null && at <= former.lastTs;
  if (!isFormer && (!isBelowNewest(context, trades, trade.id) || at > lastTs + RESTART_AFTER_US)) return false;
  const oldest = oldestOfAll(trades.recent);
  if (oldest === null) return false;
  // Of the two sequences around a restart, the former is forgotten first.
  const isFormerHeld = former !== null && oldest.ordinal <= former.last;
  if (isFormer !== isFormerHeld) return isFormer;
  return context.venue.trades.follows(oldest.id, trade.id) === 'old';
}

/** Whether trades may have been missed since the newest known trade. */
function isInterrupted({ trades, streams }: SymbolState): boolean {
  const state = streams.trade?.state;
  const runs = state === 'synced' || state === 'stale' || state === 'gap';
  return trades.last !== null && (!runs || trades.doubt !== null);
}

function join(context: Context, symbol: SymbolState): void {
  symbol.trades.doubt = null;
  if (symbol.trades.missing.every(({ isLost }) => isLost)) setStream(context, symbol, 'trade', 'synced', 'in order');
  else setStream(context, symbol, 'trade', 'gap', UNPROVEN);
}

/** Opens a gap before a trade, for trades that may have been missed. */
function leaveGap(context: Context, symbol: SymbolState, trade: DecodedTrade): void {
  const { trades } = symbol;
  if (trades.last === null) return;
  const gap = openGap(
    {
      from: trades.last + 1,
      to: trades.last + GAP_ROOM,
      after: requestFrom(context, trades.lastTs),
      before: requestFrom(context, rollingTime(context, trade)),
    },
    context.feed.now,
  );
  const ends = { beforeId: trade.id, ...(trades.newestId === null ? {} : { afterId: trades.newestId }) };
  const isLost = context.venue.trades.refetch === null;
  trades.missing.push({ ...gap, ...ends, ...(isLost ? { isLost } : {}) });
  trades.last += GAP_ROOM;
  setStream(context, symbol, 'trade', 'gap', UNPROVEN);
}

/** Adds trades after the newest known trade, oldest first. */
function append(context: Context, symbol: SymbolState, list: readonly DecodedTrade[], via: DecodedTrade['via']): void {
  const { trades } = symbol;
  for (const trade of list) {
    noteRestart(context, trades, trade);
    const ordinal = trades.last === null ? FIRST_ORDINAL : trades.last + 1;
    trades.last = ordinal;
    trades.newestId = trade.id;
    trades.lastTs = rollingTime(context, trade);
    trades.lastPrice = trade.price;
    trades.behind = null;
    if (trades.first === null) beginWith(context, trades, { ...trade, ordinal });
    rememberId(trades.recent, context.venue.trades, { id: trade.id, ordinal, isNewest: true });
    countTrade(context, symbol, trade);
    issueTrade(context, { ...trade, ordinal }, via);
  }
}

/** Notes where the ids of a venue start again, so that equal ids before and after are not confused. */
function noteRestart(context: Context, trades: TradeSync, trade: DecodedTrade): void {
  if (trades.last === null || !isBelowNewest(context, trades, trade.id)) return;
  if (happenedAt(context, trade) > trades.lastTs + RESTART_AFTER_US) trades.former = { last: trades.last, lastTs: trades.lastTs };
}

function beginWith(context: Context, trades: TradeSync, trade: NumberedTrade): void {
  trades.first = trade.ordinal;
  trades.oldestId = trade.id;
  trades.firstTs = rollingTime(context, trade);
}

/** Places a page of trades, oldest first, by the known trades in it. `beforeId`: id of the trade right after the page. */
export function takeUnnumberedPage(
  context: Context,
  symbol: SymbolState,
  page: readonly DecodedTrade[],
  beforeId: TradeId | null,
): void {
  const { trades } = symbol;
  trades.pages++;
  const readable = page.filter((trade) => refusedTrade(context, symbol, trade) === null);
  const isWhole = readable.length === page.length;
  const newest = trades.last;
  let reaches = newest === null;
  let after: number | null = null;
  let list: DecodedTrade[] = [];
  for (const trade of readable) {
    const ordinal = knownOrdinal(context, trades, trade);
    if (ordinal === null) {
      list.push(trade);
      continue;
    }
    place(context, symbol, list, { after, before: ordinal, isWhole });
    after = ordinal;
    reaches ||= ordinal === newest;
    list = [];
  }
  const end = context.venue.trades.refetch === 'by_id' && beforeId !== null ? ordinalOf(trades, beforeId) : null;
  place(context, symbol, list, { after, before: end, isWhole });
  settleUnproven(context, symbol, isWhole && reaches);
  decideByPage(context, symbol, readable, isWhole);
}

interface Neighbours {
  readonly after: number | null;
  readonly before: number | null;
  /** Whether every trade of the page was readable; otherwise the page proves nothing. */
  readonly isWhole: boolean;
}

/** Gives new trades ordinals between two known trades. Trades without a gap to fill are repeats whose ids were forgotten. */
function place(
  context: Context,
  symbol: SymbolState,
  list: readonly DecodedTrade[],
  { after, before, isWhole }: Neighbours,
): void {
  const { trades } = symbol;
  if (after === null && before === null) return placeAlone(context, symbol, list);
  if (after !== null && before === null) {
    if (after === trades.last) return append(context, symbol, list, 'backfill');
    const gap = trades.missing.find(({ from }) => from === after + 1);
    const newest = list.at(-1);
    if (gap === undefined || newest === undefined) return;
    insert(context, symbol, list, after + 1);
    return narrow(symbol, gap, { from: after + 1 + list.length, afterId: newest.id, after: newest.tsEvent });
  }
  if (before === null) return;
  const gap = trades.missing.find(({ to }) => to === before - 1);
  const [oldest] = list;
  if (gap !== undefined && after === gap.from - 1) {
    insert(context, symbol, list, gap.from);
    return isWhole ? narrow(symbol, gap, null) : narrow(symbol, gap, { from: gap.from + list.length });
  }
  if (oldest === undefined) return;
  if (after !== null) return insertBetween(context, symbol, list, { after, before });
  if (gap === undefined && before !== trades.first) return;
  insert(context, symbol, list, before - list.length);
  if (gap !== undefined) narrow(symbol, gap, { to: before - list.length - 1, beforeId: oldest.id, before: oldest.tsEvent });
}

/** Places a page without known trades: the first trades, or trades newer than all known ones, after a gap. */
function placeAlone(context: Context, symbol: SymbolState, list: readonly DecodedTrade[]): void {
  const { trades } = symbol;
  const [oldest] = list;
  if (oldest === undefined) return;
  if (trades.last !== null && oldest.tsEvent <= trades.lastTs) return;
  leaveGap(context, symbol, oldest);
  append(context, symbol, list, 'backfill');
}

function insert(context: Context, symbol: SymbolState, list: readonly DecodedTrade[], from: number): void {
  const { trades } = symbol;
  list.forEach((trade, i) => {
    const numbered = { ...trade, ordinal: from + i };
    const isHistory = trades.first === null || numbered.ordinal < trades.first;
    if (isHistory) beginWith(context, trades, numbered);
    // A trade that filled a gap is remembered like a new one, because a later page may repeat it.
    rememberId(trades.recent, context.venue.trades, { id: trade.id, ordinal: numbered.ordinal, isNewest: !isHistory });
    countTrade(context, symbol, trade);
    issueTrade(context, numbered, 'backfill');
  });
}

/**
 * Adds trades of a minute in doubt between two known trades. Their ordinals are fractions, because the known trades keep
 * theirs.
 */
function insertBetween(
  context: Context,
  symbol: SymbolState,
  list: readonly DecodedTrade[],
  { after, before }: { readonly after: number; readonly before: number },
): void {
  const { trades } = symbol;
  const missing = list.filter((trade) => mayLack(trades.check, trade));
  missing.forEach((trade, i) => {
    const ordinal = after + ((before - after) * (i + 1)) / (missing.length + 1);
    // Remembered like a new trade, because the next page may repeat it.
    rememberId(trades.recent, context.venue.trades, { id: trade.id, ordinal, isNewest: true });
    countTrade(context, symbol, trade);
    issueTrade(context, { ...trade, ordinal }, 'backfill');
  });
}

/** Replaces a gap by its remainder, or removes it if `left` is null. */
function narrow({ trades }: SymbolState, gap: TradeGap, left: Partial<TradeGap> | null): void {
  trades.missing = trades.missing.flatMap((one) => (one !== gap ? [one] : left === null ? [] : [{ ...gap, ...left, tries: 0 }]));
}

/**
 * Updates doubt and gaps after a page. If only the newest trades can be requested, no later page will fill the gaps, so
 * they are lost. An interrupted stream stays so until its next trade, because the page does not cover the time between.
 */
function settleUnproven(context: Context, symbol: SymbolState, reaches: boolean): void {
  const { trades } = symbol;
  if (reaches && trades.doubt !== null && !trades.doubt.isNew && !trades.doubt.isSilent) trades.doubt = null;
  if (context.venue.trades.refetch === 'newest') trades.missing = trades.missing.map((gap) => ({ ...gap, isLost: true }));
  const state = symbol.streams.trade?.state;
  if (state === 'gap') endGapIfComplete(context, symbol);
  // A market without trades sends nothing; a page shows that.
  else if (state === 'syncing' && trades.last === null) setStream(context, symbol, 'trade', 'synced', 'in order');
}

const DAY_US = 86_400 * US_PER_SECOND;

/** Forgets gaps that can't be filled once they are older than every window. */
export function forgetLost({ trades }: SymbolState, now: number): void {
  if (trades.missing.some(({ isLost, before }) => isLost && before < now - DAY_US))
    trades.missing = trades.missing.filter(({ isLost, before }) => !isLost || before >= now - DAY_US);
}
