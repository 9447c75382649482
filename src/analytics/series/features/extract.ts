import { checked, checkedOption, type Values } from '../stats/check.ts';
import { deviation, differences, isConstant, mean } from '../stats/moments.ts';
import { acf, pacf } from '../structure/acf.ts';
import { stl, type Decomposition } from '../structure/stl.ts';
import type { Sample } from './feature.ts';
import { FEATURES } from './features.ts';

export interface FeatureOptions {
  /** Steps in a season; without it the strengths of season and trend are null. */
  readonly period?: number;
  /** Steps in a year, 365.25 for days that never close; without it nothing is annualised. */
  readonly stepsPerYear?: number;
}

const LAGS = 10;

function createSample(x: Float64Array, { period, stepsPerYear }: FeatureOptions): Sample {
  let parts: Decomposition | null | undefined;
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
    get parts() {
      return (parts ??= period !== undefined && x.length >= 2 * period ? stl(x, { period }) : null);
    },
    stepsPerYear: stepsPerYear ?? null,
  };
}

/**
 * Every feature of a series by name (`FEATURES` has formula and source of each). One that the series can't say (too short,
 * constant, values not above 0, no period given) is null, never 0. At least 3 values.
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
