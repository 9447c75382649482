import { rowsInvalid } from './errors.ts';

/** A table of numbers: `count` rows of `width` features, row-major. NaN is a missing value. */
export interface Rows {
  readonly values: Float64Array;
  readonly count: number;
  readonly width: number;
  /** A name for each feature; `f0`, `f1`, … by default. */
  readonly names?: readonly string[];
}

/** A table from lists of equal length. Throws a coded error if their lengths differ. */
export function rowsOf(lists: readonly (readonly number[] | Float64Array)[], names?: readonly string[]): Rows {
  const width = lists[0]?.length ?? 0;
  const uneven = lists.findIndex((list) => list.length !== width);
  if (uneven >= 0) throw rowsInvalid({ problem: `row ${uneven} has ${lists[uneven]!.length} values, row 0 has ${width}` });
  const values = new Float64Array(lists.length * width);
  for (const [i, list] of lists.entries()) values.set(list, i * width);
  return { values, count: lists.length, width, ...(names ? { names } : {}) };
}

export const namesOf = ({ width, names }: Pick<Rows, 'width' | 'names'>): readonly string[] =>
  names ?? Array.from({ length: width }, (_, j) => `f${j}`);

/** Accepted feature values: finite numbers only, also NaN as missing, or also infinities. */
type Taken = 'finite' | 'missing' | 'anything';

/** Throws a coded error unless the shape is right and every feature is an accepted value. */
export function checkRows({ values, count, width, names }: Rows, taken: Taken): void {
  const refuse = (problem: string) => rowsInvalid({ problem });
  const whole = Number.isSafeInteger(count) && Number.isSafeInteger(width) && count >= 0 && width >= 1;
  if (!whole) throw refuse(`${count} rows of ${width} features`);
  if (!(values instanceof Float64Array) || values.length !== count * width)
    throw refuse('values is not a Float64Array of count × width');
  if (names !== undefined && names.length !== width) throw refuse(`${names.length} names for ${width} features`);
  if (taken === 'anything') return;
  const strange = values.findIndex((value) => !Number.isFinite(value) && !(taken === 'missing' && Number.isNaN(value)));
  if (strange >= 0) {
    throw refuse(`feature ${strange % width} of row ${Math.floor(strange / width)} is ${values[strange]}`);
  }
}

/** Throws a coded error unless there is at least one row, and one finite target per row. */
export function checkTargets(targets: Float64Array, { count }: Rows): void {
  if (count === 0) throw rowsInvalid({ problem: 'there are none' });
  if (targets.length !== count) throw rowsInvalid({ problem: `${targets.length} targets for ${count} rows` });
  const strange = targets.findIndex((value) => !Number.isFinite(value));
  if (strange >= 0) throw rowsInvalid({ problem: `target ${strange} is ${targets[strange]}` });
}
