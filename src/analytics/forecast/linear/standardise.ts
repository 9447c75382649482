import type { Rows } from '../tabular/rows.ts';

/** Rows with each feature at mean 0 and mean square 1, column after column; a constant feature is all zeros. */
export interface Standardised {
  readonly columns: readonly Float64Array[];
  readonly means: Float64Array;
  /** 0 for a constant feature. */
  readonly deviations: Float64Array;
}

/** A spread below this share of the mean is rounding error. */
const ROUNDING = 1e-12;

export function standardise({ values, count, width }: Rows): Standardised {
  const means = new Float64Array(width);
  const deviations = new Float64Array(width);
  const columns = Array.from({ length: width }, (_, j) => {
    const column = Float64Array.from({ length: count }, (__, i) => values[i * width + j]!);
    for (const value of column) means[j]! += value / count;
    let square = 0;
    for (const value of column) square += (value - means[j]!) ** 2 / count;
    const deviation = Math.sqrt(square);
    deviations[j] = deviation > ROUNDING * Math.abs(means[j]!) ? deviation : 0;
    return column.map((value) => (deviations[j]! > 0 ? (value - means[j]!) / deviations[j]! : 0));
  });
  return { columns, means, deviations };
}
