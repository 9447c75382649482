import { normalCdf } from '../../flow/index.ts';
import { checked, checkedOption, type Values } from '../stats/check.ts';
import { differences, isConstant } from '../stats/moments.ts';
import { leastSquares, nestedResiduals } from '../stats/ols.ts';

/** Deterministic part: none, a constant, or a constant and a straight line. */
export type AdfTerms = 'none' | 'level' | 'trend';

export interface Adf {
  readonly statistic: number;
  /** MacKinnon 1994, asymptotic response surface. */
  readonly pValue: number;
  readonly lags: number;
  /** Rows of the regression. */
  readonly rows: number;
  /** MacKinnon 2010, for this number of rows. */
  readonly critical: Readonly<Record<'10%' | '5%' | '1%', number>>;
}

/** MacKinnon 1994, one variable: bounds of the statistic, and polynomials below and above `star` whose Φ is the p-value. */
const SURFACE = {
  none: {
    min: -19.04,
    star: -1.04,
    max: Number.POSITIVE_INFINITY,
    low: [0.6344, 1.2378, 0.032496],
    high: [0.4797, 0.93557, -0.06999, 0.033066],
  },
  level: { min: -18.83, star: -1.61, max: 2.74, low: [2.1659, 1.4412, 0.038269], high: [1.7339, 0.93202, -0.12745, -0.010368] },
  trend: { min: -16.18, star: -2.89, max: 0.7, low: [3.2512, 1.6047, 0.049588], high: [2.5261, 0.61654, -0.37956, -0.060285] },
} as const;

/** MacKinnon 2010, table 2: β∞ + β1/T + β2/T² + β3/T³ at 1 %, 5 % and 10 %. */
const CRITICAL = {
  none: [
    [-2.56574, -2.2358, -3.627, 0],
    [-1.941, -0.2686, -3.365, 31.223],
    [-1.61682, 0.2656, -2.714, 25.364],
  ],
  level: [
    [-3.43035, -6.5393, -16.786, -79.433],
    [-2.86154, -2.8903, -4.234, -40.04],
    [-2.56677, -1.5384, -2.809, 0],
  ],
  trend: [
    [-3.95877, -9.0531, -28.428, -134.155],
    [-3.41049, -4.3904, -9.036, -45.374],
    [-3.12705, -2.5856, -3.925, -22.38],
  ],
} as const;

const polynomial = (coefficients: readonly number[], x: number): number => coefficients.reduceRight((sum, c) => sum * x + c, 0);

function pValueOf(statistic: number, terms: AdfTerms): number {
  const { min, star, max, low, high } = SURFACE[terms];
  if (statistic > max) return 1;
  if (statistic < min) return 0;
  return normalCdf(polynomial(statistic <= star ? low : high, statistic));
}

/** Columns of the regression of Δy_t: y_{t−1}, the deterministic terms, then `lags` earlier differences; rows from `skip` on. */
function columnsOf(x: Float64Array, dx: Float64Array, lags: number, terms: AdfTerms, skip: number): Float64Array[] {
  const rows = dx.length - skip;
  const columns = [x.slice(skip, skip + rows)];
  if (terms !== 'none') columns.push(new Float64Array(rows).fill(1));
  if (terms === 'trend') columns.push(Float64Array.from({ length: rows }, (_, i) => i + 1));
  for (let lag = 1; lag <= lags; lag++) columns.push(dx.slice(skip - lag, skip - lag + rows));
  return columns;
}

/**
 * Augmented Dickey–Fuller test; the null hypothesis is a unit root. `lags` is fixed, or chosen by AIC up to 12 (n / 100)^¼ (Schwert
 * 1989). All candidates use the same rows; the best is refitted on all rows it can use. Needs 12 values.
 * Returns null if the regression has no variation (constant or exactly linear series).
 */
export function adf(
  values: Values,
  { terms = 'level', lags }: { readonly terms?: AdfTerms; readonly lags?: number } = {},
): Adf | null {
  const x = checked('ADF', values, 12);
  if (isConstant(x)) return null;
  const dx = differences(x);
  const widest = Math.floor(x.length / 2) - 3;
  const chosen =
    lags === undefined
      ? bestLags(x, dx, terms, Math.min(Math.ceil(12 * (x.length / 100) ** 0.25), widest))
      : checkedOption('ADF', 'lags', lags, { min: 0, max: widest, whole: true });
  const fit = leastSquares(columnsOf(x, dx, chosen, terms, chosen), dx.slice(chosen));
  if (fit === null) return null;
  const statistic = fit.coefficients[0]! / fit.errors[0]!;
  if (!Number.isFinite(statistic)) return null;
  const rows = dx.length - chosen;
  const [one, five, ten] = CRITICAL[terms].map((betas) => polynomial(betas, 1 / rows));
  return {
    statistic,
    pValue: pValueOf(statistic, terms),
    lags: chosen,
    rows,
    critical: { '1%': one!, '5%': five!, '10%': ten! },
  };
}

function bestLags(x: Float64Array, dx: Float64Array, terms: AdfTerms, widest: number): number {
  const rows = dx.length - widest;
  const columns = columnsOf(x, dx, widest, terms, widest);
  const always = columns.length - widest;
  let [best, lowest] = [0, Number.POSITIVE_INFINITY];
  nestedResiduals(columns, dx.slice(widest)).forEach((rss, i) => {
    const aic = rows * Math.log(rss / rows) + 2 * (i + 1);
    if (i + 1 >= always && rss > 0 && aic < lowest) [best, lowest] = [i + 1 - always, aic];
  });
  return best;
}
