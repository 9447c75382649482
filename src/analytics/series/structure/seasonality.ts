import { median } from '../../book/index.ts';
import { checked, checkedOption, type Values } from '../stats/check.ts';
import { periodogram } from '../stats/fft.ts';
import { isConstant, mean, squares } from '../stats/moments.ts';
import { fitLine } from '../stats/ols.ts';
import { fTail } from '../stats/special.ts';
import { acf, bartlettBands } from './acf.ts';

export interface SeasonalPeriod {
  /** Period, in steps. */
  readonly period: number;
  /** Share of the whitened series' variance that the phase means explain, adjusted for their number, 0–1. */
  readonly explained: number;
  /** p of the F test of the phase means, corrected for the number of proposed periods (Bonferroni). */
  readonly pValue: number;
  /** Autocorrelation of the detrended series at the period. */
  readonly autocorrelation: number;
  /** Power of the whitened periodogram near the period, relative to its background; 1 is noise. */
  readonly power: number;
}

export interface Seasonality {
  /** Accepted periods, the strongest first; empty if there are none. */
  readonly periods: readonly SeasonalPeriod[];
  /** Number of periods proposed and tested. */
  readonly proposed: number;
  /** Why nothing could be tested. */
  readonly reason: 'constant' | null;
}

export interface SeasonalityOptions {
  /** Longest period to test, in steps; at most, and by default, a third of the series. */
  readonly maxPeriod?: number;
  /** Probability of a false period in a series without seasons. */
  readonly alpha?: number;
  /** Maximum number of periods to accept. */
  readonly most?: number;
}

/** The median of an exponential distribution is ln 2 times its mean. */
const MEDIAN_OF_EXPONENTIAL = Math.LN2;
const BACKGROUND_BINS = 15;
/** One-sided 5 % quantile of the normal distribution, as in the M competitions' test for a season. */
const ACF_Z = 1.645;
/** Share of the sum of squares below which a value counts as rounding error. */
const NOTHING = 1e-24;
/** Most values times candidates in one round, so that a long series costs O(n log n) and not O(n²). Up to 2,000 values all are tested. */
const MOST_WORK = 1.5e6;
const LEAST_CANDIDATES = 48;
/** One spike in a cycle gives half the cycle up to half the power, which is not enough to count as a separate period. */
const BESIDE = 0.6;

/**
 * Detects the periods of a series, one after the other:
 * - Candidates are peaks of the tapered periodogram (relative to its local background) and of the autocorrelation.
 * - The series is whitened by a first-order autoregression, so that a random walk shows no cycles. A candidate passes if the F test of
 *   its phase means passes `alpha`, corrected for the number of candidates. The best by AIC is accepted.
 * - It is replaced by its smallest divisor that explains as much. A divisor that explains 60 % as much is accepted too (24 with 168).
 * - The phase means are removed, and the remainder is tested again.
 * - Of a long series only the candidates with the highest autocorrelation are tested, 48 from 30,000 values on.
 *
 * Needs 12 values.
 */
export function detectSeasonality(values: Values, { maxPeriod, alpha = 0.01, most = 3 }: SeasonalityOptions = {}): Seasonality {
  const x = checked('Seasonality', values, 12);
  const n = x.length;
  const longest = Math.min(Math.floor(n / 3), checkedOption('Seasonality', 'maxPeriod', maxPeriod ?? n, { min: 2 }));
  checkedOption('Seasonality', 'alpha', alpha, { min: 0, max: 1 });
  const { level, slope } = fitLine(x);
  let rest = x.map((value, i) => value - level - slope * i);
  const floor = NOTHING * Math.max(squares(x), squares(rest));
  if (isConstant(x) || squares(rest) <= floor) return { periods: [], proposed: 0, reason: 'constant' };
  const periods: SeasonalPeriod[] = [];
  let proposed = 0;
  while (periods.length < most && squares(rest) > floor) {
    const round = strongest(rest, longest, alpha);
    proposed += round.proposed;
    const fresh = round.found.filter(({ period }) => periods.every((one) => one.period !== period));
    if (fresh.length === 0) break;
    periods.push(...fresh);
    const { period } = fresh[0]!;
    const means = phaseMeansOf(rest, period);
    rest = rest.map((value, i) => value - means[i % period]!);
  }
  return { periods: periods.slice(0, most).toSorted((one, two) => two.explained - one.explained), proposed, reason: null };
}

