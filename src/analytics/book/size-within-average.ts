import type { Side } from '../../core/index.ts';
import { knownDepth } from './known-range.ts';
import { forEachLevel, type OrderBook } from './order-book.ts';

/**
 * The largest size, base currency, that a marketable order gets from the known levels at an average price no worse than `average`
 * (quote currency): Σ price × size = average × Σ size at the last level. 0 if the best price is worse; null if every known level
 * is within it.
 */
export function sizeWithinAverage(book: OrderBook, side: Side, average: number): number | null {
  const from = side === 'buy' ? 'ask' : 'bid';
  const sign = side === 'buy' ? 1 : -1;
  const known = knownDepth(book, from);
  let size = 0;
  let spare = 0;
  let isReached = false;
  forEachLevel(book, from, (price, resting, rank) => {
    if (rank >= known) return false;
    const over = (price - average) * sign;
    // What cheaper levels spared pays for the worse ones.
    const most = over > 0 ? spare / over : resting;
    isReached = most < resting;
    size += Math.min(resting, most);
    spare -= over * Math.min(resting, most);
    return isReached ? false : undefined;
  });
  return isReached ? size : null;
}
