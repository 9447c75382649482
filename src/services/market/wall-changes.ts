import { isKnown, sizeAt, type OrderBook } from '../../analytics/book/index.ts';
import type { WallChange } from './answers.ts';
import type { BookSample, SizedWall } from './studies/book-samples.ts';

/** Least growth or loss of a wall that is a change, as a share of its earlier size. */
const LEAST_CHANGE = 0.2;

const nameOf = ({ side, price }: SizedWall): string => `${side} ${price}`;

/** Size up to which a wall may have stood in the earlier book without being sampled; below 0 if all walls were sampled. */
const unsampledUpTo = (before: readonly SizedWall[], found: number): number =>
  found > before.length ? Math.min(...before.map(({ size }) => size)) : -1;

/**
 * Changed walls, largest first: vanished, grown or shrunk by a fifth, and new ones. The earlier size of a new wall is unknown, because only
 * walls are sampled. A new wall that is no larger than the smallest one sampled is left out if some walls were not sampled: it may be one
 * of those. Present sizes are those of the book; a price beyond the known book is left out.
 */
export function wallChanges(
  book: OrderBook,
  { walls, found }: { readonly walls: readonly SizedWall[] } & Pick<BookSample, 'found'>,
  present: readonly SizedWall[],
): WallChange[] {
  const known = new Set(walls.map(nameOf));
  const least = unsampledUpTo(walls, found);
  const isNew = present.flatMap((wall): WallChange[] =>
    known.has(nameOf(wall)) || wall.size <= least
      ? []
      : [{ change: 'now_a_wall', side: wall.side, price: wall.price, qty_now: wall.size }],
  );
  const moved = walls.flatMap(({ side, price, size }): WallChange[] => {
    if (!isKnown(book, side, price)) return [];
    const now = sizeAt(book, side, price);
    const share = (now - size) / size;
    if (Math.abs(share) < LEAST_CHANGE) return [];
    return [{ change: now === 0 ? 'vanished' : share > 0 ? 'grew' : 'shrank', side, price, qty_then: size, qty_now: now }];
  });
  const largest = ({ qty_then = 0, qty_now }: WallChange) => Math.max(qty_then, qty_now);
  return [...isNew, ...moved].toSorted((a, b) => largest(b) - largest(a) || a.price - b.price);
}
