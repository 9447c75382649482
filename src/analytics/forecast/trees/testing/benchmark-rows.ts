import { seededRandom } from '../../../../core/random.ts';
import type { Rows } from '../../tabular/rows.ts';

export const FEATURES = 24;

/**
 * Rows of 24 uniform features in [0, 1), five of which matter: `sin(6a)/2 + b·c + 0.4·[d > ½] + 0.3·e`, with normal noise of 0.05.
 * LightGBM and XGBoost were fitted to the same rows, for the errors that tests compare with.
 */
export function benchmarkRows(count: number, seed: number): { readonly rows: Rows; readonly targets: Float64Array } {
  const random = seededRandom(seed);
  const values = new Float64Array(count * FEATURES);
  const targets = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const row = values.subarray(i * FEATURES, (i + 1) * FEATURES);
    for (let j = 0; j < FEATURES; j++) row[j] = random();
    const noise = Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random());
    const [a, b, c, d, e] = row;
    targets[i] = Math.sin(6 * a!) * 0.5 + b! * c! + (d! > 0.5 ? 0.4 : 0) + 0.3 * e! + 0.05 * noise;
  }
  return { rows: { values, count, width: FEATURES }, targets };
}

export const meanSquareError = (predicted: Float64Array, targets: Float64Array): number =>
  targets.reduce((sum, target, i) => sum + (predicted[i]! - target) ** 2, 0) / targets.length;
