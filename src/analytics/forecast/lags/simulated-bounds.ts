import { seededRandom } from '../../../core/random.ts';
import { percentile } from '../../book/index.ts';
import type { Bounds } from '../model.ts';

const MOST_PATHS = 200;
const FEWEST_PATHS = 50;
/** Maximum number of simulated path steps per forecast. */
const STEPS = 100_000;

/**
 * Central intervals from simulated paths: each path adds, at each step, an error drawn from `errors` and continues from there. The mean
 * path lies inside by construction. 200 paths, fewer for long horizons, so a level above 99 shows little more than the extremes.
 */
export function simulatedBounds(
  mean: Float64Array,
  errors: Float64Array,
  seed: number,
  simulate: (draw: () => number) => Float64Array,
): (level: number) => Bounds {
  let sorted: readonly Float64Array[] | null = null;
  const draw = (): readonly Float64Array[] => {
    const random = seededRandom(seed);
    const count = Math.max(FEWEST_PATHS, Math.min(MOST_PATHS, Math.floor(STEPS / mean.length)));
    const drawError = () => errors[Math.floor(random() * errors.length)]!;
    const paths = Array.from({ length: count }, () => simulate(drawError));
    return Array.from(mean, (_, h) => Float64Array.from(paths, (path) => path[h]!).sort());
  };
  return (level) => {
    const steps = (sorted ??= draw());
    const tail = (100 - level) / 2;
    return {
      lower: mean.map((value, h) => Math.min(value, percentile(steps[h]!, tail)!)),
      upper: mean.map((value, h) => Math.max(value, percentile(steps[h]!, 100 - tail)!)),
    };
  };
}
