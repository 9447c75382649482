import { US_PER_MINUTE, US_PER_SECOND, type DecodedTrade, type Micros } from '../../core/index.ts';
import { clockFrame, frameTime, pastTime } from './clock-offset.ts';
import { emit, quarantine, type Context, type Novelty } from './context.ts';
import { badPrint } from './numbers.ts';
import { outrunByTrade } from './outrun.ts';
import { ask } from './requests.ts';
import type { SymbolState } from './state.ts';
import { setStream } from './streams.ts';
import {
  requestMissing,
  requestFrom,
  askPage,
  endGapIfComplete,
  suspectLossIfRunning,
  suspectLoss,
  fillGap,
  FIRST_WAIT_US,
  keepUnread,
  openGap,
  openGapsAround,
} from './trade-gaps.ts';

/** Pages of history one symbol may ask for at start. */
const PAGES_MOST = 80;
/** Lower id this much later: the venue restarted its ids. */
const RESTART_AFTER_US = US_PER_SECOND;
/** Known id this much later, with the next id after it: the venue restarted its ids. */
const RECOUNT_AFTER_US = 3 * US_PER_SECOND;
function issue(context: Context, symbol: SymbolState, trade: DecodedTrade, via: DecodedTrade['via']): void {
  const { id, price, size, side, tsEvent } = trade;
  const venue = context.venue.card.id;
  const tsRecv = context.feed.now;
  emit(context, { type: 'trade', venue, symbol: trade.symbol, tsEvent, tsRecv, seq: id, id, price, size, side, via });
}

function refused(context: Context, symbol: SymbolState, trade: DecodedTrade): string | null {
  const bad = badPrint(context, symbol, trade.price, trade.size);
  if (bad !== null) quarantine(context, null, 'bad_trade', `${symbol.symbol} ${trade.id}: ${bad}`, '');
  return bad;
}

/** Time of a trade on the rolling clock. It is never in the future, so it cannot block later trades. */
function timeOf({ feed }: Context, { tsEvent, via }: DecodedTrade): Micros {
  const frame = clockFrame(feed.clock);
  return via === 'stream' ? frameTime(tsEvent, feed.now, frame) : pastTime(tsEvent, feed.now, frame);
}

/** One trade from the stream: in order, a duplicate, after a gap, or the first of a new sequence. */
export function takeTrade(context: Context, symbol: SymbolState, trade: DecodedTrade): Novelty {
  const bad = refused(context, symbol, trade);
  if (bad !== null) {
    if (symbol.instrument !== null) suspectLoss(context, symbol, `trade ${trade.id} was refused: ${bad}`);
    return 'nothing';
  }
  const { trades } = symbol;
  const status = symbol.streams.trade;
  if (isFromBeforeReset(context, symbol, trade)) {
    const isUnsure = context.feed.clock.rivals.length > 0;
    if (isUnsure && trade.via === 'stream' && trade.id > (trades.lastId ?? trade.id))
      suspectLossIfRunning(context, symbol, `trade ${trade.id} is as old as the count before`, 'silent');
    return 'duplicate';
  }
  const fills = fillGap(symbol, trade.id, context.feed.now);
  if (!fills && trades.lastId !== null && trade.id <= trades.lastId) {
    const older = trades.firstId !== null && trade.id < trades.firstId;
    if (trade.via === 'backfill') return older ? takeOlder(context, symbol, trade) : 'duplicate';
    if (!startsNewSequence(context, symbol, trade, older ? 'before' : 'among')) return 'duplicate';
    trades.former = { lastId: trades.lastId, lastTs: trades.lastTs };
    trades.missing = [];
    trades.firstId = null;
    trades.lastId = null;
  }
  if (!fills && trades.lastId !== null && trade.id > trades.lastId + 1) {
    trades.missing.push(
      openGap(
        {
          from: trades.lastId + 1,
          to: trade.id - 1,
          after: requestFrom(context, trades.lastTs),
          before: requestFrom(context, timeOf(context, trade)),
        },
        context.feed.now,
      ),
    );
    setStream(context, symbol, 'trade', 'gap', `trades ${trades.lastId + 1} to ${trade.id - 1} are missing`);
  }
  if (!fills) trades.doubt = null;
  remember(context, symbol, trade);
  status.seq = trades.lastId;
  if (status.state !== 'gap') setStream(context, symbol, 'trade', 'synced', 'in order');
  else endGapIfComplete(context, symbol);
  issue(context, symbol, trade, trade.via);
  if (trade.via === 'stream') outrunByTrade(context, symbol, trade);
  return 'new';
}

/**
 * Whether an id that is not newer starts a new sequence. Below all held ids a later time proves it; among them the next id must follow
 * too, because clocks step back.
 */
function startsNewSequence(
  context: Context,
  symbol: SymbolState,
  { id, tsEvent }: DecodedTrade,
  where: 'before' | 'among',
): boolean {
  const { trades } = symbol;
  const { clock, now } = context.feed;
  const at = tsEvent + clock.skew;
  if (where === 'before') return at > trades.lastTs + RESTART_AFTER_US;
  const isSteady = clock.rivals.length === 0 && clock.pending === 0;
  const isNewer = isSteady && at > trades.lastTs && at <= now - clockFrame(clock).offset + US_PER_SECOND;
  // No page distinguishes the two sequences, so only the stream can clear this.
  if (isNewer) suspectLossIfRunning(context, symbol, `trade ${id} came again with a later time`, 'silent');
  const isNews = isNewer && at > trades.lastTs + RECOUNT_AFTER_US;
  const follows = isNews && trades.recount === id - 1;
  trades.recount = isNews && !follows ? id : null;
  return follows;
}

