import type { BookRule, Continuity, DecodedDelta } from '../../core/index.ts';

/** Levels per side of a REST snapshot: the venue's maximum. */
export const SNAPSHOT_DEPTH = 1_000;

function bridge(snapshotLast: number | null, { first, last, prev }: DecodedDelta): Continuity {
  if (snapshotLast === null || first === null || last === null) return 'gap';
  if (last <= snapshotLast) return 'old';
  return first <= snapshotLast || prev === snapshotLast ? 'next' : 'gap';
}

function next(bookLast: number | null, { last, prev }: DecodedDelta): Continuity {
  if (bookLast === null || last === null || prev === undefined) return 'gap';
  if (last <= bookLast) return 'old';
  return prev === bookLast ? 'next' : 'gap';
}

/**
 * Update ids `U` to `u` (here `first` to `last`) and `pu`, the `u` of the previous update (here `prev`). Ids are counted over
 * all markets, so `U` jumps without a loss. For a snapshot that ends at L: an update with `u <= L` is old; the first to apply
 * has `U <= L < u` or `pu = L`. After that, `pu` is the previous `u`. Venue document: "How to manage a local order book
 * correctly".
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
