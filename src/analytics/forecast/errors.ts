import { counted } from '../../core/counted.ts';
import { codedError } from '../../core/coded-error.ts';

const UNPROCESSABLE = 422;
const BAD_REQUEST = 400;

export const modelUnknown = codedError<{ name: string; close: readonly string[]; known: readonly string[] }>(
  'TF_FORECAST_MODEL_UNKNOWN',
  {
    status: 404,
    message: ({ name }) => `There is no forecasting model ${name}.`,
    advice: ({ close, known }) =>
      close.length > 0 ? `Did you mean ${close.join(', ')}?` : `The models are ${known.join(', ')}.`,
  },
);

export const optionInvalid = codedError<{ model: string; problem: string }>('TF_FORECAST_OPTION_INVALID', {
  status: BAD_REQUEST,
  message: ({ model, problem }) => `${model} can't take these options: ${problem}.`,
  advice: () => 'Correct the option, or leave it out to use the default of the model.',
});

export const seriesInvalid = codedError<{ problem: string }>('TF_FORECAST_SERIES_INVALID', {
  status: BAD_REQUEST,
  message: ({ problem }) => `This is not a series: ${problem}.`,
  advice: () => 'Give { values: Float64Array or number[], period?: integer from 1, start?: ISO time, step?: ISO duration }.',
});

export const seriesHasGap = codedError<{ index: number; count: number }>('TF_FORECAST_SERIES_GAP', {
  status: UNPROCESSABLE,
  message: ({ index, count }) => `Missing or not finite: ${counted(count, 'value')}, the first at index ${index}.`,
  advice: () => 'Fill or cut the gap first; models never guess a missing value.',
});

export const valuesOutOfRange = codedError<{ largest: number }>('TF_FORECAST_VALUES_OUT_OF_RANGE', {
  status: UNPROCESSABLE,
  message: ({ largest }) => `The largest magnitude is ${largest}; its square is out of the range of a float64.`,
  advice: () => 'Change the unit so that the largest magnitude lies between 1e-100 and 1e100.',
});

export const seriesTooShort = codedError<{ model: string; length: number; needed: number }>('TF_FORECAST_SERIES_TOO_SHORT', {
  status: UNPROCESSABLE,
  message: ({ model, length, needed }) => `${model} needs at least ${needed} values and has ${length}.`,
  advice: () => 'Give more history, a shorter period, or a simpler model such as naive.',
});

export const seasonMissing = codedError<{ model: string }>('TF_FORECAST_SEASON_MISSING', {
  status: UNPROCESSABLE,
  message: ({ model }) => `${model} needs a season, and the series has period 1.`,
  advice: () => 'Give `period`, or choose a model without a season.',
});

export const signRefused = codedError<{ model: string; problem: 'zeros' | 'negative values' }>('TF_FORECAST_SIGN_REFUSED', {
  status: UNPROCESSABLE,
  message: ({ model, problem }) => `${model} can't take ${problem}.`,
  advice: () => 'Use an additive model, or shift or transform the series.',
});

export const covariatesRefused = codedError<{ model: string; problem: string }>('TF_FORECAST_COVARIATES_REFUSED', {
  status: UNPROCESSABLE,
  message: ({ model, problem }) => `${model} can't use these covariates: ${problem}.`,
  advice: () =>
    'ARIMA and the models on lags take covariates: give each column for the whole history and, to forecast, for the whole horizon. VAR needs their history only.',
});

export const requestInvalid = codedError<{ problem: string }>('TF_FORECAST_REQUEST_INVALID', {
  status: BAD_REQUEST,
  message: ({ problem }) => `This forecast request is invalid: ${problem}.`,
  advice: () => 'Give a horizon from 1 to 10000 and levels in (0, 100).',
});

export const intervalsMissing = codedError<{ model: string }>('TF_FORECAST_INTERVALS_MISSING', {
  status: UNPROCESSABLE,
  message: ({ model }) => `${model} has no prediction intervals of its own.`,
  advice: () => 'Request no levels, or use conformal intervals.',
});

export const fitDiverged = codedError<{ model: string }>('TF_FORECAST_FIT_DIVERGED', {
  status: UNPROCESSABLE,
  message: ({ model }) => `${model} found no parameters that give a finite forecast of this series.`,
  advice: () => 'Try a simpler model, or look for a break or an outlier in the series.',
});

export const ensembleEmpty = codedError<{ model: string; refusals: readonly string[] }>('TF_FORECAST_ENSEMBLE_EMPTY', {
  status: UNPROCESSABLE,
  message: ({ model, refusals }) => `No member of ${model} takes this series: ${refusals.join(' ')}`,
  advice: () => 'Give more history, or choose members that take this series.',
});

export const routeEmpty = codedError<{ refusals: readonly string[] }>('TF_FORECAST_ROUTE_EMPTY', {
  status: UNPROCESSABLE,
  message: ({ refusals }) => `No model is left for this series: ${refusals.join('; ')}.`,
  advice: () => 'Give more history, or a priority with more time.',
});

export const clockMissing = codedError<{ budgetMs: number }>('TF_FORECAST_CLOCK_MISSING', {
  status: BAD_REQUEST,
  message: ({ budgetMs }) => `A budget of ${budgetMs} ms needs a clock, and this catalogue has none.`,
  advice: () => 'Pass `clock` with the budget or to createCatalogue, or limit the fit by `maxSteps`.',
});
