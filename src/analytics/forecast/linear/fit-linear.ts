import { optionInvalid } from '../errors.ts';
import { unlimited } from '../meter.ts';
import type { Meter } from '../meter.ts';
import { checkRows, checkTargets } from '../tabular/rows.ts';
import type { Rows } from '../tabular/rows.ts';
import { solveDefinite } from './cholesky.ts';
import { inOwnUnits } from './linear-model.ts';
import type { LinearModel } from './linear-model.ts';
import { standardise } from './standardise.ts';
import type { Standardised } from './standardise.ts';

/** Objective to minimise, over standardised features and n rows. */
export type LinearObjective =
  /** Σ (y − ŷ)² + alpha · Σ b²; alpha 0 is least squares, with dependent features sharing their effect. */
  | { readonly kind: 'ridge'; readonly alpha: number }
  /** Σ (y − ŷ)² / 2n + alpha · Σ |b|, Tibshirani 1996; coordinate descent, Friedman, Hastie & Tibshirani 2010. */
  | { readonly kind: 'lasso'; readonly alpha: number }
  /** The pinball loss at `quantile`, Koenker & Bassett 1978; by majorising, Hunter & Lange 2000. */
  | { readonly kind: 'quantile'; readonly quantile: number };

/** Share of the row count that is always added to the diagonal, so that dependent features have a solution. */
const FLOOR = 1e-9;
const SWEEPS = 1_000;
const ROUNDS = 200;
const SETTLED = 1e-9;
/** The pinball loss is smoothed near 0, within this share of the targets' spread. */
const ROUNDED_OFF = 1e-6;

/**
 * Fits a linear model with an intercept to rows. `meter` counts one step per round (one in total for least squares and ridge). Throws a
 * coded error on invalid rows, including any with NaN.
 */
export function fitLinear(
  rows: Rows,
  targets: Float64Array,
  objective: LinearObjective,
  meter: Meter = unlimited(),
): LinearModel {
  checkRows(rows, 'finite');
  checkTargets(targets, rows);
  const strength = objective.kind === 'quantile' ? objective.quantile : objective.alpha;
  if (!(strength >= 0 && strength < (objective.kind === 'quantile' ? 1 : Infinity))) {
    throw optionInvalid({ model: 'fitLinear', problem: `${objective.kind} with ${strength}` });
  }
  const table = standardise(rows);
  if (objective.kind === 'quantile') return fitQuantile(table, targets, objective.quantile, meter);
  const middle = targets.reduce((sum, value) => sum + value / targets.length, 0);
  const centred = targets.map((value) => value - middle);
  const coefficients =
    objective.kind === 'ridge' ? ridge(table, centred, objective.alpha, meter) : lasso(table, centred, objective.alpha, meter);
  return inOwnUnits(table, coefficients, middle);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function ridge({ columns }: Standardised, targets: Float64Array, alpha: number, meter: Meter): Float64Array {
  const n = columns.length;
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) matrix[i * n + j] = matrix[j * n + i] = dot(columns[i]!, columns[j]!);
    matrix[i * n + i]! += alpha + FLOOR * targets.length;
  }
  meter.step();
  return solveDefinite(
    matrix,
    Float64Array.from(columns, (column) => dot(column, targets)),
  );
}

function lasso({ columns, deviations }: Standardised, targets: Float64Array, alpha: number, meter: Meter): Float64Array {
  const n = targets.length;
  const coefficients = new Float64Array(columns.length);
  const left = targets.slice();
  const size = Math.sqrt(dot(targets, targets) / n);
  for (let sweep = 0; sweep < SWEEPS && !meter.exhausted(); sweep++) {
    let largest = 0;
    for (const [j, column] of columns.entries()) {
      if (deviations[j] === 0) continue;
      const old = coefficients[j]!;
      const pull = dot(column, left) / n + old;
      const own = Math.sign(pull) * Math.max(0, Math.abs(pull) - alpha);
      if (own === old) continue;
      coefficients[j] = own;
      for (let i = 0; i < n; i++) left[i] = left[i]! - (own - old) * column[i]!;
      largest = Math.max(largest, Math.abs(own - old));
    }
    meter.step();
    if (largest <= SETTLED * size) break;
  }
  return coefficients;
}

/** Weighted least squares, with weights from the previous errors, repeated until the loss converges. */
function fitQuantile(table: Standardised, targets: Float64Array, quantile: number, meter: Meter): LinearModel {
  const n = targets.length;
  const ones = new Float64Array(n).fill(1);
  const design = [ones, ...table.columns];
  const width = design.length;
  const sorted = targets.slice().sort();
  const start = sorted[Math.min(n - 1, Math.floor(quantile * n))]!;
  const room = ROUNDED_OFF * (sorted[n - 1]! - sorted[0]!) || 1;
  let solution = new Float64Array(width);
  solution[0] = start;
  const errors = targets.map((value) => value - start);
  let loss = pinball(errors, quantile);
  for (let round = 0; round < ROUNDS && !meter.exhausted(); round++) {
    const next = weightedRound(design, targets, errors, quantile, room);
    for (let i = 0; i < n; i++) errors[i] = targets[i]! - design.reduce((sum, column, j) => sum + next[j]! * column[i]!, 0);
    const after = pinball(errors, quantile);
    meter.step();
    if (after < loss) solution = next;
    if (!(after < loss * (1 - SETTLED))) break;
    loss = after;
  }
  return inOwnUnits(table, solution.subarray(1), solution[0]!);
}

const pinball = (errors: Float64Array, quantile: number): number =>
  errors.reduce((sum, error) => sum + (error > 0 ? quantile : quantile - 1) * error, 0);

/** Minimises Σ e² / (room + |last e|) + (4q − 2) e, a majoriser of four times the pinball loss that touches it at the last errors. */
function weightedRound(
  design: readonly Float64Array[],
  targets: Float64Array,
  errors: Float64Array,
  quantile: number,
  room: number,
): Float64Array<ArrayBuffer> {
  const n = targets.length;
  const width = design.length;
  const weights = errors.map((error) => 1 / (room + Math.abs(error)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const matrix = new Float64Array(width * width);
  const right = new Float64Array(width);
  const weighted = new Float64Array(n);
  for (let i = 0; i < width; i++) {
    for (let k = 0; k < n; k++) weighted[k] = design[i]![k]! * weights[k]!;
    for (let j = 0; j <= i; j++) matrix[i * width + j] = matrix[j * width + i] = dot(weighted, design[j]!);
    matrix[i * width + i]! += FLOOR * total;
    let pull = 0;
    for (let k = 0; k < n; k++) pull += design[i]![k]! * (weights[k]! * targets[k]! + 2 * quantile - 1);
    right[i] = pull;
  }
  return solveDefinite(matrix, right) as Float64Array<ArrayBuffer>;
}
