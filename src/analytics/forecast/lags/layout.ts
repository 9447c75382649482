import { variance } from '../math/moments.ts';
import type { Series } from '../model.ts';
import { calendarOf } from './calendar.ts';
import type { Cycle } from './calendar.ts';

/** How a series becomes rows: the target and its features. */
export interface Layout {
  /** The target is the change since `difference` steps ago; 0 for the value itself. */
  readonly difference: number;
  /** Lags whose values are features, also as changes since `difference` steps ago. */
  readonly lags: readonly number[];
  readonly cycles: readonly Cycle[];
  /** Cycles as whole numbers (for trees) or as a sine and a cosine (for linear models). */
  readonly encoding: 'ordinal' | 'wave' | 'none';
  readonly covariates: number;
  /** First time index at which all lags exist. */
  readonly first: number;
  readonly names: readonly string[];
}

export interface LayoutOptions {
  readonly lags?: readonly number[];
  readonly difference?: number;
}

/** Periods of a day, in steps; for these the week is used too. */
const DAYS_OF_STEPS: readonly number[] = [24, 48, 96, 288, 1440];
const DAYS_A_WEEK = 7;
/** Number of lags without a season. */
const PLAIN_LAGS = 24;
/** Largest lag, as a share of the series' length. */
const LARGEST_SHARE = 0.4;
/** Rows needed per lag, unless the caller names the lags; the longest lags are dropped until this holds. Chosen on M1. */
const ROWS_A_LAG = 8;

/** Period of a week if the given period is a day, else null. */
const weekOf = (period: number): number | null => (DAYS_OF_STEPS.includes(period) ? period * DAYS_A_WEEK : null);

function defaultLags(period: number): readonly number[] {
  if (period === 1) return Array.from({ length: PLAIN_LAGS }, (_, i) => i + 1);
  const around = [period - 1, period, period + 1, 2 * period - 1, 2 * period, 3 * period, 4 * period];
  const week = weekOf(period);
  return [1, 2, 3, 4, 5, 6, Math.round(period / 2), ...around, ...(week === null ? [] : [week - 1, week])];
}

/** The period if there is a season; otherwise 1, or 0 if the values vary less than their changes. */
function defaultDifference(values: Float64Array, period: number, longest: number): number {
  if (period > 1 && period <= longest) return period;
  const changes = values.subarray(1).map((value, i) => value - values[i]!);
  return variance(changes) < variance(values) ? 1 : 0;
}

/** The layout for a series. Lags longer than two fifths of the series are dropped, but at least one remains. */
export function layOut(series: Series, encoding: Layout['encoding'], { lags, difference }: LayoutOptions): Layout {
  const { values, period, covariates } = series;
  const longest = Math.max(1, Math.floor(values.length * LARGEST_SHARE));
  const wanted =
    lags === undefined ? affordable(defaultLags(period), values.length) : [...new Set(lags)].toSorted((a, b) => a - b);
  const own = Math.min(difference ?? defaultDifference(values, period, longest), longest);
  const kept = withinReach(wanted, longest, own);
  const cycles = encoding === 'none' ? [] : cyclesOf(series);
  const layout = { difference: own, lags: kept, cycles, encoding, covariates: covariates.length };
  return { ...layout, first: Math.max(own, ...kept, 1), names: names(layout) };
}

/** Lags up to `longest`, except the differencing lag `own`; at least one remains. */
function withinReach(lags: readonly number[], longest: number, own: number): readonly number[] {
  const within = lags.filter((lag) => lag <= longest && lag !== own);
  return within.length > 0 ? within : [own === 1 ? 2 : 1];
}

function affordable(lags: readonly number[], length: number): readonly number[] {
  const sorted = [...new Set(lags)].filter((lag) => lag >= 1).toSorted((a, b) => a - b);
  while (sorted.length > 1 && length - sorted.at(-1)! < ROWS_A_LAG * sorted.length) sorted.pop();
  return sorted;
}

function cyclesOf({ values, period, axis }: Series): readonly Cycle[] {
  const calendar = axis === null ? [] : calendarOf(axis, values.length);
  const season: Cycle[] =
    period > 1 && period <= values.length ? [{ name: 'season', length: period, at: (t) => t % period }] : [];
  const week = weekOf(period);
  const days: Cycle[] =
    axis === null && week !== null && week <= values.length
      ? [{ name: 'day', length: DAYS_A_WEEK, at: (t) => Math.floor(t / period) % DAYS_A_WEEK }]
      : [];
  return [...season, ...days, ...calendar];
}

function names({ difference, lags, cycles, encoding, covariates }: Omit<Layout, 'first' | 'names'>): readonly string[] {
  const since = difference === 0 ? '' : ` since lag ${difference}`;
  return [
    ...lags.map((lag) => `lag ${lag}${since}`),
    ...cycles.flatMap(({ name }) => (encoding === 'wave' ? [`${name} sine`, `${name} cosine`] : [name])),
    ...Array.from({ length: covariates }, (_, k) => `covariate ${k}`),
    ...(difference === 0 ? [] : Array.from({ length: covariates }, (_, k) => `covariate ${k}${since}`)),
  ];
}
