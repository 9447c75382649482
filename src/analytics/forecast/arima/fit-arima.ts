import { bfgs } from '../math/bfgs.ts';
import { leastSquares } from '../math/linear-system.ts';
import { mean, variance } from '../math/moments.ts';
import type { Meter } from '../meter.ts';
import { conditionalSquares, conditionalState } from './conditional.ts';
import { differenced } from './difference.ts';
import { exactLikelihood } from './exact.ts';
import { armaSize, expand, factorsAt } from './polynomial.ts';
import type { Arma, Factors, Orders } from './polynomial.ts';

/** A free parameter beyond this means a root so close to 1 that the fit is unreliable: tanh 3.8 = 0.999. */
export const NEAR_UNIT_ROOT = 3.8;
const FIRST_GUESS = 0.1;
const SMALLEST_SQUARES = 1e-28;

export interface ArimaFit {
  readonly orders: Orders;
  readonly method: 'exact' | 'conditional';
  readonly factors: Factors;
  readonly arma: Arma;
  /** Regression coefficients in the series' unit; the constant, if any, comes first. */
  readonly regression: Float64Array;
  readonly constant: 'none' | 'estimated';
  /** Gaussian log-likelihood of the differenced series; with method `conditional`, computed from the sum of squares. */
  readonly loglik: number;
  readonly aicc: number;
  readonly sigma2: number;
  /** Errors of the differenced series, and the state after the last error. */
  readonly errors: Float64Array;
  readonly state: Float64Array;
  /** End point of the search, and whether it is too near a unit root. */
  readonly point: Float64Array;
  readonly isNearUnitRoot: boolean;
}

/** Model and method of a fit. */
export interface ArimaProblem {
  readonly orders: Orders;
  readonly constant: 'none' | 'estimated';
  readonly regressors?: readonly Float64Array[];
  readonly method: 'exact' | 'conditional';
  readonly meter: Meter;
  readonly maxIterations?: number;
  readonly from?: Float64Array;
}

interface Scaled {
  readonly values: Float64Array;
  readonly columns: readonly Float64Array[];
  readonly scale: number;
  /** Taken from the values before scaling if there is a constant, so that a large level keeps its small changes. */
  readonly centre: number;
  readonly columnScales: readonly number[];
}

const spread = (values: Float64Array) => Math.sqrt(variance(values)) || 1;

/** Differences the series and its regressors and scales each to unit spread; otherwise the search over tanh parameters stalls. */
function prepare(values: Float64Array, { orders, constant, regressors = [] }: ArimaProblem): Scaled {
  const own = differenced(values, orders);
  const scale = spread(own);
  const centre = constant === 'estimated' ? mean(own) : 0;
  const columns = regressors.map((column) => differenced(column, orders));
  const columnScales = [...(constant === 'estimated' ? [1] : []), ...columns.map(spread)];
  const ones = constant === 'estimated' ? [new Float64Array(own.length).fill(1)] : [];
  return {
    values: own.map((value) => (value - centre) / scale),
    columns: [...ones, ...columns.map((column) => column.map((value) => value / spread(column)))],
    scale,
    centre,
    columnScales,
  };
}

/** Writes the regression residuals into `out`. */
function residue({ values, columns }: Scaled, point: ArrayLike<number>, from: number, out: Float64Array): Float64Array {
  out.set(values);
  columns.forEach((column, c) => {
    const weight = point[from + c]!;
    for (let t = 0; t < out.length; t++) out[t]! -= weight * column[t]!;
  });
  return out;
}

/**
 * Fits one ARIMA model to the differenced series, by exact maximum likelihood or conditional least squares. Every point of the
 * search is stationary and invertible, so the search needs no bounds. Null if too few values remain.
 */
export function fitArima(values: Float64Array, problem: ArimaProblem): ArimaFit | null {
  const { orders, method, meter, constant } = problem;
  const scaled = prepare(values, problem);
  const n = scaled.values.length;
  const size = armaSize(orders);
  const counted = size + scaled.columns.length + 1;
  if (n - counted - 1 <= 0) return null;
  const left = new Float64Array(n);
  const errors = new Float64Array(n);
  const armaAt = (point: ArrayLike<number>) => expand(factorsAt(point, orders), orders.period);
  const objective = (point: Float64Array): number => {
    residue(scaled, point, size, left);
    if (method === 'exact') {
      const found = exactLikelihood(left, armaAt(point));
      return found === null || found.squares < n * SMALLEST_SQUARES ? Infinity : -found.loglik;
    }
    const squares = conditionalSquares(left, armaAt(point), errors);
    return (n / 2) * (Math.log((2 * Math.PI * Math.max(squares, n * SMALLEST_SQUARES)) / n) + 1);
  };
  const start = problem.from ?? [...new Float64Array(size).fill(FIRST_GUESS), ...leastSquares(scaled.columns, scaled.values)];
  const { point, value } = bfgs(objective, start, { maxIterations: problem.maxIterations ?? 100, tolerance: 1e-8, meter });
  if (!Number.isFinite(value)) return null;

  const factors = factorsAt(point, orders);
  const arma = expand(factors, orders.period);
  residue(scaled, point, size, left);
  const exact = exactLikelihood(left, arma, errors);
  const squares = exact && method === 'exact' ? exact.squares : conditionalSquares(left, arma, errors);
  const state = exact?.state ?? conditionalState(left, errors, arma);
  if (!state.every(Number.isFinite)) return null;
  const { scale, centre } = scaled;
  const loglik = -value - n * Math.log(scale);
  return {
    orders,
    method,
    factors,
    arma,
    regression: Float64Array.from(
      scaled.columnScales,
      (columnScale, c) => (point[size + c]! * scale) / columnScale + (c === 0 ? centre : 0),
    ),
    constant,
    loglik,
    aicc: -2 * loglik + 2 * counted + (2 * counted * (counted + 1)) / (n - counted - 1),
    sigma2: (squares * scale ** 2) / Math.max(1, n - counted + 1),
    errors: errors.map((error) => error * scale),
    state: state.map((part) => part * scale),
    point,
    isNearUnitRoot: point.subarray(0, size).some((free) => Math.abs(free) > NEAR_UNIT_ROOT),
  };
}
