import { isKnown } from './known-range.ts';
import { forEachLevel, type OrderBook } from './order-book.ts';
import { SIZE_UNKNOWN, sizeCode } from './size-code.ts';
import { touchOf } from './touch.ts';

/** Steps of a price axis: 1, 2 and 5 times a power of ten. */
const NICE = [1, 2, 5, 10];

/** The smallest of 1, 2, 5 × 10ⁿ that is not below `least`. Throws `RangeError` unless `least` is above 0. */
export function niceStep(least: number): number {
  if (!(least > 0) || !Number.isFinite(least)) throw new RangeError(`not a step: ${least}`);
  const power = Math.floor(Math.log10(least));
  for (const factor of NICE) {
    // Through text, so that 5 × 10⁻² is exactly the float 0.05.
    const step = Number(`${factor}e${power}`);
    if (step >= least * (1 - 1e-9)) return step;
  }
  return Number(`1e${power + 1}`);
}

/** Largest step, as a share of the price, however wide the book is. */
const COARSEST = 1e-4;
/** Range shown of a book without limits, as a share of the price. */
const UNLIMITED_SPAN = 4e-3;
/** Factor by which the rows extend past the known range, so that a book that grows or moves stays inside. */
const MARGIN = 1.25;

/** The price step with which `rows` rows cover the known range of a book; null if a side is empty. */
export function stepFor(book: OrderBook, rows: number, tick: number | null): number | null {
  const touch = touchOf(book);
  if (touch === null) return null;
  const mid = (touch.bid + touch.ask) / 2;
  const { from, to } = book.known;
  const span = 2 * Math.max(mid - (from ?? mid), (to ?? mid) - mid);
  const wanted = ((span > 0 ? span : mid * UNLIMITED_SPAN) * MARGIN) / rows;
  return niceStep(Math.max(tick ?? 0, Math.min(wanted, mid * COARSEST), mid * 1e-8));
}

/**
 * Writes the book into `rows`, one `sizeCode` per row. Row i is the sum of the sizes of both sides at prices from (first + i) × step,
 * inclusive, to (first + i + 1) × step, exclusive. A row that is not completely inside the known range is `SIZE_UNKNOWN`. Both sides must
 * have levels. `sums` is a buffer of the same length.
 */
export function bookRows(book: OrderBook, step: number, first: number, rows: Uint16Array, sums: Float64Array): void {
  const { length } = rows;
  sums.fill(0);
  for (const side of ['bid', 'ask'] as const) {
    forEachLevel(book, side, (price, size) => {
      const row = Math.floor(price / step + 1e-9) - first;
      if (row < 0 || row >= length) return !(side === 'bid' ? row < 0 : row >= length);
      sums[row] = (sums[row] as number) + size;
    });
  }
  for (let row = 0; row < length; row++) {
    const low = (first + row) * step;
    const known = isKnown(book, 'bid', low) && isKnown(book, 'ask', low + step);
    rows[row] = known ? sizeCode(sums[row] as number) : SIZE_UNKNOWN;
  }
}
