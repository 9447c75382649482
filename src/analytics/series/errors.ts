import { codedError } from '../../core/index.ts';

export const seriesTooShort = codedError<{ what: string; needs: number; has: number }>('TF_SERIES_TOO_SHORT', {
  status: 422,
  message: ({ what, needs, has }) => `${what} needs at least ${needs} values and was given ${has}.`,
  advice: ({ needs }) => `Give a longer stretch, or a finer step, so that there are ${needs} values or more.`,
});

export const seriesNotFinite = codedError<{ what: string; index: number; value: string }>('TF_SERIES_NOT_FINITE', {
  status: 422,
  message: ({ what, index, value }) => `${what} was given ${value} at index ${index}; it takes finite numbers only.`,
  advice: () => 'Values that are missing are gaps: leave them out, or fill them by a named filler first.',
});

export const seriesTooLarge = codedError<{ what: string; index: number; value: number; limit: number }>('TF_SERIES_TOO_LARGE', {
  status: 422,
  message: ({ what, index, value, limit }) =>
    `${what} was given ${value} at index ${index}; beyond ±${limit} its squares overflow.`,
  advice: () => 'Give the series in a larger unit.',
});

export const seriesTimesInvalid = codedError<{ problem: string; index: number }>('TF_SERIES_TIMES_INVALID', {
  status: 422,
  message: ({ problem, index }) => `The times of the series are not usable: ${problem} at index ${index}.`,
  advice: () => 'Times are whole microseconds UTC, strictly rising. Ask for sorting or merging by name where that is meant.',
});

export const seriesOptionInvalid = codedError<{ what: string; option: string; problem: string }>('TF_SERIES_OPTION_INVALID', {
  status: 400,
  message: ({ what, option, problem }) => `${what} can't take this ${option}: ${problem}.`,
  advice: ({ option }) => `Leave ${option} out for its default, or give one in its range.`,
});
