import { detectSeasonality, US_PER_DAY } from '../../../analytics/series/index.ts';
import type { Seasonality, Step } from '../../../analytics/series/index.ts';

const DETECTABLE = 24;
const NEWEST_LOOKED_AT = 2_000;
const CYCLES_LOOKED_AT = 6;
/**
 * Seasons longer than `FINE` are looked for in means of several values, at most `COARSE` a season, because a smooth season of many steps
 * disappears in the noise of single values. Up to `LONGEST_SEARCHED` single values are searched too, which show a short spike; beyond,
 * that costs more than a forecast may take.
 */
const FINE = 52;
const COARSE = 48;
const LONGEST_SEARCHED = 480;

/** The usual season of a step, in steps: a day for hours and minutes, a week for days, a year for weeks, months and quarters. */
export function usualPeriod(step: Step): number {
  if (step.kind === 'months') return 12 % step.months === 0 ? 12 / step.months : 1;
  if (step.micros < US_PER_DAY) return US_PER_DAY % step.micros === 0 ? US_PER_DAY / step.micros : 1;
  return step.micros === US_PER_DAY ? 7 : step.micros === 7 * US_PER_DAY ? 52 : 1;
}

/** The smallest divisor of a period that leaves at most `COARSE` steps; 1 if there is none. */
function stride(period: number): number {
  for (let by = Math.ceil(period / COARSE); by < period; by++) if (period % by === 0) return by;
  return 1;
}

/** Means of each `by` values, the newest last. */
function meansOf(values: Float64Array, by: number): Float64Array {
  const skipped = values.length % by;
  return Float64Array.from({ length: Math.floor(values.length / by) }, (_, i) => {
    const part = values.subarray(skipped + i * by, skipped + (i + 1) * by);
    return part.reduce((sum, value) => sum + value / by, 0);
  });
}

interface Search {
  readonly isShown: boolean;
  readonly valuesRead: number;
}

/** Values read to test candidates: values searched times candidates. */
const readIn = (searched: Float64Array, { proposed }: Seasonality): number => searched.length * proposed;

/** Whether the newest values, or the means of each `by` of them, show a season of this length. */
function showsIn(values: Float64Array, usual: number, by: number): Search {
  const newest = values.subarray(-Math.max(NEWEST_LOOKED_AT, CYCLES_LOOKED_AT * usual));
  const searched = by === 1 ? newest : meansOf(newest, by);
  const wanted = usual / by;
  // Few cycles of means show the period to about one mean.
  const near = by === 1 ? 0 : 1;
  const found = detectSeasonality(searched);
  const isShown = found.periods.some(({ period }) => Math.abs(period - wanted) <= near || period % wanted === 0);
  return { isShown, valuesRead: readIn(searched, found) };
}

/** Whether the newest values show a season of this length. */
function shows(values: Float64Array, usual: number): Search {
  const inMeans = showsIn(values, usual, usual > FINE ? stride(usual) : 1);
  if (inMeans.isShown || usual <= FINE || usual > LONGEST_SEARCHED) return inMeans;
  const inValues = showsIn(values, usual, 1);
  return { isShown: inValues.isShown, valuesRead: inMeans.valuesRead + inValues.valuesRead };
}

interface FoundPeriod {
  readonly period: number;
  readonly remarks: readonly string[];
  /** Cost of the search: values searched times candidates tested. */
  readonly valuesRead: number;
}

/** The usual season of the step, if the series shows it or is too short to show it. Without a usual one, the detected season. */
export function periodOf(values: Float64Array, usual: number | null): FoundPeriod {
  const cycle = usual ?? 1;
  const unsearched = { remarks: [], valuesRead: 0 };
  if (usual === 1 || values.length < 2 * cycle) return { ...unsearched, period: 1 };
  // Detection needs three cycles. For a long series the newest values are enough.
  if (values.length < Math.max(DETECTABLE, 3 * cycle)) {
    if (usual === null) return { ...unsearched, period: 1 };
    const remarks = [`A season of ${usual} steps is assumed, because the series is too short to show one.`];
    return { ...unsearched, period: usual, remarks };
  }
  if (usual !== null) {
    const { isShown, valuesRead } = shows(values, usual);
    return isShown
      ? { period: usual, remarks: [`The series has the season of ${usual} steps that its step suggests.`], valuesRead }
      : { period: 1, remarks: [`The step suggests a season of ${usual} steps, but the values show none.`], valuesRead };
  }
  const searched = values.subarray(-NEWEST_LOOKED_AT);
  const found = detectSeasonality(searched);
  const valuesRead = readIn(searched, found);
  const [best] = found.periods;
  return best === undefined
    ? { period: 1, remarks: ['No season was detected.'], valuesRead }
    : { period: best.period, remarks: [`A season of ${best.period} steps was detected.`], valuesRead };
}
