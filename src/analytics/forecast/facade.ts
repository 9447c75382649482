import { counted } from '../../core/counted.ts';
import { CodedError } from '../../core/coded-error.ts';
import { checkSeries, refusalOf } from './check-series.ts';
import { constantFit, isConstant } from './constant.ts';
import { clockMissing, covariatesRefused, fitDiverged, intervalsMissing, requestInvalid } from './errors.ts';
import { createMeter } from './meter.ts';
import type {
  Clock,
  Fit,
  FitControls,
  FittedModel,
  Forecast,
  ForecastOptions,
  Model,
  ModelDefinition,
  ModelOptions,
  Series,
  SeriesInput,
} from './model.ts';

const LONGEST_HORIZON = 10_000;

/** Throws TF_FORECAST_REQUEST_INVALID on a horizon that can't be forecast. */
export function checkHorizon(horizon: number): void {
  if (!Number.isInteger(horizon) || horizon < 1 || horizon > LONGEST_HORIZON) {
    throw requestInvalid({ problem: `horizon ${horizon} is not an integer from 1 to ${LONGEST_HORIZON}` });
  }
}

function checkLevels(levels: readonly number[]): readonly number[] {
  return levels.map((level) => {
    // 0.8 means 80 percent, because an interval of 0.8 percent has no use.
    const percent = level < 1 ? level * 100 : level;
    if (!(percent > 0 && percent < 100)) throw requestInvalid({ problem: `level ${level} lies outside (0, 100)` });
    return percent;
  });
}

function checkFuture(
  { name: model, capabilities }: ModelDefinition,
  series: Series,
  horizon: number,
  future: ForecastOptions['future'] = [],
): readonly Float64Array[] {
  const refuse = (problem: string) => covariatesRefused({ model, problem });
  const wanted = capabilities.covariates === 'past' ? 0 : series.covariates.length;
  if (future.length !== wanted) {
    throw refuse(`it needs ${counted(wanted, 'column')} for the future, got ${future.length}`);
  }
  return future.map((column) => {
    if (column.length < horizon) throw refuse(`a future column has ${column.length} of ${horizon} values`);
    const head = Float64Array.from(column).subarray(0, horizon);
    if (!head.every(Number.isFinite)) throw refuse('a future value is not finite');
    return head;
  });
}

const finite = (paths: readonly Float64Array[]) => paths.every((path) => path.every(Number.isFinite));

function forecastWith(
  definition: ModelDefinition,
  fit: Fit,
  series: Series,
  horizon: number,
  options: ForecastOptions,
): Forecast {
  checkHorizon(horizon);
  const levels = checkLevels(options.levels ?? []);
  const model = definition.name;
  const future = checkFuture(definition, series, horizon, options.future);
  const { mean, bounds } = fit.predict(horizon, future);
  if (!finite([mean])) throw fitDiverged({ model });
  const { axis, values } = series;
  const times = axis === null ? {} : { times: Array.from(mean, (_, i) => axis.at(values.length + i)) };
  if (levels.length === 0) return { mean, ...times };
  if (bounds === undefined) throw intervalsMissing({ model });
  const pairs = levels.map(bounds);
  const lower = pairs.map((pair) => pair.lower);
  const upper = pairs.map((pair) => pair.upper);
  if (!finite(lower) || !finite(upper)) throw fitDiverged({ model });
  return { mean, levels, lower, upper, ...times };
}

function checkControls({ budgetMs, maxSteps, seed = 0 }: FitControls): void {
  if (budgetMs !== undefined && !(budgetMs >= 0)) throw requestInvalid({ problem: `budgetMs ${budgetMs} is not a duration` });
  if (maxSteps !== undefined && !(maxSteps >= 0)) throw requestInvalid({ problem: `maxSteps ${maxSteps} is not a count` });
  if (!Number.isSafeInteger(seed) || seed < 0) throw requestInvalid({ problem: `seed ${seed} is not an integer from 0` });
}

/** Creates a model from a definition and options. `clock` is the default for fits with a budget. Throws a coded error on wrong options. */
export function openModel(definition: ModelDefinition, options: ModelOptions, clock: Clock | null): Model {
  const { name, summary, capabilities } = definition;
  const fitter = definition.prepare(options);

  const fit = async (input: SeriesInput, controls: FitControls = {}): Promise<FittedModel> => {
    checkControls(controls);
    const series = checkSeries(input);
    const refusal = refusalOf(name, capabilities, series);
    if (refusal) throw refusal;
    const { budgetMs, maxSteps, seed = 0 } = controls;
    const own = controls.clock ?? clock;
    if (budgetMs !== undefined && own === null) throw clockMissing({ budgetMs });
    const meter = createMeter({
      ...(budgetMs === undefined ? {} : { budgetMs }),
      ...(maxSteps === undefined ? {} : { maxSteps }),
      // Without a budget the clock is never read.
      clock: own ?? (() => 0),
    });
    const { predict, ...stated } = isConstant(series.values) ? constantFit(series.values) : await fitter(series, { meter, seed });
    return {
      name,
      ...stated,
      ...meter.report(),
      forecast: async (horizon, request = {}) => forecastWith(definition, { ...stated, predict }, series, horizon, request),
    };
  };

  const refusal = (input: SeriesInput): CodedError | null => {
    try {
      return refusalOf(name, capabilities, checkSeries(input));
    } catch (error) {
      if (error instanceof CodedError) return error;
      throw error;
    }
  };
  return { name, summary, capabilities, refusal, fit };
}
