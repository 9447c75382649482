import type { DecodedQuote, DecodedTicker, Micros } from '../../core/index.ts';
import { takeTouch } from './take-touch.ts';
import { checkTrades } from './check-against-ticker.ts';
import { clockFrame } from './clock-offset.ts';
import { emit, quarantine, type Context, type Novelty } from './context.ts';
import { badPrint } from './numbers.ts';
import { badTicker } from './plausible.ts';
import { refuseStream } from './refusals.ts';
import type { SymbolState } from './state.ts';
import { setStream } from './streams.ts';

/** Ticker from the stream; a repeat or an older one is a duplicate. */
export function takeStreamTicker(context: Context, symbol: SymbolState, item: DecodedTicker): Novelty {
  const last = symbol.ticker;
  if (last !== null && isOlder(context, item.tsEvent, last.tsEvent)) return 'duplicate';
  if (last !== null && sameTicker(last, item)) return 'duplicate';
  if (refusesTicker(context, symbol, item)) return 'nothing';
  symbol.ticker = item;
  takeTicker(context, symbol, item);
  checkTrades(context, symbol, item, last);
  return 'new';
}

/** Sets aside a ticker whose figures don't fit together; true where it did. */
export function refusesTicker(context: Context, symbol: SymbolState, item: DecodedTicker): boolean {
  const bad = badTicker(item);
  if (bad === null) return false;
  quarantine(context, null, 'bad_ticker', `${symbol.symbol}: ${bad}`, '');
  refuseStream(context, symbol, 'ticker', `a ticker was refused: ${bad}`);
  return true;
}

const sameTicker = (a: DecodedTicker, b: DecodedTicker): boolean =>
  a.tsEvent === b.tsEvent && a.last === b.last && a.volume === b.volume && a.changePct === b.changePct;

/** Whether a time is before another already seen; false while the seen time is in the future. */
function isOlder({ feed }: Context, at: Micros | null, seen: Micros | null): boolean {
  if (at === null || seen === null) return false;
  const frame = clockFrame(feed.clock);
  return at < seen && seen + frame.skew <= feed.now - frame.offset;
}

export function takeTicker(context: Context, symbol: SymbolState, item: DecodedTicker): void {
  const { kind: _, tsEvent, lastTradeId: __, ...facts } = item;
  setStream(context, symbol, 'ticker', 'synced', 'received');
  const { now } = context.feed;
  emit(context, { ...facts, type: 'ticker', venue: context.venue.card.id, tsEvent: tsEvent ?? now, tsRecv: now, seq: null });
}

export function takeQuote(context: Context, symbol: SymbolState, item: DecodedQuote): Novelty {
  const { now } = context.feed;
  const status = symbol.streams.quote;
  if (status === undefined) return 'nothing';
  const { seq } = status;
  if (item.seq === null ? isSameQuote(context, symbol, item) : seq !== null && item.seq <= seq) return 'duplicate';
  const bad = badQuote(context, symbol, item);
  if (bad !== null) {
    quarantine(context, null, 'bad_quote', `${symbol.symbol}: ${bad}`, '');
    refuseStream(context, symbol, 'quote', `a quote was refused: ${bad}`);
    return 'nothing';
  }
  status.seq = item.seq;
  if (item.seq === null) symbol.quote = item;
  setStream(context, symbol, 'quote', 'synced', 'received');
  // Field by field, because most messages are quotes and object spread is the main cost here.
  emit(context, {
    type: 'quote',
    venue: context.venue.card.id,
    symbol: item.symbol,
    tsEvent: item.tsEvent ?? now,
    tsRecv: now,
    seq: item.seq,
    bid: item.bid,
    bidSize: item.bidSize,
    ask: item.ask,
    askSize: item.askSize,
  });
  takeTouch(context, symbol, item);
  return 'new';
}

const badQuote = (context: Context, symbol: SymbolState, quote: DecodedQuote): string | null =>
  badPrint(context, symbol, quote.bid, quote.bidSize) ??
  badPrint(context, symbol, quote.ask, quote.askSize) ??
  (quote.seq === null && quote.bid > quote.ask ? `bid ${quote.bid} above ask ${quote.ask}` : null);

/** For venues without quote ids: a repeat or an older quote. */
function isSameQuote(context: Context, { quote }: SymbolState, item: DecodedQuote): boolean {
  if (quote === null) return false;
  if (isOlder(context, item.tsEvent, quote.tsEvent)) return true;
  const sameBid = item.bid === quote.bid && item.bidSize === quote.bidSize;
  return item.tsEvent === quote.tsEvent && sameBid && item.ask === quote.ask && item.askSize === quote.askSize;
}
