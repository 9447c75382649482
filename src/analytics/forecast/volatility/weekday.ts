import type { RealisedDay } from './realised-days.ts';
import type { VarianceModel } from './variance-model.ts';

const WEEK = 7;
/** 1970-01-01 was a Thursday; 0 is Sunday. */
const weekday = (day: number): number => (((day + 4) % WEEK) + WEEK) % WEEK;

/** Each weekday's usual share of variance, mean of logarithms about the week's, from the days given; 1 for a weekday that isn't there. */
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
 * A model of days freed of their weekday's usual share, which its forecast gets back: markets that never close are calmer at weekends. The shares
 * come from the days of the fit only.
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
