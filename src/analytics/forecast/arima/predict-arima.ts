import { normalPrediction } from '../intervals.ts';
import type { Fit, Prediction, Series } from '../model.ts';
import { pathAhead } from './conditional.ts';
import { differenced, integrated } from './difference.ts';
import type { ArimaFit } from './fit-arima.ts';
import { ordersName, psiWeights, withDifferences } from './polynomial.ts';

/** Regression part of the differenced forecast path. */
function regressionAhead(fit: ArimaFit, { covariates }: Series, horizon: number, future: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(horizon);
  const offset = fit.constant === 'estimated' ? 1 : 0;
  if (offset === 1) out.fill(fit.regression[0]!);
  future.forEach((column, c) => {
    const whole = Float64Array.of(...covariates[c]!, ...column);
    const ahead = differenced(whole, fit.orders);
    const weight = fit.regression[offset + c]!;
    for (let h = 0; h < horizon; h++) out[h]! += weight * ahead[ahead.length - horizon + h]!;
  });
  return out;
}

/** Path and normal intervals of variance σ²Σψ². ψ includes the differences; parameter uncertainty is ignored. */
export function predictArima(fit: ArimaFit, series: Series, horizon: number, future: readonly Float64Array[]): Prediction {
  const { arma, orders, state, sigma2 } = fit;
  const drift = regressionAhead(fit, series, horizon, future);
  const path = pathAhead(state, arma.ar, horizon).map((value, h) => value + drift[h]!);
  const mean = integrated(path, series.values, orders);
  let sum = 0;
  const deviations = psiWeights(withDifferences(arma.ar, orders), arma.ma, horizon).map((psi) => {
    sum += psi * psi;
    return Math.sqrt(sigma2 * sum);
  });
  return normalPrediction(mean, deviations);
}

/** Converts a fit to the common `Fit` interface. */
export function arimaAnswer(fit: ArimaFit, series: Series): Fit {
  const { values } = series;
  const skipped = values.length - fit.errors.length;
  const { ar, ma, seasonalAr, seasonalMa } = fit.factors;
  return {
    params: {
      order: ordersName(fit.orders),
      method: fit.method,
      ar: Array.from(ar),
      ma: Array.from(ma),
      seasonalAr: Array.from(seasonalAr),
      seasonalMa: Array.from(seasonalMa),
      ...(fit.constant === 'estimated' ? { constant: fit.regression[0]! } : {}),
      regression: Array.from(fit.regression.subarray(fit.constant === 'estimated' ? 1 : 0)),
    },
    loglik: fit.loglik,
    aicc: fit.aicc,
    sigma2: fit.sigma2,
    fitted: values.map((value, t) => (t < skipped ? Number.NaN : value - fit.errors[t - skipped]!)),
    predict: (horizon, future) => predictArima(fit, series, horizon, future),
  };
}
