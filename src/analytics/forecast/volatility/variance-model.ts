import { ewmaOfVariances, ewmaVariance } from './ewma.ts';
import { volatilityOption } from './errors.ts';
import { fitGarch, nextGarchVariance } from './garch-fit.ts';
import type { GarchKind } from './garch.ts';
import type { RealisedDay } from './realised-days.ts';

/** A model of tomorrow's variance. The function that `fit` returns can be called again with more days, without a new fit. */
export interface VarianceModel {
  readonly name: string;
  readonly fit: (days: readonly RealisedDay[]) => (history: readonly RealisedDay[]) => number;
}

/** RiskMetrics over daily returns or over realised variances; the latter have more information and are the stronger benchmark. */
export const ewmaModel = (
  name: string,
  { over, lambda }: { readonly over: 'returns' | 'realised'; readonly lambda?: number },
): VarianceModel => {
  const options = lambda === undefined ? {} : { lambda };
  return {
    name,
    fit: () => (history) =>
      over === 'returns'
        ? ewmaVariance(
            history.map(({ dayReturn }) => dayReturn),
            options,
          )
        : ewmaOfVariances(
            history.map(({ variance }) => variance),
            options,
          ),
  };
};

/** A GARCH of daily returns; between fits, its parameters stay fixed and its variance is updated with the returns. */
export const garchModel = (name: string, kind: GarchKind): VarianceModel => ({
  name,
  fit(days) {
    const fitted = fitGarch(
      kind,
      days.map(({ dayReturn }) => dayReturn),
    );
    return (history) =>
      nextGarchVariance(
        fitted,
        history.map(({ dayReturn }) => dayReturn),
      );
  },
});

/** Equally weighted geometric mean of the members' forecasts, because QLIKE depends on the ratio of forecast and actual value. */
export const meanModel = (name: string, members: readonly VarianceModel[]): VarianceModel => {
  if (members.length === 0) throw volatilityOption({ problem: 'a mean needs at least one member' });
  return {
    name,
    fit(days) {
      const fitted = members.map((member) => member.fit(days));
      return (history) => Math.exp(fitted.reduce((sum, forecast) => sum + Math.log(forecast(history)), 0) / fitted.length);
    },
  };
};
