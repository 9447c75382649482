import { ewmaOfVariances, ewmaVariance } from './ewma.ts';
import { volatilityOption } from './errors.ts';
import { fitGarch, nextGarchVariance } from './garch-fit.ts';
import type { GarchKind } from './garch.ts';
import type { RealisedDay } from './realised-days.ts';

/** A model of tomorrow's variance. What `fit` gives may be asked again with more days, so that a fit can serve for a while. */
export interface VarianceModel {
  readonly name: string;
  readonly fit: (days: readonly RealisedDay[]) => (history: readonly RealisedDay[]) => number;
}

/** RiskMetrics over daily returns, or the same over realised variances, which sees more and is the harder rival. */
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

/** A GARCH of daily returns; between fits its parameters stay and its variance follows the returns. */
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

/** Geometric mean of the members' forecasts with equal weights: under QLIKE an error of a factor counts, not of an amount. */
export const meanModel = (name: string, members: readonly VarianceModel[]): VarianceModel => {
  if (members.length === 0) throw volatilityOption({ problem: 'a mean needs members' });
  return {
    name,
    fit(days) {
      const fitted = members.map((member) => member.fit(days));
      return (history) => Math.exp(fitted.reduce((sum, forecast) => sum + Math.log(forecast(history)), 0) / fitted.length);
    },
  };
};
