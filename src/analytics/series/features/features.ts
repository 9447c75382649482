import { percentile } from '../../book/index.ts';
import { hurstExponent, dfaExponent, varianceRatio } from './long-memory.ts';
import { permutationEntropy, sampleEntropy } from './complexity.ts';
import type { Feature, Sample } from './feature.ts';
import { fitLine } from '../stats/ols.ts';
import { studentTails } from '../stats/special.ts';
import { deviation, mean, squares, variance } from '../stats/moments.ts';
import { ljungBox } from '../structure/acf.ts';
import { seasonalStrength, trendStrength } from '../structure/stl.ts';

const DEFINITION = 'definition';
const quantile =
  (percent: number) =>
  ({ sorted }: Sample): number | null =>
    percentile(sorted, percent);

/** Σ((x − mean) / s)^power / n with the population s.d.; null if constant. */
function moment(x: Float64Array, power: number): number | null {
  const [centre, s] = [mean(x), Math.sqrt(squares(x) / x.length)];
  return s > 0 ? x.reduce((sum, value) => sum + ((value - centre) / s) ** power, 0) / x.length : null;
}

const share = (x: Float64Array, holds: (value: number) => boolean): number => (100 * x.filter(holds).length) / x.length;
const largest = (x: Float64Array): number => x.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);
const when = (enough: boolean, value: () => number | null): number | null => (enough ? value() : null);
const turns = (steps: Float64Array): number => {
  const moves = steps.filter((step) => step !== 0);
  return moves.filter((step, i) => i > 0 && step > 0 !== moves[i - 1]! > 0).length;
};

function longestRun(x: Float64Array, holds: (value: number) => boolean): number {
  let [run, best] = [0, 0];
  for (const value of x) {
    run = holds(value) ? run + 1 : 0;
    best = Math.max(best, run);
  }
  return best;
}

function drawdown(x: Float64Array): number {
  let [peak, worst] = [x[0]!, 0];
  for (const value of x) {
    peak = Math.max(peak, value);
    worst = Math.max(worst, 1 - value / peak);
  }
  return worst;
}

/** Means (or variances) of blocks of ten values, called tiles in tsfeatures. */
function tiles(x: Float64Array, of: (tile: Float64Array) => number): Float64Array | null {
  const count = Math.floor(x.length / 10);
  return count < 2 ? null : Float64Array.from({ length: count }, (_, k) => of(x.subarray(10 * k, 10 * k + 10)));
}

const lag =
  (list: 'acf' | 'pacf', k: number) =>
  (sample: Sample): number | null =>
    sample[list]?.[k] ?? null;

const lagFeatures = (list: 'acf' | 'pacf'): Feature[] =>
  Array.from({ length: 10 }, (_, i) => ({
    name: list === 'acf' ? `autocorr_lag${i + 1}` : `pacf_lag${i + 1}`,
    group: 'autocorrelation',
    formula: list === 'acf' ? `Σ (x_t − m)(x_{t−${i + 1}} − m) / Σ (x_t − m)²` : `partial autocorrelation at lag ${i + 1}`,
    source: list === 'acf' ? 'Box & Jenkins 1970' : 'Durbin 1960, Levinson 1946',
    of: lag(list, i + 1),
  }));

type Row = readonly [name: string, formula: string, source: string, of: Feature['of']];
const group = (name: Feature['group'], rows: readonly Row[]): Feature[] =>
  rows.map(([feature, formula, source, of]) => ({ name: feature, group: name, formula, source, of }));

