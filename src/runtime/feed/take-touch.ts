import type { DecodedQuote } from '../../core/index.ts';
import { bestAsk, bestBid, sizeAt } from '../../analytics/book/index.ts';
import { declareGap } from './book-resync.ts';
import type { Context } from './context.ts';
import { learnTouch } from './learn-touch.ts';
import { outrun, outrunByQuote } from './outrun.ts';
import type { SymbolState } from './state.ts';

const QUOTES_KEPT = 500;

/** How the book differs from a quote of the same update; null if they agree or there is no quote. */
export function touchFault({ book }: SymbolState, quote: DecodedQuote | undefined): string | null {
  if (quote === undefined) return null;
  const bid = bestBid(book.book);
  const ask = bestAsk(book.book);
  const same =
    bid === quote.bid &&
    ask === quote.ask &&
    sizeAt(book.book, 'bid', quote.bid) === quote.bidSize &&
    sizeAt(book.book, 'ask', quote.ask) === quote.askSize;
  return same ? null : `touch at update ${quote.seq} is ${bid}/${ask}, the venue says ${quote.bid}/${quote.ask}`;
}

/** Compares the book with a quote of the venue, now or once the book reaches the quote's update. */
export function takeTouch(context: Context, symbol: SymbolState, quote: DecodedQuote): void {
  const { book } = symbol;
  const isUnnumbered = quote.seq === null || (book.phase === 'synced' && book.last === null);
  if (isUnnumbered) return outrunByQuote(context, symbol, quote);
  if (context.venue.book.proof !== 'sequence') return;
  if (book.phase === 'synced' && book.last === quote.seq) {
    if (context.feed.settings.recorded) learnTouch(book.book, quote);
    const fault = touchFault(symbol, quote);
    if (fault !== null) declareGap(context, symbol, fault);
    return;
  }
  if (book.last !== null && quote.seq < book.last) return;
  if (book.outrun === null) outrun(context, symbol, `the venue quotes update ${quote.seq}, the book is at ${book.last}`);
  book.quotes.set(quote.seq, quote);
  for (const seq of book.quotes.keys()) {
    if (book.quotes.size <= QUOTES_KEPT && seq > (book.last ?? -1)) break;
    book.quotes.delete(seq);
  }
}
