import { leastSquares } from '../../series/index.ts';
import { checkedReturns } from './check.ts';
import { volatilityDiverged, volatilityOption, volatilityTooShort } from './errors.ts';

/** A model of the next funding rate; rates are fractions per settlement. A fitted model can be reused with a longer history. */
export interface RateModel {
  readonly name: string;
  readonly fit: (rates: Float64Array) => (history: Float64Array) => number;
}

/** The next rate equals the last: the baseline for models of funding. */
export const lastRate: RateModel = { name: 'persistence', fit: () => (history) => history.at(-1)! };

const tailMean = (rates: Float64Array, end: number, length: number): number => {
  let sum = 0;
  for (let i = end - length; i < end; i++) sum += rates[i]!;
  return sum / length;
};

/**
 * Regression of the next rate on averages over the last `windows` rates, by ordinary least squares with an intercept. `[1]` is AR(1),
 * which reverts to the mean. `[1, 3, 21]` is the cascade of HAR over a settlement, a day and a week at three settlements per day.
 */
export function rateRegression(name: string, windows: readonly number[]): RateModel {
  if (windows.length === 0 || windows.some((window) => !Number.isInteger(window) || window < 1)) {
    throw volatilityOption({ problem: 'windows must be integers from 1' });
  }
  const longest = Math.max(...windows);
  return {
    name,
    fit(given) {
      const rates = checkedReturns(given, longest + windows.length + 2);
      const ends = Array.from({ length: rates.length - longest }, (_, i) => longest + i);
      const columns = [
        new Float64Array(ends.length).fill(1),
        ...windows.map((window) => Float64Array.from(ends, (end) => tailMean(rates, end, window))),
      ];
      const fit = leastSquares(columns, rates.slice(longest));
      if (fit === null) throw volatilityDiverged({ model: name });
      const [level, ...weights] = fit.coefficients as unknown as number[];
      return (history) => {
        if (history.length < longest) throw volatilityTooShort({ what: 'rates', length: history.length, needed: longest });
        return windows.reduce((sum, window, i) => sum + weights[i]! * tailMean(history, history.length, window), level!);
      };
    },
  };
}

/** Exponentially weighted mean, `m ← λm + (1 − λ)·rate`, starting at the first rate. */
export function rateAverage(name: string, lambda: number): RateModel {
  if (!(lambda > 0 && lambda < 1)) throw volatilityOption({ problem: `lambda ${lambda} lies outside (0, 1)` });
  return { name, fit: () => (history) => history.reduce((level, rate) => lambda * level + (1 - lambda) * rate, history[0]!) };
}

export interface RateForecast {
  readonly forecast: number;
  readonly actual: number;
}

/** One-settlement-ahead forecasts, each from earlier rates only. */
export function rollingRates(
  rates: Float64Array,
  model: RateModel,
  { train, refitEvery }: { readonly train: number; readonly refitEvery: number },
): readonly RateForecast[] {
  if (!(Number.isInteger(train) && train > 0 && Number.isInteger(refitEvery) && refitEvery > 0)) {
    throw volatilityOption({ problem: 'train and refitEvery must be integers from 1' });
  }
  const checked = checkedReturns(rates, train + 1);
  let forecaster = model.fit(checked.subarray(0, train));
  return Array.from(checked.subarray(train), (actual, i) => {
    const history = checked.subarray(0, train + i);
    if (i > 0 && i % refitEvery === 0) forecaster = model.fit(history);
    return { forecast: forecaster(history), actual };
  });
}
