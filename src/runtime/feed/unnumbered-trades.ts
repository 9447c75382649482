import { US_PER_SECOND, type DecodedTrade, type TradeId } from '../../core/index.ts';
import type { Context, Novelty } from './context.ts';
import { issueTrade, refusedTrade, rollingTime, type NumberedTrade } from './issue-trade.ts';
import { oldestOfAll, recentOrdinal, rememberId } from './recent-ids.ts';
import type { SymbolState, TradeGap, TradeSync } from './state.ts';
import { setStream } from './streams.ts';
import { endGapIfComplete, openGap, requestFrom, suspectLoss } from './trade-gaps.ts';

/** Ordinals begin here, so that trades fetched later have room below. */
export const FIRST_ORDINAL = 1_000_000_000;
/** Ordinals left free where trades may be missing; a gap of a million trades is none that pages fill. */
export const GAP_ROOM = 1_000_000;
/** An id below all that are remembered and this much later is of a new sequence. */
const RESTART_AFTER_US = US_PER_SECOND;

const UNPROVEN = 'trades may be missing after an interruption';

/**
 * One trade of a venue whose ids have holes or no order. A repeat is known by its id. What came while the stream was
 * interrupted is unknown until a page, or the subscription's first answer, overlaps what is held.
 */
export function takeUnnumbered(context: Context, symbol: SymbolState, trade: DecodedTrade): Novelty {
  const { trades } = symbol;
  const bad = refusedTrade(context, symbol, trade);
  if (bad !== null) {
    if (symbol.instrument !== null) suspectLoss(context, symbol, `trade ${trade.id} was refused: ${bad}`);
    return 'nothing';
  }
  const known = ordinalOf(trades, trade.id);
  if (known !== null) {
    // A subscription's first answer that repeats the newest trade leaves nothing out after it.
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

/** The ordinal of a known id; null where it is not, or no longer, remembered. */
function ordinalOf({ recent, oldestId, newestId, first, last, missing }: TradeSync, id: TradeId): number | null {
  const held = recentOrdinal(recent, id);
  if (held !== undefined) return held;
  if (id === oldestId) return first;
  if (id === newestId) return last;
  const [before, after] = [missing.find(({ beforeId }) => beforeId === id), missing.find(({ afterId }) => afterId === id)];
  return before !== undefined ? before.to + 1 : after !== undefined ? after.from - 1 : null;
}

/** A rising id below all that are remembered is a repeat, unless its time is later: then the venue restarted its ids. */
function isForgotten(context: Context, { trades }: SymbolState, trade: DecodedTrade): boolean {
  const oldest = oldestOfAll(trades.recent);
  if (context.venue.trades.ids !== 'increasing' || oldest === null) return false;
  const isBelow = context.venue.trades.follows(oldest, trade.id) === 'old';
  return isBelow && rollingTime(context, trade) <= trades.lastTs + RESTART_AFTER_US;
}

/** Whether something may have been traded unseen since the newest trade. */
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

/** Leaves room before a trade for trades that may have come unseen. */
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

/** Takes trades as the newest, oldest of them first. */
function append(context: Context, { trades }: SymbolState, list: readonly DecodedTrade[], via: DecodedTrade['via']): void {
  for (const trade of list) {
    const ordinal = trades.last === null ? FIRST_ORDINAL : trades.last + 1;
    trades.last = ordinal;
    trades.newestId = trade.id;
    trades.lastTs = rollingTime(context, trade);
    trades.lastPrice = trade.price;
    trades.behind = null;
    if (trades.first === null) beginWith(context, trades, { ...trade, ordinal });
    remember(context, trades, { id: trade.id, ordinal });
    issueTrade(context, { ...trade, ordinal }, via);
  }
}

function beginWith(context: Context, trades: TradeSync, trade: NumberedTrade): void {
  trades.first = trade.ordinal;
  trades.oldestId = trade.id;
  trades.firstTs = rollingTime(context, trade);
}

const remember = (
  { venue }: Context,
  { recent, last }: TradeSync,
  { id, ordinal }: Pick<NumberedTrade, 'id' | 'ordinal'>,
): void => rememberId(recent, venue.trades, { id, ordinal, isNewest: ordinal === last });

/** Places a page of trades, oldest first, by those in it that are held. `beforeId`: the trade that it ends right before. */
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
    const ordinal = ordinalOf(trades, trade.id);
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
}

interface Neighbours {
  readonly after: number | null;
  readonly before: number | null;
  /** Whether every trade of the page could be read: else it proves nothing. */
  readonly isWhole: boolean;
}

/** Gives unknown trades between two known ones their places; where there is no room they are known and were forgotten. */
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
  if (oldest === undefined || after !== null) return;
  if (gap === undefined && before !== trades.first) return;
  insert(context, symbol, list, before - list.length);
  if (gap !== undefined) narrow(symbol, gap, { to: before - list.length - 1, beforeId: oldest.id, before: oldest.tsEvent });
}

/** A page that nothing held is in: newer than all with a gap before it, or the first trades of all. */
function placeAlone(context: Context, symbol: SymbolState, list: readonly DecodedTrade[]): void {
  const { trades } = symbol;
  const [oldest] = list;
  if (oldest === undefined) return;
  if (trades.last !== null && oldest.tsEvent <= trades.lastTs) return;
  leaveGap(context, symbol, oldest);
  append(context, symbol, list, 'backfill');
}

function insert(context: Context, { trades }: SymbolState, list: readonly DecodedTrade[], from: number): void {
  list.forEach((trade, i) => {
    const numbered = { ...trade, ordinal: from + i };
    if (trades.first === null || numbered.ordinal < trades.first) beginWith(context, trades, numbered);
    remember(context, trades, numbered);
    issueTrade(context, numbered, 'backfill');
  });
}

/** Puts what is left of a gap in its place; `left` null: nothing is. */
function narrow({ trades }: SymbolState, gap: TradeGap, left: Partial<TradeGap> | null): void {
  trades.missing = trades.missing.flatMap((one) => (one !== gap ? [one] : left === null ? [] : [{ ...gap, ...left, tries: 0 }]));
}

/**
 * What a page leaves unproven. By the newest trades alone, no later page will show what lies before them. An interrupted
 * stream stays so until its next trade: a page shows nothing of the time between the two.
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
