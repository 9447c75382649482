import { US_PER_SECOND } from '../../core/index.ts';
import { clockFrame } from './clock-offset.ts';
import type { Context, Novelty } from './context.ts';
import { issueTrade, refusedTrade, rollingTime, type NumberedTrade } from './issue-trade.ts';
import type { SymbolState } from './state.ts';
import { setStream } from './streams.ts';
import {
  requestFrom,
  endGapIfComplete,
  suspectLossIfRunning,
  suspectLoss,
  fillGap,
  keepUnread,
  openGap,
  openGapsAround,
} from './trade-gaps.ts';

/** Lower id this much later: the venue restarted its ids. */
const RESTART_AFTER_US = US_PER_SECOND;
/** Known id this much later, with the next id after it: the venue restarted its ids. */
const RECOUNT_AFTER_US = 3 * US_PER_SECOND;

/** One trade from the stream: in order, a duplicate, after a gap, or the first of a new sequence. */
export function takeNumbered(context: Context, symbol: SymbolState, trade: NumberedTrade): Novelty {
  const bad = refusedTrade(context, symbol, trade);
  if (bad !== null) {
    if (symbol.instrument !== null) suspectLoss(context, symbol, `trade ${trade.id} was refused: ${bad}`);
    return 'nothing';
  }
  const { trades } = symbol;
  const status = symbol.streams.trade;
  if (status === undefined) return 'nothing';
  if (isFromBeforeReset(context, symbol, trade)) {
    const isUnsure = context.feed.clock.rivals.length > 0;
    if (isUnsure && trade.via === 'stream' && trade.ordinal > (trades.last ?? trade.ordinal))
      suspectLossIfRunning(context, symbol, `trade ${trade.id} is as old as the count before`, 'silent');
    return 'duplicate';
  }
  const fills = fillGap(symbol, trade.ordinal, context.feed.now);
  if (!fills && trades.last !== null && trade.ordinal <= trades.last) {
    const older = trades.first !== null && trade.ordinal < trades.first;
    if (trade.via === 'backfill') return older ? takeOlder(context, symbol, trade) : 'duplicate';
    if (!startsNewSequence(context, symbol, trade, older ? 'before' : 'among')) return 'duplicate';
    trades.former = { last: trades.last, lastTs: trades.lastTs };
    trades.missing = [];
    trades.first = null;
    trades.last = null;
  }
  if (!fills && trades.last !== null && trade.ordinal > trades.last + 1) {
    trades.missing.push(
      openGap(
        {
          from: trades.last + 1,
          to: trade.ordinal - 1,
          after: requestFrom(context, trades.lastTs),
          before: requestFrom(context, rollingTime(context, trade)),
        },
        context.feed.now,
      ),
    );
    setStream(context, symbol, 'trade', 'gap', `trades ${trades.last + 1} to ${trade.ordinal - 1} are missing`);
  }
  if (!fills) trades.doubt = null;
  remember(context, symbol, trade);
  status.seq = trades.last;
  if (status.state !== 'gap') setStream(context, symbol, 'trade', 'synced', 'in order');
  else endGapIfComplete(context, symbol);
  issueTrade(context, trade, trade.via);
  return 'new';
}

/**
 * Whether an id that is not newer starts a new sequence. Below all known ids, a later time proves it. Among them the next
 * id must follow too, because clocks step back.
 */
function startsNewSequence(
  context: Context,
  symbol: SymbolState,
  { ordinal, tsEvent }: NumberedTrade,
  where: 'before' | 'among',
): boolean {
  const { trades } = symbol;
  const { clock, now } = context.feed;
  const at = tsEvent + clock.skew;
  if (where === 'before') return at > trades.lastTs + RESTART_AFTER_US;
  const isSteady = clock.rivals.length === 0 && clock.pending === 0;
  const isNewer = isSteady && at > trades.lastTs && at <= now - clockFrame(clock).offset + US_PER_SECOND;
  // No page distinguishes the two sequences, so only the stream can clear this.
  if (isNewer) suspectLossIfRunning(context, symbol, `trade ${ordinal} came again with a later time`, 'silent');
  const isNews = isNewer && at > trades.lastTs + RECOUNT_AFTER_US;
  const follows = isNews && trades.recount === ordinal - 1;
  trades.recount = isNews && !follows ? ordinal : null;
  return follows;
}

/** Adds a trade older than all known trades; a subscription's first answer contains such trades. */
function takeOlder(context: Context, symbol: SymbolState, trade: NumberedTrade): Novelty {
  openGapsAround(context, symbol, [trade]);
  remember(context, symbol, trade);
  issueTrade(context, trade, 'backfill');
  return 'new';
}

/** A repeat from before the venue reset its trade ids. */
function isFromBeforeReset({ feed }: Context, { trades }: SymbolState, { ordinal, tsEvent, via }: NumberedTrade): boolean {
  const { former, last, firstTs } = trades;
  // The next id of the stream is the next trade, even if a clock set back makes it look old.
  if (former === null || (via === 'stream' && last !== null && ordinal === last + 1)) return false;
  const at = tsEvent + feed.clock.skew;
  return (ordinal <= former.last && at <= former.lastTs) || (last !== null && ordinal > last && at < firstTs);
}

function remember(context: Context, { trades }: SymbolState, trade: NumberedTrade): void {
  if (trades.last === null || trade.ordinal > trades.last) {
    trades.last = trade.ordinal;
    trades.lastTs = rollingTime(context, trade);
    trades.lastPrice = trade.price;
    if (trades.behind !== null && (trades.behind.id === null || trade.ordinal >= Number(trades.behind.id))) trades.behind = null;
  }
  if (trades.first === null || trade.ordinal < trades.first) {
    trades.first = trade.ordinal;
    trades.firstTs = rollingTime(context, trade);
  }
}

/** A page of trades: emits new ones, fills gaps, and ignores known ones. */
export function takeNumberedPage(context: Context, symbol: SymbolState, given: readonly NumberedTrade[]): void {
  const { feed } = context;
  const { trades } = symbol;
  // A venue pages by time, and its clock may have stepped back, so sort by id.
  const page = given.filter((trade) => !isFromBeforeReset(context, symbol, trade)).toSorted((a, b) => a.ordinal - b.ordinal);
  trades.pages++;
  // Range of known trades before this page, because the page extends it.
  const { first: before, last: after } = trades;
  openGapsAround(context, symbol, page);
  const unread: NumberedTrade[] = [];
  for (const trade of page) {
    if (refusedTrade(context, symbol, trade) !== null) {
      unread.push(trade);
      continue;
    }
    const known = before !== null && after !== null && trade.ordinal >= before && trade.ordinal <= after;
    if (known && !fillGap(symbol, trade.ordinal, feed.now)) continue;
    remember(context, symbol, trade);
    issueTrade(context, trade, 'backfill');
  }
  const oldest = page[0];
  const newest = page.at(-1);
  // The page spans these ids, so the venue never assigned the ids that it lacks.
  if (oldest && newest) trades.missing = trades.missing.filter(({ from, to }) => from < oldest.ordinal || to > newest.ordinal);
  keepUnread(context, symbol, unread);
  const isReached = after === null || newest === undefined || newest.ordinal >= after;
  if (isReached && trades.doubt !== null && !trades.doubt.isNew && !trades.doubt.isSilent) trades.doubt = null;
  const state = symbol.streams.trade?.state;
  if (state === 'gap') endGapIfComplete(context, symbol);
  // A market without trades sends nothing; a page proves that nothing was missed.
  else if (state === 'syncing') setStream(context, symbol, 'trade', 'synced', 'in order');
}
