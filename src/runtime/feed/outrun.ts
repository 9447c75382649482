import { US_PER_SECOND, type DecodedQuote, type DecodedTrade } from '../../core/index.ts';
import { bestAsk, bestBid } from '../../analytics/book/index.ts';
import { clockFrame } from './clock-offset.ts';
import type { Context } from './context.ts';
import type { BookSync, SymbolState } from './state.ts';

/** Maximum time from a message that shows a change of the book to the book's own update. */
const OUTRUN_US = 5 * US_PER_SECOND;

/** A newer message shows that the book changed: an update must follow. */
export function outrun({ feed }: Context, { book }: SymbolState, what: string): void {
  if (book.phase === 'synced') book.outrun ??= { at: feed.now, what };
}

/** Why the book is out of date: an update that another message announced has not arrived in time. Null if none is overdue. */
export function overdueUpdate({ feed }: Context, { outrun: shown }: BookSync): string | null {
  if (shown === null || feed.now - shown.at <= OUTRUN_US) return null;
  return `${shown.what}, and no update of the book has come in ${OUTRUN_US / US_PER_SECOND} s`;
}

/** A trade outside the best bid and ask shows that the book has changed since. */
export function outrunByTrade(context: Context, symbol: SymbolState, { price, tsEvent }: DecodedTrade): void {
  const { book } = symbol;
  if (book.phase !== 'synced' || book.outrun !== null || !isNewer(context, book, tsEvent)) return;
  const [bid, ask] = [bestBid(book.book), bestAsk(book.book)];
  if (bid !== null && ask !== null && (price < bid || price > ask))
    outrun(context, symbol, `a trade at ${price} is outside the best bid ${bid} and ask ${ask}`);
}

/** An unnumbered quote that differs from the touch shows that the book changed; one that agrees shows that it didn't. */
export function outrunByQuote(context: Context, symbol: SymbolState, quote: DecodedQuote): void {
  const { book } = symbol;
  if (book.phase !== 'synced') return;
  const [bid, ask] = [bestBid(book.book), bestAsk(book.book)];
  if (bid === quote.bid && ask === quote.ask) book.outrun = null;
  else if (quote.tsEvent === null || isNewer(context, book, quote.tsEvent))
    outrun(context, symbol, `the venue quotes ${quote.bid}/${quote.ask}, the book has ${bid}/${ask}`);
}

/** Whether an exchange time is after the book's last update; a snapshot without a time counts from its arrival. */
function isNewer({ feed }: Context, { tsEvent: last, lastSyncedAt }: BookSync, tsEvent: number): boolean {
  if (last !== null) return tsEvent > last;
  const { offset, skew } = clockFrame(feed.clock);
  return tsEvent + skew > (lastSyncedAt ?? feed.now) - offset;
}
