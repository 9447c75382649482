import { optionInvalid } from '../errors.ts';
import { checkRows, checkTargets } from '../tabular/rows.ts';
import type { Rows } from '../tabular/rows.ts';

/** The stored rows. */
export interface Neighbours {
  readonly rows: Rows;
  readonly targets: Float64Array;
  /** Number of rows that a prediction averages. */
  readonly k: number;
  readonly weights: 'equal' | 'nearness';
  /** Divisor of a feature before distances are computed; 0 leaves the feature out. */
  readonly scales: Float64Array;
}

/** Stores rows for predictions from the `k` nearest (all, if there are fewer). Throws a coded error on invalid rows. */
export function fitNeighbours(
  rows: Rows,
  targets: Float64Array,
  { k, weights, scales }: { readonly k: number; readonly weights: Neighbours['weights']; readonly scales?: Float64Array },
): Neighbours {
  checkRows(rows, 'finite');
  checkTargets(targets, rows);
  if (!Number.isInteger(k) || k < 1) throw optionInvalid({ model: 'fitNeighbours', problem: `${k} neighbours` });
  return { rows, targets, k: Math.min(k, rows.count), weights, scales: scales ?? new Float64Array(rows.width).fill(1) };
}

function squaredDistances({ rows, scales }: Neighbours, row: Float64Array): Float64Array {
  const { values, count, width } = rows;
  const out = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let sum = 0;
    for (let j = 0; j < width; j++) if (scales[j]! > 0) sum += ((values[i * width + j]! - row[j]!) / scales[j]!) ** 2;
    out[i] = sum;
  }
  return out;
}

/** Indices of the `k` smallest distances, ascending; earlier rows first in a tie. */
function nearest(distances: Float64Array, k: number): readonly number[] {
  const found: number[] = [];
  for (let i = 0; i < distances.length; i++) {
    if (found.length === k && !(distances[i]! < distances[found[k - 1]!]!)) continue;
    let at = found.length;
    while (at > 0 && distances[i]! < distances[found[at - 1]!]!) at -= 1;
    found.splice(at, 0, i);
    if (found.length > k) found.pop();
  }
  return found;
}

/** Mean of the nearest rows' targets. With `nearness`, weighted by inverse distance; rows at distance 0 then decide alone. */
export function predictNeighbours(known: Neighbours, row: Float64Array): number {
  const distances = squaredDistances(known, row);
  const places = nearest(distances, known.k);
  const equal = known.weights === 'equal';
  const same = places.filter((place) => distances[place] === 0);
  const used = equal || same.length === 0 ? places : same;
  const weightOf = (place: number) => (equal || same.length > 0 ? 1 : 1 / Math.sqrt(distances[place]!));
  let sum = 0;
  let total = 0;
  for (const place of used) {
    sum += known.targets[place]! * weightOf(place);
    total += weightOf(place);
  }
  return sum / total;
}
