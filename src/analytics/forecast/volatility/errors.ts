import { codedError } from '../../../core/coded-error.ts';

const UNPROCESSABLE = 422;

export const volatilityInput = codedError<{ what: string; problem: string; index: number }>('TF_FORECAST_VOL_INPUT_INVALID', {
  status: UNPROCESSABLE,
  message: ({ what, problem, index }) => `${what} ${problem}, first at index ${index}.`,
  advice: () => 'Remove the invalid value, or cut the series there; values are never filled in.',
});

export const volatilityTooShort = codedError<{ what: string; length: number; needed: number }>('TF_FORECAST_VOL_TOO_SHORT', {
  status: UNPROCESSABLE,
  message: ({ what, length, needed }) => `${what}: ${length} given, at least ${needed} needed.`,
  advice: () => 'Give more history.',
});

export const volatilityConstant = codedError<{ what: string }>('TF_FORECAST_VOL_CONSTANT', {
  status: UNPROCESSABLE,
  message: ({ what }) =>
    `${what} never change, or only by amounts whose square a float64 can't represent, so there is no variance to model.`,
  advice: () => 'Check whether the market or the feed stood still.',
});

export const volatilityOption = codedError<{ problem: string }>('TF_FORECAST_VOL_OPTION_INVALID', {
  status: 400,
  message: ({ problem }) => `This volatility model can't be built: ${problem}.`,
  advice: () => 'Correct the named option.',
});

export const volatilityDiverged = codedError<{ model: string }>('TF_FORECAST_VOL_FIT_DIVERGED', {
  status: UNPROCESSABLE,
  message: ({ model }) => `${model} found no parameters that give a finite positive variance.`,
  advice: () => 'Use EWMA or HAR, or look for an outlier in the returns.',
});