/** A trade older than all held; a subscription's first answer contains such trades. */
function takeOlder(context: Context, symbol: SymbolState, trade: DecodedTrade): Novelty {
  openGapsAround(context, symbol, [trade]);
  remember(context, symbol, trade);
  issue(context, symbol, trade, 'backfill');
  return 'new';
}

/** A repeat from before the venue reset its trade ids. */
function isFromBeforeReset({ feed }: Context, { trades }: SymbolState, { id, tsEvent, via }: DecodedTrade): boolean {
  const { former, lastId, firstTs } = trades;
  // The next id of the stream is the next trade, even if a clock set back makes it look old.
  if (former === null || (via === 'stream' && lastId !== null && id === lastId + 1)) return false;
  const at = tsEvent + feed.clock.skew;
  return (id <= former.lastId && at <= former.lastTs) || (lastId !== null && id > lastId && at < firstTs);
}

function remember(context: Context, { trades }: SymbolState, trade: DecodedTrade): void {
  if (trades.lastId === null || trade.id > trades.lastId) {
    trades.lastId = trade.id;
    trades.lastTs = timeOf(context, trade);
    trades.lastPrice = trade.price;
    if (trades.behind !== null && (trades.behind.id === null || trade.id >= trades.behind.id)) trades.behind = null;
  }
  if (trades.firstId === null || trade.id < trades.firstId) {
    trades.firstId = trade.id;
    trades.firstTs = timeOf(context, trade);
  }
}

/** A page of trades: emits new ones, fills gaps, and ignores known ones. */
export function takePage(context: Context, symbol: SymbolState, given: readonly DecodedTrade[]): void {
  const { feed } = context;
  const { trades } = symbol;
  // A venue pages by time, and its clock may have stepped back, so sort by id.
  const page = given.filter((trade) => !isFromBeforeReset(context, symbol, trade)).toSorted((a, b) => a.id - b.id);
  trades.pages++;
  // Range held before this page, because the page itself widens it.
  const { firstId: before, lastId: after } = trades;
  openGapsAround(context, symbol, page);
  const unread: DecodedTrade[] = [];
  for (const trade of page) {
    if (refused(context, symbol, trade) !== null) {
      unread.push(trade);
      continue;
    }
    const known = before !== null && after !== null && trade.id >= before && trade.id <= after;
    if (known && !fillGap(symbol, trade.id, feed.now)) continue;
    remember(context, symbol, trade);
    issue(context, symbol, trade, 'backfill');
  }
  const oldest = page[0];
  const newest = page.at(-1);
  // The page spans these ids, so the venue never assigned those it lacks.
  if (oldest && newest) trades.missing = trades.missing.filter(({ from, to }) => from < oldest.id || to > newest.id);
  keepUnread(context, symbol, unread);
  const isReached = after === null || newest === undefined || newest.id >= after;
  if (isReached && trades.doubt !== null && !trades.doubt.isNew && !trades.doubt.isSilent) trades.doubt = null;
  const { state } = symbol.streams.trade;
  if (state === 'gap') endGapIfComplete(context, symbol);
  // A market without trades sends nothing; a page proves that nothing was missed.
  else if (state === 'syncing') setStream(context, symbol, 'trade', 'synced', 'in order');
  if (trades.backfill !== 'running') return;
  const reached = trades.firstTs <= feed.now - feed.settings.backfillMinutes * US_PER_MINUTE;
  if (reached || page.length === 0 || trades.firstId === before || trades.pages >= PAGES_MOST) trades.backfill = 'done';
  else if (trades.firstId !== null) askPage(context, symbol, { id: trades.firstId, at: trades.firstTs });
}

/** Starts the backfill once the stream runs, and keeps requesting missing trades. */
export function watchTrades(context: Context, symbol: SymbolState): void {
  const { feed, venue } = context;
  const { trades } = symbol;
  const status = symbol.streams.trade;
  if (status.state === 'connecting' || status.state === 'down' || symbol.unknown) return;
  if (trades.backfill === 'waiting' && feed.settings.backfillMinutes > 0 && !feed.settings.recorded)
    beginBackfill(context, symbol);
  requestMissing(context, symbol);
  if (!trades.candlesAsked && status.state !== 'syncing' && feed.settings.backfillMinutes > 0) {
    trades.candlesAsked = true;
    const candles = venue.rest.candles(symbol.symbol, feed.now - feed.settings.backfillMinutes * US_PER_MINUTE);
    const ticker = venue.rest.ticker(symbol.symbol);
    if (candles !== null) ask(context, candles, 2);
    if (ticker !== null && symbol.streams.ticker.messages === 0) ask(context, ticker, 1);
  }
}

function beginBackfill(context: Context, symbol: SymbolState): void {
  const { feed } = context;
  const { trades } = symbol;
  const status = symbol.streams.trade;
  if (trades.lastId === null && feed.now - status.since < FIRST_WAIT_US) return;
  trades.backfill = context.venue.rest.tradesBefore(symbol.symbol, null) === null ? 'failed' : 'running';
  askPage(context, symbol, null);
}
