import { rowsInvalid } from '../tabular/errors.ts';
import { checkRows } from '../tabular/rows.ts';
import type { Rows } from '../tabular/rows.ts';
import { leafOf } from './tree.ts';
import type { Link, TreeEnsemble } from './tree.ts';

function through(link: Link, sum: number): number {
  if (link.kind === 'logistic') return 1 / (1 + Math.exp(-link.slope * sum));
  if (link.kind === 'exponential') return Math.exp(sum);
  if (link.kind === 'signed-square') return Math.sign(sum) * sum * sum;
  return sum;
}

/** The sum for one row, before the link. `values` has the row from `offset` on, already rounded for float32. */
export function sumOfRow({ base, trees, joined, precision }: TreeEnsemble, values: Float64Array, offset: number): number {
  if (precision === 'float32') {
    let sum = Math.fround(base);
    for (const tree of trees) sum = Math.fround(sum + tree.value[leafOf(tree, values, offset)]!);
    return sum;
  }
  let sum = 0;
  for (const tree of trees) sum += tree.value[leafOf(tree, values, offset)]!;
  return joined === 'mean' && trees.length > 0 ? base + sum / trees.length : base + sum;
}

/** The features, rounded if the ensemble uses float32. Throws a coded error if the rows have a different width. */
export function readValues({ precision, width }: TreeEnsemble, rows: Rows): Float64Array {
  checkRows(rows, 'anything');
  if (rows.width !== width) throw rowsInvalid({ problem: `${rows.width} features, the trees were fitted on ${width}` });
  return precision === 'float32' ? rows.values.map(Math.fround) : rows.values;
}

/** The sum before the link (log-odds, logarithm) for each row; NaN is missing. Throws a coded error if the rows have a different width. */
export function sumTrees(ensemble: TreeEnsemble, rows: Rows): Float64Array {
  const values = readValues(ensemble, rows);
  return Float64Array.from({ length: rows.count }, (_, i) => sumOfRow(ensemble, values, i * rows.width));
}

/** A prediction for each row, in the target's unit; NaN is missing. Throws a coded error if the rows have a different width. */
export const predictTrees = (ensemble: TreeEnsemble, rows: Rows): Float64Array =>
  sumTrees(ensemble, rows).map((sum) => through(ensemble.link, sum));
