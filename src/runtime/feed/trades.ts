import { callOf, idNumber, US_PER_MINUTE, type DecodedTrade, type TradeId } from '../../core/index.ts';
import { quarantine, type Context, type Novelty } from './context.ts';
import { watchCandles } from './check-against-candle.ts';
import type { NumberedTrade } from './issue-trade.ts';
import { takeNumbered, takeNumberedPage } from './numbered-trades.ts';
import { outrunByTrade } from './outrun.ts';
import { ask } from './requests.ts';
import { PRIORITY, type StreamStatus, type SymbolState } from './state.ts';
import { askPage, FIRST_WAIT_US, pageCall, requestMissing, suspectLoss } from './trade-gaps.ts';
import { forgetLost, takeUnnumbered, takeUnnumberedPage } from './unnumbered-trades.ts';

/** Maximum pages of history requested for one symbol at start. */
const PAGES_MOST = 80;

/** A trade with its id as its ordinal; null, and quarantined, if the id is not a whole number. */
function numbered(context: Context, symbol: SymbolState, trade: DecodedTrade): NumberedTrade | null {
  const ordinal = idNumber(trade.id);
  if (ordinal !== null) return { ...trade, ordinal };
  quarantine(context, null, 'bad_trade', `${symbol.symbol}: id "${trade.id.slice(0, 40)}" is no whole number`, '');
  return null;
}

/** Whether the venue's clock is known to be far from ours by an offset not yet proven. */
const isClockFar = ({ clock }: Context['feed']): boolean => clock.minima.length === 0 && clock.rivals.length > 0;

/** One trade from the stream. */
export function takeTrade(context: Context, symbol: SymbolState, trade: DecodedTrade): Novelty {
  const novelty = takeByRule(context, symbol, trade);
  if (novelty === 'new' && trade.via === 'stream') outrunByTrade(context, symbol, trade);
  return novelty;
}

function takeByRule(context: Context, symbol: SymbolState, trade: DecodedTrade): Novelty {
  if (context.venue.trades.ids !== 'contiguous') return takeUnnumbered(context, symbol, trade);
  const own = numbered(context, symbol, trade);
  if (own !== null) return takeNumbered(context, symbol, own);
  if (symbol.instrument !== null) suspectLoss(context, symbol, 'a trade had an id that is no whole number');
  return 'nothing';
}

/** A page of trades, oldest first: emits new ones, fills gaps, and asks for the next page of the history. */
export function takePage(context: Context, symbol: SymbolState, page: readonly DecodedTrade[], before: TradeId | null): void {
  const { trades } = symbol;
  const { first } = trades;
  if (context.venue.trades.ids === 'contiguous')
    takeNumberedPage(
      context,
      symbol,
      page.flatMap((trade) => numbered(context, symbol, trade) ?? []),
    );
  else takeUnnumberedPage(context, symbol, page, before);
  if (trades.backfill === 'running') goOnWithHistory(context, symbol, page.length, first);
}

function goOnWithHistory(context: Context, symbol: SymbolState, length: number, before: number | null): void {
  const { feed } = context;
  const { trades } = symbol;
  const reached = trades.firstTs <= feed.now - feed.settings.backfillMinutes * US_PER_MINUTE;
  if (reached || length === 0 || trades.first === before || trades.pages >= PAGES_MOST) trades.backfill = 'done';
  else if (trades.first !== null) askPage(context, symbol, { id: trades.oldestId ?? String(trades.first), at: trades.firstTs });
}

/** Starts the backfill once the stream runs, and keeps requesting missing trades. */
export function watchTrades(context: Context, symbol: SymbolState): void {
  const { feed, venue } = context;
  const { trades } = symbol;
  const status = symbol.streams.trade;
  if (status === undefined || status.state === 'connecting' || status.state === 'down' || symbol.unknown) return;
  if (trades.backfill === 'waiting' && feed.settings.backfillMinutes > 0 && !feed.settings.recorded)
    beginBackfill(context, symbol, status);
  if (venue.trades.ids !== 'contiguous') forgetLost(symbol, feed.now);
  watchCandles(context, symbol);
  requestMissing(context, symbol);
  if (!trades.candlesAsked && status.state !== 'syncing' && feed.settings.backfillMinutes > 0) {
    trades.candlesAsked = true;
    const { candles, ticker } = venue.questions;
    const of = { symbol: symbol.symbol };
    if (candles !== undefined)
      ask(context, callOf(candles, { ...of, from: feed.now - feed.settings.backfillMinutes * US_PER_MINUTE }), PRIORITY.history);
    if (ticker !== undefined && symbol.streams.ticker?.messages === 0) ask(context, callOf(ticker, of), PRIORITY.audit);
  }
}

function beginBackfill(context: Context, symbol: SymbolState, { since }: StreamStatus): void {
  const { feed } = context;
  const { trades } = symbol;
  if (trades.last === null && feed.now - since < FIRST_WAIT_US) return;
  // History has the venue's times, which can't be placed before its clock offset is known.
  if (isClockFar(feed)) return;
  trades.backfill = pageCall(context, symbol, null) === null ? 'failed' : 'running';
  askPage(context, symbol, null);
}
