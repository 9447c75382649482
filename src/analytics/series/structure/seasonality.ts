import { median } from '../../book/index.ts';
import { checked, checkedOption, type Values } from '../stats/check.ts';
import { periodogram } from '../stats/fft.ts';
import { isConstant, mean, squares } from '../stats/moments.ts';
import { fitLine } from '../stats/ols.ts';
import { fTail } from '../stats/special.ts';
import { acf, bartlettBand } from './acf.ts';

export interface SeasonalPeriod {
  /** Whole steps. */
  readonly period: number;
  /** Share of the whitened series' variance that the phase means explain, adjusted for their number, 0–1. */
  readonly explained: number;
  /** F test of the phase means, over all periods that were proposed (Bonferroni). */
  readonly pValue: number;
  /** Autocorrelation of the detrended series at the period. */
  readonly autocorrelation: number;
  /** Periodogram near the period over its background, whitened; 1 is noise. */
  readonly power: number;
}

export interface Seasonality {
  /** Accepted periods, the strongest first; empty when there is none. */
  readonly periods: readonly SeasonalPeriod[];
  /** How many periods were proposed and tested. */
  readonly proposed: number;
  /** Why nothing could be tested. */
  readonly reason: 'constant' | null;
}

export interface SeasonalityOptions {
  /** The longest period looked for, in steps; default and most: a third of the series. */
  readonly maxPeriod?: number;
  /** Chance of a false period in a series without any. */
  readonly alpha?: number;
  /** Most periods to accept. */
  readonly most?: number;
}

/** A median of exponentials is ln 2 times their mean. */
const MEDIAN_OF_EXPONENTIAL = Math.LN2;
const BACKGROUND_BINS = 15;
/** The 5 % one-sided normal quantile, as the M competitions test for season. */
const ACF_Z = 1.645;

/**
 * Which periods a series has. The tapered periodogram (against its own local background) and the peaks of the autocorrelation
 * propose; the phase means of the series, whitened by a first-order autoregression so that a random walk makes no cycles,
 * decide: one period after the other by AIC, each with an F test at `alpha`. A divisor of an accepted period is kept beside it
 * when it alone explains half as much (24 beside 168). At least 12 values.
 */
export function detectSeasonality(values: Values, { maxPeriod, alpha = 0.01, most = 3 }: SeasonalityOptions = {}): Seasonality {
  const x = checked('Seasonality', values, 12);
  const n = x.length;
  const longest = Math.min(Math.floor(n / 3), checkedOption('Seasonality', 'maxPeriod', maxPeriod ?? n, { min: 2 }));
  checkedOption('Seasonality', 'alpha', alpha, { min: 0, max: 1 });
  const { level, slope } = fitLine(x);
  const flat = x.map((value, i) => value - level - slope * i);
  if (isConstant(x) || squares(flat) <= 1e-24 * squares(x)) return { periods: [], proposed: 0, reason: 'constant' };
  const r = acf(flat, Math.min(longest + 1, n - 1))!;
  const white = flat.slice(1).map((value, i) => value - r[1]! * flat[i]!);
  const power = relativePower(white);
  const proposals = propose(power, r, white.length, longest, alpha);
  const measure = (period: number, own: number): SeasonalPeriod => {
    const { explained, pValue } = phaseFit(white, period);
    const bin = Math.round(white.length / period);
    return {
      period,
      explained,
      pValue: Math.min(1, pValue * own),
      autocorrelation: r[period]!,
      power: Math.max(...[bin - 1, bin, bin + 1].map((k) => power[k] ?? 0)),
    };
  };
  const all = proposals.map((period) => measure(period, proposals.length));
  const chosen = choose(white, all, { alpha, most });
  return { periods: chosen.toSorted((a, b) => b.explained - a.explained), proposed: proposals.length, reason: null };
}

/** Periodogram of the series under a Hann taper, each bin over what the bins around it have. */
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
  const found = new Set<number>();
  const take = (period: number) => {
    if (period >= 2 && period <= longest) found.add(period);
  };
  const limit = Math.log(power.length / alpha);
  for (let k = 2; k < power.length; k++) {
    if (power[k]! <= limit) continue;
    for (let period = Math.floor(n / (k + 0.6)); period <= Math.ceil(n / (k - 0.6)); period++) take(period);
  }
  for (let lag = 2; lag < r.length - 1; lag++) {
    const peak = r[lag]! >= r[lag - 1]! && r[lag]! >= r[lag + 1]!;
    if (peak && r[lag]! > bartlettBand(r, lag, n, ACF_Z)) take(lag);
  }
  return [...found].sort((a, b) => a - b);
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
  // A pattern that repeats exactly leaves no remainder to test against.
  const pValue = within > 1e-24 * total ? fTail((total - rss) / df1 / within, df1, df2) : 0;
  return { rss, explained: total > 0 ? Math.max(0, 1 - within / (total / (n - 1))) : 0, pValue };
}

function choose(
  white: Float64Array,
  all: readonly SeasonalPeriod[],
  { alpha, most }: { alpha: number; most: number },
): SeasonalPeriod[] {
  const chosen: SeasonalPeriod[] = [];
  const floor = 1e-24 * squares(white);
  let rest = white;
  while (chosen.length < most) {
    const n = rest.length;
    const before = squares(rest);
    if (before <= floor) break;
    let best: { readonly candidate: SeasonalPeriod; readonly gain: number } | null = null;
    for (const candidate of all) {
      if (chosen.includes(candidate)) continue;
      const { rss, pValue } = phaseFit(rest, candidate.period);
      const gain = n * Math.log(before / Math.max(rss, floor)) - 2 * (candidate.period - 1);
      if (gain > 0 && pValue * all.length < alpha && gain > (best?.gain ?? 0)) best = { candidate, gain };
    }
    if (best === null) break;
    const { candidate } = best;
    const means = phaseMeansOf(rest, candidate.period);
    rest = rest.map((value, i) => value - means[i % candidate.period]!);
    chosen.push(candidate);
  }
  const divisors = all.filter(
    (one) =>
      !chosen.includes(one) &&
      chosen.some(({ period, explained }) => period > one.period && period % one.period === 0 && one.explained >= explained / 2),
  );
  const strongest = divisors.toSorted((a, b) => b.explained - a.explained).slice(0, 1);
  return [...chosen, ...strongest].slice(0, most);
}
