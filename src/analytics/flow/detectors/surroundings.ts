import type { BookSide } from '../../../core/index.ts';
import type { OrderBook } from '../../book/index.ts';

/** A level counts as clearly larger from this multiple of the size. */
const LARGER = 1.25;
const SIMILAR = 0.8;

export interface Surroundings {
  /** Clearly larger levels up to twice as far from the touch. */
  readonly larger: number;
  /** Other levels from half to twice as far from the touch, of at least four fifths of the size. */
  readonly similar: number;
  /** Levels between the level and the touch. */
  readonly front: number;
}

/** How a level compares with others on its side. */
export function surroundings(book: OrderBook, side: BookSide, price: number, size: number): Surroundings {
  const { keys, sizes, count } = book[side];
  const key = side === 'bid' ? price : -price;
  const best = keys[count - 1] ?? key;
  const reach = best - key;
  let [larger, front, similar] = [0, 0, 0];
  for (let i = count - 1; i >= 0; i--) {
    const away = best - keys[i]!;
    if (away > 2 * reach) break;
    if (away < reach) front++;
    if (sizes[i]! > LARGER * size) larger++;
    if (away >= reach / 2 && away !== reach && sizes[i]! >= SIMILAR * size) similar++;
  }
  return { larger, front, similar };
}
