import { shownCell, type Column } from './column.ts';

const LEAST_VALUES = 12;
/** Distance from the median, in spreads of the middle half, from which one value alone is remarked. */
const FAR = 30;

/** A remark about one value that lies far from all others; it is used as it stands. */
export function farValue(column: Column, values: Float64Array): readonly string[] {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!;
  const spread = sorted.length < LEAST_VALUES ? 0 : at(0.75) - at(0.25);
  if (spread === 0) return [];
  const far = Array.from(values, (value, i) => (Math.abs(value - at(0.5)) > FAR * spread ? i : -1)).filter((i) => i >= 0);
  const [only] = far;
  return only === undefined || far.length > 1
    ? []
    : [
        `${shownCell(column.cells[only]!)} in line ${column.lines[only]} lies more than ${FAR} times the spread of the others away from them, and was used as it stands.`,
      ];
}
