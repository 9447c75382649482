import type { BookRule, Levels } from '../../core/index.ts';
import {
  applyLevels,
  levelCount,
  loadSnapshot,
  pruneBeyond,
  topLevels,
  truncate,
  type OrderBook,
} from '../../analytics/book/index.ts';

/** A book fed by deltas keeps growing at its far ends. Above the first number of levels it is cut to the second. */
const LEVELS_MOST = 8_000;
const LEVELS_KEPT = 6_000;

/** Loads a venue's snapshot into a book. Its known range is the part that the venue's rules prove. */
export function fillBook(rule: BookRule, book: OrderBook, bids: Levels, asks: Levels): void {
  loadSnapshot(book, bids, asks, { depth: rule.depth });
  if (rule.proof !== 'sequence') limitToProof(book, rule.proof);
}

/** Applies changed levels to a book by the venue's rules. The same changes always give the same book. */
export function changeBook(rule: BookRule, book: OrderBook, bids: Levels, asks: Levels): void {
  applyLevels(book, 'bid', bids);
  applyLevels(book, 'ask', asks);
  if (rule.truncates) truncate(book, rule.depth);
  else if (levelCount(book, 'bid') > LEVELS_MOST || levelCount(book, 'ask') > LEVELS_MOST) pruneBeyond(book, LEVELS_KEPT);
  if (rule.proof !== 'sequence') limitToProof(book, rule.proof);
}

/** Limits the known range to the levels that the checksum covers. */
function limitToProof(book: OrderBook, levels: number): void {
  const bids = topLevels(book, 'bid', levels);
  const asks = topLevels(book, 'ask', levels);
  book.known = {
    from: bids.length / 2 < levels ? null : (bids.at(-2) as number),
    to: asks.length / 2 < levels ? null : (asks.at(-2) as number),
  };
}
