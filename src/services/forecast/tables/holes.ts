import { counted } from '../../../core/counted.ts';
import { fillGaps, findGaps } from '../../../analytics/series/index.ts';
import { gapsFound, gapsTooMany } from '../errors.ts';

/** Limits of interpolation: longest gap in steps, and largest share of the values. */
const LONGEST_HOLE = 3;
const MOST_FILLED = 0.05;

export interface Mended {
  readonly values: Float64Array;
  /** Number of empty values cut at the beginning. */
  readonly cut: number;
  readonly remarks: readonly string[];
}

export interface HoleWish {
  /** How messages name a slot: its time or line. */
  readonly nameOf: (slot: number) => string;
  /** `line`: small gaps are filled by linear interpolation. Absent: any gap is refused. */
  readonly fill?: 'line' | undefined;
  /** Whether a change of clocks may have skipped a slot. */
  readonly isLocalClock: boolean;
}

/** Cuts empty values at both ends. Interpolates small gaps if `fill` is set; throws on any other gap. */
export function mendHoles(slots: Float64Array, { nameOf, fill, isLocalClock }: HoleWish): Mended {
  const first = slots.findIndex((value) => !Number.isNaN(value));
  const last = slots.findLastIndex((value) => !Number.isNaN(value));
  if (first < 0) return { values: new Float64Array(0), cut: 0, remarks: [] };
  const ends = first + slots.length - 1 - last;
  const edge = last < slots.length - 1 ? `; the newest value is of ${nameOf(last)}` : '';
  const remarks = ends > 0 ? [`Cut off at the ends: ${counted(ends, 'empty value')}${edge}.`] : [];
  const grid = { start: 0, step: { kind: 'fixed', micros: 1 }, values: slots.slice(first, last + 1) } as const;
  const gaps = findGaps(grid);
  if (gaps.length === 0) return { values: grid.values, cut: first, remarks };
  const missing = gaps.reduce((sum, { length }) => sum + length, 0);
  const longest = gaps.reduce((most, { length }) => Math.max(most, length), 0);
  const from = nameOf(first + gaps[0]!.from);
  const isFew = longest <= LONGEST_HOLE && missing <= Math.max(1, MOST_FILLED * grid.values.length);
  if (fill === undefined) throw gapsFound({ missing, slots: grid.values.length, from, isFew, isLocalClock });
  if (!isFew) throw gapsTooMany({ missing, slots: grid.values.length, longest, from });
  const said = `Interpolated linearly: ${counted(missing, 'missing value')}, the first at ${from}. They were NOT measured.`;
  return { values: fillGaps(grid, { by: 'linear' }).values, cut: first, remarks: [...remarks, said] };
}
