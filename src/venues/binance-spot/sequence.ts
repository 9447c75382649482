import type { BookRule, Continuity, DecodedDelta } from '../../core/index.ts';

/** Levels per side of a REST snapshot; 5,000 would cost five times the weight. */
export const SNAPSHOT_DEPTH = 1_000;

function bridge(snapshotLast: number | null, { first, last }: DecodedDelta): Continuity {
  if (snapshotLast === null || first === null || last === null) return 'gap';
  if (last <= snapshotLast) return 'old';
  return first <= snapshotLast + 1 ? 'next' : 'gap';
}

function next(bookLast: number | null, { first, last }: DecodedDelta): Continuity {
  if (bookLast === null || first === null || last === null) return 'gap';
  if (last <= bookLast) return 'old';
  return first === bookLast + 1 ? 'next' : 'gap';
}

/**
 * Update ids `U` to `u` (here `first` to `last`). For a snapshot that ends at L: an update with `u <= L` is old; the first to
 * apply has `U <= L + 1 <= u`. After that, `U` is the previous `u` plus 1. Venue document: "How to manage a local order book
 * correctly". A delta from a second connection may overlap the book (`U <= L < u`); `bridge` accepts it, `next` does not.
 */
export const book: BookRule = {
  levels: 'absolute',
  domain: 'symbol',
  snapshot: 'rest',
  depth: SNAPSHOT_DEPTH,
  truncates: false,
  proof: 'sequence',
  bridge,
  next,
  checksum: () => null,
};
