import type { RealisedDay } from './realised-days.ts';
import type { VarianceModel } from './variance-model.ts';

const WEEK = 7;
/** 1970-01-01 was a Thursday; 0 is Sunday. */
const weekday = (day: number): number => (((day + 4) % WEEK) + WEEK) % WEEK;

/** Factor of each weekday on the variance: its mean log variance relative to the week's. 1 for a weekday without days. */
function weekdayFactors(days: readonly RealisedDay[]): readonly number[] {
  const logs = days.map(({ variance }) => Math.log(variance));
  const average = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const means = Array.from({ length: WEEK }, (_, w) => logs.filter((_value, i) => weekday(days[i]!.day) === w)).map((list) =>
    list.length === 0 ? null : average(list),
  );
  const middle = average(means.filter((value) => value !== null));
  return means.map((value) => (value === null ? 1 : Math.exp(value - middle)));
}

/**
 * Runs `inner` on days divided by their weekday's factor, and multiplies its forecast by the factor again. Markets that never close are
 * calmer at weekends. The factors come from the days of the fit only.
 */
export const weekdayModel = (name: string, inner: VarianceModel): VarianceModel => ({
  name,
  fit(days) {
    const factors = weekdayFactors(days);
    const level = (list: readonly RealisedDay[]) =>
      list.map((one) => {
        const factor = factors[weekday(one.day)]!;
        return {
          ...one,
          variance: one.variance / factor,
          bipower: one.bipower / factor,
          dayReturn: one.dayReturn / Math.sqrt(factor),
        };
      });
    const forecast = inner.fit(level(days));
    return (history) => forecast(level(history)) * factors[weekday(history.at(-1)!.day + 1)]!;
  },
});