/** The best period of a series without trend, and the divisor accepted with it, if any; empty if no period is significant. */
function strongest(
  flat: Float64Array,
  longest: number,
  alpha: number,
): { readonly found: SeasonalPeriod[]; readonly proposed: number } {
  const r = acf(flat, Math.min(longest + 1, flat.length - 1));
  if (r === null) return { found: [], proposed: 0 };
  const white = flat.slice(1).map((value, i) => value - r[1]! * flat[i]!);
  const power = relativePower(white);
  const proposals = propose(power, r, white.length, longest, alpha);
  const measure = (period: number): SeasonalPeriod => {
    const { explained, pValue } = phaseFit(white, period);
    const bin = Math.round(white.length / period);
    const near = [bin - 1, bin, bin + 1].map((k) => power[k] ?? 0);
    return {
      period,
      explained,
      pValue: Math.min(1, pValue * proposals.length),
      autocorrelation: r[period]!,
      power: Math.max(...near),
    };
  };
  const total = squares(white);
  let best: { readonly period: number; readonly gain: number } | null = null;
  for (const period of proposals) {
    const { rss, pValue } = phaseFit(white, period);
    const gain = white.length * Math.log(total / Math.max(rss, NOTHING * total)) - 2 * (period - 1);
    if (gain > 0 && pValue * proposals.length < alpha && gain > (best?.gain ?? 0)) best = { period, gain };
  }
  if (best === null) return { found: [], proposed: proposals.length };
  const { period } = best;
  const divisors = Array.from({ length: period - 2 }, (_, i) => i + 2).filter((own) => period % own === 0);
  const enough = divisors.find((own) => !addsTo(white, own, period, alpha));
  if (enough !== undefined) return { found: [measure(enough)], proposed: proposals.length };
  const whole = measure(period);
  const [beside] = divisors
    .filter((own) => proposals.includes(own))
    .map(measure)
    .filter((own) => own.explained >= BESIDE * whole.explained)
    .toSorted((one, two) => two.explained - one.explained);
  return { found: beside ? [whole, beside] : [whole], proposed: proposals.length };
}

/** Whether the phases of `period` explain more than those of its divisor, by the F test of nested models. */
function addsTo(white: Float64Array, divisor: number, period: number, alpha: number): boolean {
  const [small, large] = [phaseFit(white, divisor).rss, phaseFit(white, period).rss];
  const within = large / (white.length - period);
  const gained = (small - large) / (period - divisor);
  return within > NOTHING * small
    ? fTail(gained / within, period - divisor, white.length - period) < alpha
    : gained > NOTHING * small;
}

/** Periodogram of the series with a Hann taper, each bin relative to the surrounding bins. */
function relativePower(white: Float64Array): Float64Array {
  const [n, centre] = [white.length, mean(white)];
  const raw = periodogram(white.map((value, i) => (value - centre) * (1 - Math.cos((2 * Math.PI * (i + 0.5)) / n))));
  return raw.map((value, k) => {
    const from = Math.max(1, Math.min(k - BACKGROUND_BINS, raw.length - 2 * BACKGROUND_BINS - 1));
    const background = median(raw.subarray(from, from + 2 * BACKGROUND_BINS + 1)) ?? 0;
    return background > 0 ? value / (background / MEDIAN_OF_EXPONENTIAL) : 0;
  });
}

function propose(power: Float64Array, r: Float64Array, n: number, longest: number, alpha: number): number[] {
  const peaks = new Set<number>();
  const found = new Set<number>();
  const limit = Math.log(power.length / alpha);
  for (let k = 2; k < power.length; k++) {
    if (power[k]! <= limit) continue;
    const to = Math.min(longest, Math.ceil(n / (k - 0.6)));
    for (let period = Math.max(2, Math.floor(n / (k + 0.6))); period <= to; period++) found.add(period);
  }
  const band = bartlettBands(r, n, ACF_Z);
  for (let lag = 2; lag < r.length - 1; lag++) {
    const peak = r[lag]! >= r[lag - 1]! && r[lag]! >= r[lag + 1]!;
    if (peak && r[lag]! > band[lag]! && lag <= longest) peaks.add(lag);
  }
  const most = Math.max(LEAST_CANDIDATES, Math.floor(MOST_WORK / n));
  const others = [...found].filter((period) => !peaks.has(period));
  const byStrength = (periods: readonly number[]) => periods.toSorted((a, b) => r[b]! - r[a]!);
  // Neighbours of one long period are as correlated as it is; peaks first keeps room for other periods.
  const kept = peaks.size + others.length <= most ? [...peaks, ...others] : [...byStrength([...peaks]), ...byStrength(others)];
  return kept.slice(0, most).sort((a, b) => a - b);
}

interface PhaseFit {
  readonly rss: number;
  readonly explained: number;
  readonly pValue: number;
}

function phaseMeansOf(values: Float64Array, period: number): Float64Array {
  const [sums, counts] = [new Float64Array(period), new Float64Array(period)];
  values.forEach((value, i) => {
    sums[i % period] = sums[i % period]! + value;
    counts[i % period] = counts[i % period]! + 1;
  });
  return sums.map((sum, i) => sum / counts[i]!);
}

function phaseFit(values: Float64Array, period: number): PhaseFit {
  const n = values.length;
  const total = squares(values);
  const means = phaseMeansOf(values, period);
  const rss = values.reduce((sum, value, i) => sum + (value - means[i % period]!) ** 2, 0);
  const [df1, df2] = [period - 1, n - period];
  const within = rss / df2;
  // A pattern that repeats exactly has no residual variance for the test.
  const pValue = within > NOTHING * total ? fTail((total - rss) / df1 / within, df1, df2) : 0;
  return { rss, explained: total > 0 ? Math.max(0, 1 - within / (total / (n - 1))) : 0, pValue };
}
