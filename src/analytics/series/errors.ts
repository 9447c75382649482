import { codedError } from '../../core/index.ts';

export const seriesTooShort = codedError<{ what: string; needs: number; has: number }>('TF_SERIES_TOO_SHORT', {
  status: 422,
  message: ({ what, needs, has }) => `${what} needs at least ${needs} values and got ${has}.`,
  advice: ({ needs }) => `Give a longer period or a finer step, so that there are at least ${needs} values.`,
});

export const seriesNotFinite = codedError<{ what: string; index: number; value: string }>('TF_SERIES_NOT_FINITE', {
  status: 422,
  message: ({ what, index, value }) => `${what} got ${value} at index ${index}; it needs finite numbers.`,
  advice: () => 'Leave missing values out, or fill the gaps with a named filler first.',
});

export const seriesTooLarge = codedError<{ what: string; index: number; value: number; limit: number }>('TF_SERIES_TOO_LARGE', {
  status: 422,
  message: ({ what, index, value, limit }) =>
    `${what} got ${value} at index ${index}; the squares of values beyond ±${limit} overflow.`,
  advice: () => 'Give the series in a larger unit.',
});

export const seriesTimesInvalid = codedError<{ problem: string; index: number }>('TF_SERIES_TIMES_INVALID', {
  status: 422,
  message: ({ problem, index }) => `The times of the series are invalid: ${problem} at index ${index}.`,
  advice: () => 'Times are whole microseconds UTC, strictly ascending. Use the options for sorting or merging if you want that.',
});

export const seriesOptionInvalid = codedError<{ what: string; option: string; problem: string }>('TF_SERIES_OPTION_INVALID', {
  status: 400,
  message: ({ what, option, problem }) => `${what} can't take this ${option}: ${problem}.`,
  advice: ({ option }) => `Leave ${option} out for its default, or give a valid value.`,
});
