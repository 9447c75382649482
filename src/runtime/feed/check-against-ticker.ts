import { US_PER_SECOND, type DecodedTicker, type Micros } from '../../core/index.ts';
import type { Context } from './context.ts';
import type { SymbolState } from './state.ts';
import { suspectLoss } from './trade-gaps.ts';

/** How long a ticker may be ahead of the trade stream. */
const TICKER_AHEAD_US = 3 * US_PER_SECOND;
/** How long a ticker may arrive after its trade. */
const TICKER_LATE_US = US_PER_SECOND;

/** Compares the trade stream with the ticker, so that a silent stream is noticed. */
export function checkTrades(context: Context, symbol: SymbolState, ticker: DecodedTicker, before: DecodedTicker | null): void {
  const { trades, streams } = symbol;
  const { now } = context.feed;
  const state = streams.trade?.state ?? 'down';
  // With known missing ids the stream still runs; a stream in doubt does not.
  const runs = state === 'synced' || state === 'stale' || (state === 'gap' && trades.doubt === null);
  if (!runs || trades.last === null) {
    trades.behind = null;
    return;
  }
  const counted = comparedWith(symbol, context.venue.trades.ids === 'contiguous' ? ticker : unnumbered(ticker), before, now);
  trades.counted = trades.last;
  if (counted === 'level') trades.behind = null;
  else if (counted === 'unknown' && trades.behind === null) return;
  else if (trades.behind === null) trades.behind = { at: now, id: ticker.lastTradeId ?? null };
  else if (now - trades.behind.at > TICKER_AHEAD_US) {
    trades.behind = null;
    suspectLoss(context, symbol, 'the ticker counts trades that have not come', 'silent');
  }
}

/** The ticker without its trade id, which gives no order on this venue. */
const unnumbered = ({ lastTradeId: _, ...ticker }: DecodedTicker): DecodedTicker => ticker;

/** Whether the ticker is ahead of the stream. Without a trade id, a new price or higher volume shows it. */
function comparedWith(
  { trades, streams }: SymbolState,
  { last, lastTradeId, volume }: DecodedTicker,
  before: DecodedTicker | null,
  now: Micros,
): 'level' | 'ahead' | 'unknown' {
  if (lastTradeId !== undefined) return Number(lastTradeId) > (trades.last ?? Number.POSITIVE_INFINITY) ? 'ahead' : 'level';
  const isQuiet = now - (streams.trade?.heardAt ?? now) > TICKER_LATE_US;
  const grew = before !== null && volume > before.volume && trades.counted === trades.last;
  return isQuiet && (grew || last !== trades.lastPrice) ? 'ahead' : 'unknown';
}