/** Every feature, with its formula and source. m: mean, s: s.d. with n − 1, r: log returns, d: differences of neighbours. */
export const FEATURES: readonly Feature[] = [
  ...group('statistical', [
    ['mean', 'Σ x / n', DEFINITION, ({ mean: m }) => m],
    ['std', '√(Σ (x − m)² / (n − 1))', DEFINITION, ({ deviation: s }) => s],
    ['var', 'Σ (x − m)² / (n − 1)', DEFINITION, ({ deviation: s }) => s * s],
    ['skew', 'Σ ((x − m) / σ)³ / n, σ over n', 'Fisher 1930, g1', ({ x, constant }) => when(!constant, () => moment(x, 3))],
    [
      'kurtosis',
      'Σ ((x − m) / σ)⁴ / n − 3, σ over n',
      'Fisher 1930, g2',
      ({ x, constant }) => when(!constant, () => moment(x, 4)! - 3),
    ],
    ['median', '50th percentile, type 7', 'Hyndman & Fan 1996', quantile(50)],
    ['p10', '10th percentile, type 7', 'Hyndman & Fan 1996', quantile(10)],
    ['q25', '25th percentile, type 7', 'Hyndman & Fan 1996', quantile(25)],
    ['q75', '75th percentile, type 7', 'Hyndman & Fan 1996', quantile(75)],
    ['p90', '90th percentile, type 7', 'Hyndman & Fan 1996', quantile(90)],
    ['iqr', 'q75 − q25', DEFINITION, (sample) => quantile(75)(sample)! - quantile(25)(sample)!],
    ['min', 'min x', DEFINITION, ({ sorted }) => sorted[0]!],
    ['max', 'max x', DEFINITION, ({ sorted }) => sorted[sorted.length - 1]!],
    ['range', 'max − min', DEFINITION, ({ sorted }) => sorted[sorted.length - 1]! - sorted[0]!],
  ]),
  ...group('trend', [
    ['trend_slope', 'least-squares slope on 0, 1, 2 …, per step', DEFINITION, ({ x }) => fitLine(x).slope],
    ['trend_r2', 'R² of that line', DEFINITION, ({ x, constant }) => when(!constant, () => fitLine(x).r2)],
    [
      'trend_p',
      'two-sided p of t = slope / s.e., n − 2 degrees',
      DEFINITION,
      ({ x, constant }) =>
        when(!constant && x.length > 2, () => {
          const { slope, error } = fitLine(x);
          return error > 0 ? studentTails(slope / error, x.length - 2) : 0;
        }),
    ],
    ['sen_slope', 'median of (x_j − x_i) / (j − i), newest 2,000', 'Sen 1968', ({ kendall }) => kendall?.slope ?? null],
    ['mann_kendall_z', 'z of Kendall’s S, newest 2,000', 'Mann 1945', ({ kendall }) => kendall?.z ?? null],
    ['direction_changes', 'times that d changes its sign, zeros left out', DEFINITION, ({ steps }) => turns(steps)],
    [
      'total_return',
      'x_n / x_1 − 1, values above 0',
      DEFINITION,
      ({ x, returns }) => when(returns !== null, () => x[x.length - 1]! / x[0]! - 1),
    ],
    [
      'cagr',
      '(x_n / x_1)^(steps a year / (n − 1)) − 1',
      DEFINITION,
      ({ x, returns, stepsPerYear }) =>
        when(returns !== null && stepsPerYear !== null, () => (x[x.length - 1]! / x[0]!) ** (stepsPerYear! / (x.length - 1)) - 1),
    ],
  ]),
  ...group('volatility', [
    [
      'volatility',
      's.d. of r, per step',
      DEFINITION,
      ({ returns }) => when((returns?.length ?? 0) > 1, () => deviation(returns!)),
    ],
    [
      'volatility_annual',
      'volatility √(steps a year)',
      DEFINITION,
      ({ returns, stepsPerYear }) =>
        when((returns?.length ?? 0) > 1 && stepsPerYear !== null, () => deviation(returns!) * Math.sqrt(stepsPerYear!)),
    ],
    ['return_mean', 'mean of r', DEFINITION, ({ returns }) => when(returns !== null, () => mean(returns!))],
    ['return_skew', 'skew of r', 'Fisher 1930', ({ returns }) => when(returns !== null, () => moment(returns!, 3))],
    ['mean_abs_change', 'mean |d|', DEFINITION, ({ steps }) => mean(steps.map(Math.abs))],
    ['max_abs_change', 'max |d|', DEFINITION, ({ steps }) => largest(steps.map(Math.abs))],
    ['diff_mean', 'mean d', DEFINITION, ({ steps }) => mean(steps)],
    ['diff_std', 's.d. of d', DEFINITION, ({ steps }) => deviation(steps)],
    [
      'range_to_mean_ratio',
      '(max − min) / |m|',
      DEFINITION,
      ({ sorted, mean: m }) => when(m !== 0, () => (sorted[sorted.length - 1]! - sorted[0]!) / Math.abs(m)),
    ],
    [
      'max_drawdown',
      'max of 1 − x / highest so far, values above 0',
      DEFINITION,
      ({ x, returns }) => when(returns !== null, () => drawdown(x)),
    ],
  ]),
  ...lagFeatures('acf'),
  ...lagFeatures('pacf'),
  ...group('autocorrelation', [
    [
      'ljung_box_p',
      'p of Q over 10 lags',
      'Ljung & Box 1978',
      ({ x }) => when(x.length > 12, () => ljungBox(x, { lags: 10 })?.pValue ?? null),
    ],
    [
      'arch_acf1',
      'first autocorrelation of (d − mean d)²',
      'Engle 1982',
      ({ steps }) => {
        const centre = mean(steps);
        return when(steps.length > 2, () => {
          const squared = steps.map((d) => (d - centre) ** 2);
          const [m, total] = [mean(squared), squares(squared)];
          const cross = squared.reduce((sum, value, i) => (i === 0 ? 0 : sum + (value - m) * (squared[i - 1]! - m)), 0);
          return total > 0 ? cross / total : null;
        });
      },
    ],
  ]),
  ...group('complexity', [
    [
      'sample_entropy',
      '−ln(A / B), m = 2, r = 0.2 s, newest 2,000',
      'Richman & Moorman 2000',
      ({ x, newest }) => when(x.length >= 4, () => sampleEntropy(newest)),
    ],
    [
      'permutation_entropy',
      'entropy of the orders of 3 neighbours / ln 6',
      'Bandt & Pompe 2002',
      ({ x }) => permutationEntropy(x),
    ],
    [
      'hurst_exponent',
      'slope of ln R/S of d, minus the slope expected by chance, plus ½',
      'Hurst 1951; Anis & Lloyd 1976',
      ({ x }) => hurstExponent(x),
    ],
    ['dfa_exponent', 'slope of ln F of d', 'Peng & others 1994', ({ x }) => dfaExponent(x)],
    [
      'variance_ratio_2',
      'Var of two steps / 2 Var of one, unbiased',
      'Lo & MacKinlay 1988',
      ({ x }) => when(x.length >= 5, () => varianceRatio(x, 2)?.ratio ?? null),
    ],
    [
      'cid',
      '√Σ d² of (x − m) / s',
      'Batista & others 2014',
      ({ steps, deviation: s, constant }) => when(!constant, () => Math.sqrt(steps.reduce((sum, d) => sum + (d / s) ** 2, 0))),
    ],
  ]),
  ...group('distribution', [
    ['coeff_variation', 's / |m|', DEFINITION, ({ deviation: s, mean: m }) => when(m !== 0, () => s / Math.abs(m))],
    ['above_mean_pct', '100 · share of x > m', DEFINITION, ({ x, mean: m }) => share(x, (value) => value > m)],
    ['below_mean_pct', '100 · share of x < m', DEFINITION, ({ x, mean: m }) => share(x, (value) => value < m)],
    ['zero_crossings', 'times that x − m changes its sign', DEFINITION, ({ x, mean: m }) => turns(x.map((value) => value - m))],
    ['longest_above_mean', 'longest run of x > m, in steps', DEFINITION, ({ x, mean: m }) => longestRun(x, (value) => value > m)],
    [
      'stability',
      'variance of the means of blocks of ten',
      'Hyndman, Wang & Laptev 2015',
      ({ x }) => when(x.length >= 20, () => variance(tiles(x, mean)!)),
    ],
    [
      'lumpiness',
      'variance of the variances of blocks of ten',
      'Hyndman, Wang & Laptev 2015',
      ({ x }) => when(x.length >= 20, () => variance(tiles(x, variance)!)),
    ],
  ]),
  ...group('stationarity', [
    ['adf_stat', 'ADF around a level, lags by AIC', 'Dickey & Fuller 1979', ({ adf }) => adf?.statistic ?? null],
    ['adf_p', 'its p', 'MacKinnon 1994', ({ adf }) => adf?.pValue ?? null],
    ['kpss_stat', 'KPSS around a level', 'Kwiatkowski & others 1992', ({ kpss }) => kpss?.statistic ?? null],
    [
      'is_stationary',
      '1 if ADF p < 0.05 and KPSS < its 5 % value, 0 if neither; null if they disagree',
      'both of the above',
      ({ adf, kpss }) => {
        if (adf === null || kpss === null) return null;
        const votes = [adf.pValue < 0.05, kpss.statistic < kpss.critical['5%']];
        return votes[0] === votes[1] ? Number(votes[0]) : null;
      },
    ],
  ]),
  ...group('spectral', [
    ['spectral_energy', 'Σ of the periodogram without the mean', DEFINITION, ({ spectrum }) => spectrum?.energy ?? null],
    ['spectral_centroid', 'Σ f P / Σ P, cycles per step', DEFINITION, ({ spectrum }) => spectrum?.centroid ?? null],
    ['spectral_entropy', 'entropy of P / ln of its length', 'Goerg 2013', ({ spectrum }) => spectrum?.entropy ?? null],
  ]),
  ...group('season', [
    [
      'seasonal_strength',
      'max(0, 1 − Var R / Var(S + R)), STL',
      'Wang, Smith & Hyndman 2006',
      ({ parts }) => when(parts !== null, () => seasonalStrength(parts!)),
    ],
    [
      'trend_strength',
      'max(0, 1 − Var R / Var(T + R)), STL',
      'Wang, Smith & Hyndman 2006',
      ({ parts }) => when(parts !== null, () => trendStrength(parts!)),
    ],
  ]),
];
