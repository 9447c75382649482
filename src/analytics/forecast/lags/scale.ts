/** A series moved to mean 0 and mean square 1, so that a learner's settings mean the same for any unit. */
export interface Scale {
  readonly mean: number;
  readonly deviation: number;
}

/** The mean and standard deviation; the deviation is 1 if it is within rounding error. */
export function scaleOf(values: Float64Array): Scale {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  let square = 0;
  for (const value of values) square += (value - mean) ** 2 / values.length;
  return { mean, deviation: Math.sqrt(square) || 1 };
}

export const scaled = (values: Float64Array, { mean, deviation }: Scale): Float64Array =>
  values.map((value) => (value - mean) / deviation);

export const unscaled = (values: Float64Array, { mean, deviation }: Scale): Float64Array =>
  values.map((value) => mean + value * deviation);
