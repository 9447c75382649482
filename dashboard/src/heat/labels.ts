/** Heights at which labels can stand, px from the top. */
export interface Room {
  readonly top: number;
  readonly bottom: number;
  /** Least distance of two labels. */
  readonly apart: number;
  /** Height that no label may cover, for example that of the newest price; null: none. */
  readonly free: number | null;
}

/** Pushes heights in descending order of nearness to `start` away from it, and back from `end`; null where there is no room. */
function pushed(wanted: readonly number[], start: number, end: number, apart: number): (number | null)[] {
  const places: number[] = [];
  for (const [i, y] of wanted.entries()) places.push(Math.max(y, (places[i - 1] ?? start) + apart));
  for (let i = places.length - 1, limit = end; i >= 0; i--) {
    places[i] = Math.min(places[i] ?? limit, limit);
    limit = (places[i] ?? limit) - apart;
  }
  return places.map((y) => (y < start + apart ? null : y));
}

/** A height for each label, as near to the wanted one as the others permit. Null: there is no room for it. */
export function placeLabels(wanted: readonly number[], { top, bottom, apart, free }: Room): readonly (number | null)[] {
  const places: (number | null)[] = wanted.map(() => null);
  const sorted = wanted.map((y, i) => ({ y, i })).toSorted((a, b) => a.y - b.y || a.i - b.i);
  const below = sorted.filter(({ y }) => free === null || y >= free);
  const above = sorted.filter(({ y }) => free !== null && y < free).toReversed();
  const start = free ?? top - apart;
  for (const [k, y] of pushed(
    below.map(({ y: at }) => at),
    start,
    bottom,
    apart,
  ).entries())
    places[below[k]?.i ?? -1] = y;
  // The same upwards, in mirrored heights.
  for (const [k, y] of pushed(
    above.map(({ y: at }) => -at),
    -start,
    -top,
    apart,
  ).entries())
    places[above[k]?.i ?? -1] = y === null ? null : -y;
  return places;
}
