import type { FitControls, Model, SeriesInput } from '../model.ts';
import { timeAxis } from '../time-axis.ts';
import type { Origin } from './origins.ts';

/** The forecast from one origin, and the actual values. */
export interface RolledForecast {
  readonly origin: Origin;
  readonly actual: Float64Array;
  readonly mean: Float64Array;
  readonly levels: readonly number[];
  readonly lower: readonly Float64Array[];
  readonly upper: readonly Float64Array[];
}

/**
 * Refits the model at every origin and forecasts the test part. The model gets a copy of the values before the origin, and only the
 * covariates that are known then. Throws the model's refusal at an origin.
 */
export async function rollForecasts(
  model: Model,
  input: SeriesInput,
  origins: readonly Origin[],
  { levels = [], controls = {} }: { readonly levels?: readonly number[]; readonly controls?: FitControls } = {},
): Promise<readonly RolledForecast[]> {
  const { values, period = 1, covariates = [] } = input;
  const axis = timeAxis(input.start, input.step);
  const out: RolledForecast[] = [];
  for (const origin of origins) {
    const { trainFrom, trainTo, testFrom, testTo } = origin;
    const past = {
      values: values.slice(trainFrom, trainTo),
      period,
      covariates: covariates.map((column) => column.slice(trainFrom, trainTo)),
      ...(axis === null || input.step === undefined ? {} : { start: axis.at(trainFrom), step: input.step }),
    };
    const fitted = await model.fit(past, controls);
    const future = model.capabilities.covariates === 'past' ? [] : covariates.map((column) => column.slice(trainTo, testTo));
    const { mean, lower = [], upper = [] } = await fitted.forecast(testTo - trainTo, { levels, future });
    const tested = (path: Float64Array) => path.slice(testFrom - trainTo);
    out.push({
      origin,
      actual: Float64Array.from(values.slice(testFrom, testTo)),
      mean: tested(mean),
      levels,
      lower: lower.map(tested),
      upper: upper.map(tested),
    });
  }
  return out;
}
