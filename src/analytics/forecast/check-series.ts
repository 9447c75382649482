import type { CodedError } from '../../core/coded-error.ts';
import {
  covariatesRefused,
  seasonMissing,
  seriesHasGap,
  seriesInvalid,
  seriesTooShort,
  signRefused,
  valuesOutOfRange,
} from './errors.ts';
import type { Capabilities, Series, SeriesInput } from './model.ts';
import { timeAxis } from './time-axis.ts';

/** Limits of magnitudes, so that sums of squares stay within a float64. */
const LARGEST = 1e100;
const SMALLEST = 1e-100;
const LONGEST_PERIOD = 100_000;

function toColumn(values: unknown, what: string): Float64Array {
  if (values instanceof Float64Array) return Float64Array.from(values);
  if (!Array.isArray(values) && !ArrayBuffer.isView(values))
    throw seriesInvalid({ problem: `${what} must be an array of numbers` });
  // A null or a text is a gap; JavaScript would convert it to a number.
  return Float64Array.from(values as ArrayLike<unknown>, (value) => (typeof value === 'number' ? value : Number.NaN));
}

function refuseGaps(column: Float64Array): void {
  const index = column.findIndex((value) => !Number.isFinite(value));
  if (index >= 0) throw seriesHasGap({ index, count: column.filter((value) => !Number.isFinite(value)).length });
}

function refuseRange(column: Float64Array): void {
  const largest = column.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest > LARGEST || (largest > 0 && largest < SMALLEST)) throw valuesOutOfRange({ largest });
}

/** Copies a caller's input into a `Series`. Throws a coded error on invalid input. */
export function checkSeries(input: SeriesInput): Series {
  if (typeof input !== 'object' || input === null) throw seriesInvalid({ problem: 'it must be an object with values' });
  const { period = 1, start, step } = input;
  const values = toColumn(input.values, 'values');
  if (values.length === 0) throw seriesInvalid({ problem: 'it has no values' });
  if (!Number.isInteger(period) || period < 1 || period > LONGEST_PERIOD) {
    throw seriesInvalid({ problem: `period must be an integer from 1 to ${LONGEST_PERIOD}` });
  }
  refuseGaps(values);
  refuseRange(values);
  const covariates = (input.covariates ?? []).map((column) => toColumn(column, 'a covariate'));
  for (const column of covariates) {
    if (column.length !== values.length) throw seriesInvalid({ problem: 'a covariate and the values differ in length' });
    refuseGaps(column);
    refuseRange(column);
  }
  return { values, period, axis: timeAxis(start, step), covariates };
}

/** The refusal that follows from the capabilities, without a fit; null if there is none. */
export function refusalOf(model: string, capabilities: Capabilities, series: Series): CodedError | null {
  const { values, period, covariates } = series;
  if (capabilities.season === 'required' && period < 2) return seasonMissing({ model });
  const needed = capabilities.minLength(capabilities.season === 'none' ? 1 : period);
  if (values.length < needed) return seriesTooShort({ model, length: values.length, needed });
  if (capabilities.negatives === 'refused' && values.some((value) => value < 0)) {
    return signRefused({ model, problem: 'negative values' });
  }
  if (capabilities.zeros === 'refused' && values.includes(0)) return signRefused({ model, problem: 'zeros' });
  if (capabilities.covariates === 'refused' && covariates.length > 0) {
    return covariatesRefused({ model, problem: 'it accepts none' });
  }
  return null;
}
