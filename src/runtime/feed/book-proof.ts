import type { BookSide, DecodedDelta, Levels, WrittenLevel } from '../../core/index.ts';
import { bookFromJson, bookToJson, sizeAt, topLevels, type OrderBook } from '../../analytics/book/index.ts';
import type { Context } from './context.ts';
import { changeBook } from './keep-book.ts';
import type { BookSync, SymbolState } from './state.ts';

/** Levels kept as written, per side, before entries of removed levels are dropped. */
const WRITTEN_MOST = 400;

/** Whether the book already has every level of a delta. */
export const changesNothing = ({ book }: BookSync, { bids, asks }: DecodedDelta): boolean =>
  holdsAll(book, 'bid', bids) && holdsAll(book, 'ask', asks);

function holdsAll(book: OrderBook, side: BookSide, levels: Levels): boolean {
  for (let i = 0; i < levels.length; i += 2) if ((sizeAt(book, side, levels[i] as number) ?? 0) !== levels[i + 1]) return false;
  return true;
}

/** Whether the checksum of a delta matches the book after applying it. */
export function provesNext(context: Context, symbol: SymbolState, delta: DecodedDelta): boolean {
  const { book } = symbol;
  const tried: SymbolState = {
    ...symbol,
    book: {
      ...book,
      book: bookFromJson(bookToJson(book.book)),
      written: { bids: new Map(book.written.bids), asks: new Map(book.written.asks) },
    },
  };
  changeBook(context.venue.book, tried.book.book, delta.bids, delta.asks);
  keepWritten(tried.book, delta);
  return delta.checksum !== null && checksumFault(context, tried, delta.checksum) === null;
}

/** Stores the changed levels of a delta as the venue wrote them, in place of their earlier entries. */
export function keepWritten({ written, book }: BookSync, { bids, asks, written: given }: DecodedDelta): void {
  if (given === undefined && written.bids.size === 0 && written.asks.size === 0) return;
  for (const [side, levels] of [
    ['bids', bids],
    ['asks', asks],
  ] as const) {
    const kept = written[side] as Map<number, WrittenLevel>;
    for (let i = 0; i < levels.length; i += 2) kept.delete(levels[i] as number);
    for (const [price, level] of given?.[side] ?? []) if (Number(level.size) > 0) kept.set(price, level);
    if (kept.size > WRITTEN_MOST)
      for (const price of kept.keys()) if (sizeAt(book, side === 'bids' ? 'bid' : 'ask', price) === 0) kept.delete(price);
  }
}

/** Why the venue's checksum doesn't match the book; null if it matches or there is none. */
export function checksumFault({ venue }: Context, { book, instrument }: SymbolState, stated: number | null): string | null {
  const { proof } = venue.book;
  if (proof === 'sequence' || stated === null || instrument === null) return null;
  const [bids, asks] = [topLevels(book.book, 'bid', proof), topLevels(book.book, 'ask', proof)];
  const computed = venue.book.checksum(bids, asks, instrument, book.written);
  if (computed === 'no_match') return 'no checksum fits: the levels have other decimals than the definition';
  return computed === null || computed === stated ? null : `checksum is ${computed}, the venue says ${stated}`;
}
