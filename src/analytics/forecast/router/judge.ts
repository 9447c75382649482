import { CodedError } from '../../../core/coded-error.ts';
import { expandingWindows } from '../evaluate/origins.ts';
import type { Origin } from '../evaluate/origins.ts';
import { mae } from '../evaluate/point-metrics.ts';
import { rollForecasts } from '../evaluate/rolling.ts';
import type { RolledForecast } from '../evaluate/rolling.ts';
import { mean } from '../math/moments.ts';
import type { FitControls, Model, SeriesInput } from '../model.ts';
import { timeAxis } from '../time-axis.ts';
import type { Deadline } from './deadline.ts';

/** Number of newest rolling origins on which candidates are compared. */
export const JUDGING_ORIGINS = 3;
/** Number of newest values on which candidates are compared, because candidates are many and time is short. */
const NEWEST_VALUES = 600;
const NEWEST_PERIODS = 5;

/** Data for comparing candidates: the newest values and the origins in them. */
export interface Bench {
  readonly input: SeriesInput;
  readonly origins: readonly Origin[];
  readonly horizon: number;
}

/** The newest part of a series, with its covariates and times. */
export function newest(input: SeriesInput, length: number): SeriesInput {
  const cut = Math.max(0, input.values.length - length);
  const { values, period, start, step, covariates } = input;
  return {
    values: values.slice(cut),
    ...(period === undefined ? {} : { period }),
    ...(start === undefined ? {} : { start: timeAxis(start, step)?.at(cut) ?? start }),
    ...(step === undefined ? {} : { step }),
    ...(covariates === undefined ? {} : { covariates: covariates.map((column) => column.slice(cut)) }),
  };
}

/** Three origins, spaced by the judged horizon, at the end of the newest values; null if the series is too short. */
export function benchOf(input: SeriesInput, horizon: number): Bench | null {
  const period = input.period ?? 1;
  const part = newest(input, Math.max(NEWEST_VALUES, NEWEST_PERIODS * period));
  const length = part.values.length;
  const judged = Math.min(horizon, Math.max(1, Math.floor(length / 8)));
  const train = length - JUDGING_ORIGINS * judged;
  if (train < period + 2 || train < 4) return null;
  return { input: part, origins: expandingWindows({ length, train, horizon: judged }), horizon: judged };
}

/** Share of the usual model's error below which another is clearly better. Chosen on a tuning split of M1; see docs/forecasting.md. */
const CLEAR = 0.7;

/** Whether the mean of `errors` by origin is clearly below that of `usual`. A smaller difference is often chance, with few origins. */
export const isClearlyBetter = (errors: readonly number[], usual: readonly number[]): boolean =>
  mean(errors) < CLEAR * mean(usual);

export interface Spending {
  readonly deadline: Deadline;
  readonly seed: number;
  /** Steps of a fit to 1,000 values or fewer. */
  readonly steps: number;
}

/** Values up to which a fit may take all its steps, because a step costs more on more values. */
const FULL_STEPS = 1_000;

/** Controls of a fit to `length` values. */
export function controlsFor({ deadline, seed, steps }: Spending, length: number): FitControls {
  const left = deadline.left();
  const allowed = Math.ceil(steps * Math.min(1, FULL_STEPS / length));
  return {
    seed,
    clock: deadline.clock,
    ...(Number.isFinite(left) ? { budgetMs: left } : {}),
    ...(Number.isFinite(allowed) ? { maxSteps: allowed } : {}),
  };
}

/** Forecasts at each origin; why the model was left out; or `late` if the clock ended the work. */
export type Verdict =
  | { readonly kind: 'judged'; readonly rolled: readonly RolledForecast[] }
  | { readonly kind: 'skipped'; readonly why: string }
  | { readonly kind: 'late' };

/** Mean absolute error at each origin. */
export const errorsOf = (rolled: readonly RolledForecast[]): readonly number[] => rolled.map((one) => mae(one.actual, one.mean));

/** Fits and forecasts at each origin. A coded refusal skips the model; any other error is thrown. */
export async function judge(model: Model, { input, origins }: Bench, spending: Spending): Promise<Verdict> {
  const { passed } = spending.deadline;
  const rolled: RolledForecast[] = [];
  try {
    for (const origin of origins) {
      if (passed()) return { kind: 'late' };
      const controls = controlsFor(spending, origin.trainTo - origin.trainFrom);
      rolled.push(...(await rollForecasts(model, input, [origin], { controls })));
      // The clock may have cut this fit short.
      if (passed()) return { kind: 'late' };
    }
  } catch (error) {
    if (error instanceof CodedError) return { kind: 'skipped', why: error.message };
    throw error;
  }
  return { kind: 'judged', rolled };
}
