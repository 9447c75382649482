import { qlike } from '../evaluate/index.ts';
import { volatilityDiverged, volatilityOption, volatilityTooShort } from './errors.ts';
import type { RealisedDay } from './realised-days.ts';
import type { VarianceModel } from './variance-model.ts';

export interface VarianceForecast {
  /** Forecast day, in days since 1970-01-01. */
  readonly day: number;
  readonly forecast: number;
  readonly actual: number;
  /** QLIKE, `actual/forecast − ln(actual/forecast) − 1`, at least 0 (Patton 2011). */
  readonly loss: number;
}

interface RollingOptions {
  /** Days before the first forecast. */
  readonly train: number;
  /** Forecasts between fits. */
  readonly refitEvery?: number;
}

/** One-day-ahead forecasts, each from earlier days only. A day after an unknown day isn't forecast. */
export function rollingVariance(
  days: readonly RealisedDay[],
  model: VarianceModel,
  { train, refitEvery = 1 }: RollingOptions,
): readonly VarianceForecast[] {
  if (!(Number.isInteger(train) && train > 0 && Number.isInteger(refitEvery) && refitEvery > 0))
    throw volatilityOption({ problem: 'train and refitEvery must be integers from 1' });
  if (days.length <= train) throw volatilityTooShort({ what: 'days', length: days.length, needed: train + 1 });
  const out: VarianceForecast[] = [];
  let forecaster: ReturnType<VarianceModel['fit']> | null = null;
  for (let i = train; i < days.length; i++) {
    const { day, variance: actual } = days[i]!;
    if (days[i - 1]!.day !== day - 1) continue;
    const history = days.slice(0, i);
    if (forecaster === null || out.length % refitEvery === 0) forecaster = model.fit(history);
    const forecast = forecaster(history);
    const loss = qlike([actual], [forecast]);
    if (loss === null || !Number.isFinite(loss)) throw volatilityDiverged({ model: model.name });
    out.push({ day, forecast, actual, loss });
  }
  return out;
}
