import type { Forecast } from '../model.ts';

/** Width of an interval that no table of the series' values would show, as a share of their range. */
const UNSEEN = 1e-6;

/** Why intervals without a visible width are no certainty; null if any step of any level has one, or no level was asked for. */
export function whyNoWidth({ lower = [], upper = [] }: Forecast, values: ArrayLike<number>): string | null {
  const all = Array.from(values);
  const range =
    all.reduce((most, value) => Math.max(most, value), -Infinity) -
    all.reduce((least, value) => Math.min(least, value), Infinity);
  const widths = upper.flatMap((path, level) => Array.from(path, (bound, step) => bound - lower[level]![step]!));
  // A constant series has a note of its own.
  if (range === 0 || widths.length === 0 || widths.some((width) => width > range * UNSEEN)) return null;
  return 'The intervals have no width, because the model repeats the past without error. This is no certainty: an interval is as wide as past errors, and there were none.';
}
