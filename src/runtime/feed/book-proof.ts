import type { BookSide, DecodedDelta, Levels } from '../../core/index.ts';
import { bookFromJson, bookToJson, sizeAt, topLevels, type OrderBook } from '../../analytics/book/index.ts';
import type { Context } from './context.ts';
import { changeBook } from './keep-book.ts';
import type { BookSync, SymbolState } from './state.ts';

/** Digits of large sizes held a side, before those of levels that are gone are dropped. */
const EXACT_MOST = 400;

/** Whether every level of a delta stands in the book already. */
export const changesNothing = ({ book }: BookSync, { bids, asks }: DecodedDelta): boolean =>
  holdsAll(book, 'bid', bids) && holdsAll(book, 'ask', asks);

function holdsAll(book: OrderBook, side: BookSide, levels: Levels): boolean {
  for (let i = 0; i < levels.length; i += 2) if ((sizeAt(book, side, levels[i] as number) ?? 0) !== levels[i + 1]) return false;
  return true;
}

/** Whether the checksum of a delta is that of the book with it. */
export function provesNext(context: Context, symbol: SymbolState, delta: DecodedDelta): boolean {
  const { book } = symbol;
  const tried: SymbolState = {
    ...symbol,
    book: {
      ...book,
      book: bookFromJson(bookToJson(book.book)),
      exact: { bids: new Map(book.exact.bids), asks: new Map(book.exact.asks) },
    },
  };
  changeBook(context.venue.book, tried.book.book, delta.bids, delta.asks);
  keepExact(tried.book, delta);
  return delta.checksum !== null && checksumFault(context, tried, delta.checksum) === null;
}

/** Keeps the digits of sizes that a float64 doesn't hold, and drops those of levels that changed. */
export function keepExact({ exact, book }: BookSync, { bids, asks, exact: given }: DecodedDelta): void {
  if (given === undefined && exact.bids.size === 0 && exact.asks.size === 0) return;
  for (const [side, levels] of [
    ['bids', bids],
    ['asks', asks],
  ] as const) {
    const kept = exact[side] as Map<number, string>;
    for (let i = 0; i < levels.length; i += 2) kept.delete(levels[i] as number);
    for (const [price, digits] of given?.[side] ?? []) kept.set(price, digits);
    if (kept.size > EXACT_MOST)
      for (const price of kept.keys()) if (sizeAt(book, side === 'bids' ? 'bid' : 'ask', price) === null) kept.delete(price);
  }
}

/** What the venue's checksum says against the book; null where it agrees or there is none. */
export function checksumFault({ venue }: Context, { book, instrument }: SymbolState, stated: number | null): string | null {
  const { proof } = venue.book;
  if (proof === 'sequence' || stated === null || instrument === null) return null;
  const [bids, asks] = [topLevels(book.book, 'bid', proof), topLevels(book.book, 'ask', proof)];
  const computed = venue.book.checksum(bids, asks, instrument, book.exact);
  return computed === null || computed === stated ? null : `checksum is ${computed}, the venue says ${stated}`;
}
