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

/** A book fed by changes grows for ever at its far ends; past the first number it is cut to the second. */
const LEVELS_MOST = 8_000;
const LEVELS_KEPT = 6_000;

/** Fills a book with a venue's snapshot; what the venue's rules prove of it is its known range. */
export function fillBook(rule: BookRule, book: OrderBook, bids: Levels, asks: Levels): void {
  loadSnapshot(book, bids, asks, { depth: rule.depth });
  if (rule.proof !== 'sequence') limitToProof(book, rule.proof);
}

/** Takes changed levels into a book as the venue's rules have it; whoever follows the same changes holds the same book. */
export function changeBook(rule: BookRule, book: OrderBook, bids: Levels, asks: Levels): void {
  applyLevels(book, 'bid', bids);
  applyLevels(book, 'ask', asks);
  if (rule.truncates) truncate(book, rule.depth);
  else if (levelCount(book, 'bid') > LEVELS_MOST || levelCount(book, 'ask') > LEVELS_MOST) pruneBeyond(book, LEVELS_KEPT);
  if (rule.proof !== 'sequence') limitToProof(book, rule.proof);
}

/** A checksum proves its own levels only, however many came. */
function limitToProof(book: OrderBook, levels: number): void {
  const bids = topLevels(book, 'bid', levels);
  const asks = topLevels(book, 'ask', levels);
  book.known = {
    from: bids.length / 2 < levels ? null : (bids.at(-2) as number),
    to: asks.length / 2 < levels ? null : (asks.at(-2) as number),
  };
}
