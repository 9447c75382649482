import { detectSeasonality, US_PER_DAY } from '../../../analytics/series/index.ts';
import type { Step } from '../../../analytics/series/index.ts';

const DETECTABLE = 24;
const NEWEST_LOOKED_AT = 2_000;
const CYCLES_LOOKED_AT = 6;
/**
 * Seasons longer than this are looked for in means of several values, at most `COARSE` a season: searching them costs more than a forecast
 * may take, and a smooth season of many steps disappears in the noise of single values.
 */
const LONGEST_SEARCHED = 480;
const COARSE = 96;

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

/** Whether the newest values show a season of this length. */
function shows(values: Float64Array, usual: number): boolean {
  const by = usual > LONGEST_SEARCHED ? stride(usual) : 1;
  const newest = values.subarray(-Math.max(NEWEST_LOOKED_AT, CYCLES_LOOKED_AT * usual));
  const searched = by === 1 ? newest : meansOf(newest, by);
  const wanted = usual / by;
  // Few cycles of means show the period to about one mean.
  const near = by === 1 ? 0 : 1;
  return detectSeasonality(searched).periods.some(({ period }) => Math.abs(period - wanted) <= near || period % wanted === 0);
}

/** The usual season of the step, if the series shows it or is too short to show it. Without a usual one, the detected season. */
export function periodOf(
  values: Float64Array,
  usual: number | null,
): { readonly period: number; readonly remarks: readonly string[] } {
  const cycle = usual ?? 1;
  if (usual === 1 || values.length < 2 * cycle) return { period: 1, remarks: [] };
  // Detection needs three cycles. For a long series the newest values are enough.
  if (values.length < Math.max(DETECTABLE, 3 * cycle)) {
    if (usual === null) return { period: 1, remarks: [] };
    return { period: usual, remarks: [`A season of ${usual} steps is assumed, because the series is too short to show one.`] };
  }
  if (usual !== null) {
    return shows(values, usual)
      ? { period: usual, remarks: [`The series has the season of ${usual} steps that its step suggests.`] }
      : { period: 1, remarks: [`The step suggests a season of ${usual} steps, but the values show none.`] };
  }
  const [found] = detectSeasonality(values.subarray(-NEWEST_LOOKED_AT)).periods;
  return found === undefined
    ? { period: 1, remarks: ['No season was detected.'] }
    : { period: found.period, remarks: [`A season of ${found.period} steps was detected.`] };
}
