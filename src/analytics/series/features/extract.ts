import { checked, checkedOption, type Values } from '../stats/check.ts';
import { deviation, differences, isConstant, mean } from '../stats/moments.ts';
import { acf, pacf } from '../structure/acf.ts';
import { adf } from '../structure/adf.ts';
import { kpss } from '../structure/kpss.ts';
import { stl } from '../structure/stl.ts';
import { mannKendall } from '../trend/mann-kendall.ts';
import { spectrum } from './complexity.ts';
import type { Sample } from './feature.ts';
import { FEATURES } from './features.ts';

export interface FeatureOptions {
  /** Steps per season; without it, the strengths of season and trend are null. */
  readonly period?: number;
  /** Steps per year, 365.25 for days without closing; without it, annualised features are null. */
  readonly stepsPerYear?: number;
}

const LAGS = 10;

/** Number of newest values used for features of quadratic cost. */
const NEWEST = 2000;
const LEAST_TO_TEST = 12;

/** Computes a value on first use and caches it. */
function lazily<T>(make: () => T): () => T {
  let kept: { readonly value: T } | null = null;
  return () => (kept ??= { value: make() }).value;
}

function createSample(x: Float64Array, { period, stepsPerYear }: FeatureOptions): Sample {
  const newest = x.subarray(Math.max(0, x.length - NEWEST));
  const enough = x.length >= LEAST_TO_TEST;
  const parts = lazily(() => (period !== undefined && x.length >= 2 * period ? stl(x, { period }) : null));
  const unitRoot = lazily(() => (enough ? adf(x) : null));
  const level = lazily(() => (enough ? kpss(x) : null));
  const kendall = lazily(() => (x.length >= 4 ? mannKendall(newest) : null));
  const shape = lazily(() => spectrum(x));
  const positive = x.every((value) => value > 0);
  return {
    x,
    sorted: x.slice().sort(),
    mean: mean(x),
    deviation: deviation(x),
    constant: isConstant(x),
    steps: differences(x),
    returns: positive ? differences(x.map(Math.log)) : null,
    acf: acf(x, LAGS),
    pacf: pacf(x, LAGS),
    newest,
    get parts() {
      return parts();
    },
    get adf() {
      return unitRoot();
    },
    get kpss() {
      return level();
    },
    get kendall() {
      return kendall();
    },
    get spectrum() {
      return shape();
    },
    stepsPerYear: stepsPerYear ?? null,
  };
}

/**
 * All features of a series by name (`FEATURES` has the formula and source of each). A feature is null, never 0, if the series does not
 * determine it (too short, constant, values not above 0, no period). Needs 3 values.
 */
export function extractFeatures(values: Values, options: FeatureOptions = {}): Readonly<Record<string, number | null>> {
  if (options.period !== undefined) checkedOption('Features', 'period', options.period, { min: 2, whole: true });
  if (options.stepsPerYear !== undefined)
    checkedOption('Features', 'stepsPerYear', options.stepsPerYear, { min: Number.MIN_VALUE });
  const sample = createSample(checked('Features', values, 3), options);
  return Object.fromEntries(
    FEATURES.map(({ name, of }) => {
      const value = of(sample);
      return [name, value !== null && Number.isFinite(value) ? value : null];
    }),
  );
}
