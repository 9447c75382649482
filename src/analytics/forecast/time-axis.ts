import { CodedError } from '../../core/coded-error.ts';
import { addSteps, parseStep, type Step } from '../series/index.ts';
import { seriesInvalid } from './errors.ts';
import type { TimeAxis } from './model.ts';

const INSTANT = /^\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:\d\d))?$/;
const US_PER_MS = 1_000;

/** A step of the series; a refusal names the field of the forecast. */
function stepOf(text: string): Step {
  try {
    return parseStep(text);
  } catch (error) {
    if (error instanceof CodedError)
      throw seriesInvalid({ problem: `step ${text} is not an ISO 8601 duration of one unit` }, error);
    throw error;
  }
}

/**
 * Times of equally spaced values from an ISO start and step, with the months of the calendar; null if either is absent. Throws a coded error
 * if one is invalid.
 */
export function timeAxis(start: string | undefined, step: string | undefined): TimeAxis | null {
  const by = step === undefined ? null : stepOf(step);
  if (start !== undefined && (!INSTANT.test(start) || Number.isNaN(Date.parse(start)))) {
    throw seriesInvalid({ problem: `start ${start} is not an ISO 8601 time with a zone` });
  }
  if (start === undefined || by === null) return null;
  const origin = Date.parse(start) * US_PER_MS;
  return { at: (index) => new Date(addSteps(origin, by, index) / US_PER_MS).toISOString() };
}
