import { normalQuantile } from './math/normal-quantile.ts';
import type { Bounds, Prediction } from './model.ts';

/** Half-width of a central normal interval of `level` percent, in standard deviations. */
export const reachOf = (level: number): number => normalQuantile(0.5 + level / 200);

/** A path with normal intervals of the given standard deviations. */
export function normalPrediction(mean: Float64Array, deviations: Float64Array): Prediction {
  return {
    mean,
    bounds: (level): Bounds => {
      const reach = reachOf(level);
      return {
        lower: mean.map((value, i) => value - reach * deviations[i]!),
        upper: mean.map((value, i) => value + reach * deviations[i]!),
      };
    },
  };
}
