import { forEachLevel, isKnown, type OrderBook } from '../../src/analytics/book/index.ts';
import type { TruthBook } from '../../src/simulator/index.ts';

/** The first way in which a book differs from the truth where it says it knows; null when it doesn't. */
export function difference(book: OrderBook, truth: TruthBook): string | null {
  for (const side of ['bid', 'ask'] as const) {
    const real = new Map((side === 'bid' ? truth.bids : truth.asks).filter(([price]) => isKnown(book, side, price)));
    let wrong: string | null = null;
    forEachLevel(book, side, (price, size) => {
      if (!isKnown(book, side, price)) return false;
      if (real.get(price) !== size) wrong = `${side} ${price}: ${size}, in truth ${real.get(price) ?? 'nothing'}`;
      real.delete(price);
      return wrong === null;
    });
    const [missed] = real;
    if (wrong !== null) return wrong;
    if (missed) return `${side} ${missed[0]}: nothing, in truth ${missed[1]}`;
  }
  return null;
}
