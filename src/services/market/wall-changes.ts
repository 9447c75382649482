import { isKnown, sizeAt, type OrderBook } from '../../analytics/book/index.ts';
import type { BookSide } from '../../core/index.ts';
import type { WallChange } from './answers.ts';
import type { Moment } from './studies/moments.ts';

/** Growth or loss of a wall that counts as a change. */
const FIFTH = 0.2;

/** A wall of one moment. */
export interface SizedWall {
  readonly side: BookSide;
  readonly price: number;
  readonly size: number;
}

/** The walls of an earlier moment; null if they were not judged then. */
export function wallsThen({ walls }: Moment): SizedWall[] | null {
  if (walls === null) return null;
  return Array.from({ length: walls.length / 2 }, (_, i) => {
    const [signed, size] = [walls[2 * i] as number, walls[2 * i + 1] as number];
    return { side: signed > 0 ? 'bid' : 'ask', price: Math.abs(signed), size };
  });
}

const nameOf = ({ side, price }: SizedWall): string => `${side} ${price}`;

/**
 * Walls that vanished, grew or shrank by a fifth, and levels that are a wall only now, largest first. Of these the size of then is unknown,
 * because only walls are sampled, and what counts as one changes with the book. Sizes of now are those of the present book; a price that it
 * does not reach is left out.
 */
export function wallChanges(book: OrderBook, before: readonly SizedWall[], present: readonly SizedWall[]): WallChange[] {
  const known = new Set(before.map(nameOf));
  const isNew = present.flatMap((wall): WallChange[] =>
    known.has(nameOf(wall)) ? [] : [{ change: 'now_a_wall', side: wall.side, price: wall.price, qty_now: wall.size }],
  );
  const moved = before.flatMap(({ side, price, size }): WallChange[] => {
    if (!isKnown(book, side, price)) return [];
    const now = sizeAt(book, side, price);
    const share = (now - size) / size;
    if (Math.abs(share) < FIFTH) return [];
    return [{ change: now === 0 ? 'vanished' : share > 0 ? 'grew' : 'shrank', side, price, qty_then: size, qty_now: now }];
  });
  const largest = ({ qty_then = 0, qty_now }: WallChange) => Math.max(qty_then, qty_now);
  return [...isNew, ...moved].toSorted((a, b) => largest(b) - largest(a) || a.price - b.price);
}
