import { forEachLevel, isKnown, type OrderBook } from '../../src/analytics/book/index.ts';
import type { TruthBook } from '../../src/simulator/index.ts';

/** The first difference between a book and the truth inside the book's known range; null if there is none. */
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
