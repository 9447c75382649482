import type { Published } from './competition.ts';

/** One of our models and the competition's method that it is compared with. */
export interface PublishedEntry {
  readonly model: string;
  readonly published: Published | null;
}

const row = (model: string, name: string, smape: number, mase: number, owa: number | null = null): PublishedEntry => ({
  model,
  published: { name, smape, mase, owa },
});
const own = (model: string): PublishedEntry => ({ model, published: null });

/** M4 hourly, 414 series: the organisers' file `Evaluation and Ranks.xlsx` (Makridakis, Spiliotis & Assimakopoulos 2020). */
export const M4_HOURLY: readonly PublishedEntry[] = [
  row('Naive', 'Naive', 43.003, 11.608, 3.593),
  row('NaiveSeasonal', 'sNaive', 13.912, 1.193, 0.627),
  row('Naive2', 'Naive2', 18.383, 2.395, 1),
  row('SES', 'SES', 18.094, 2.385, 0.99),
  row('Holt', 'Holt', 29.249, 9.356, 2.749),
  row('DampedHolt', 'Damped', 19.265, 2.956, 1.141),
  row('Theta', 'Theta', 18.138, 2.455, 1.006),
  row('FourTheta', '4Theta (#005)', 17.756, 1.808, 0.86),
  own('DOTM'),
  own('AutoETS'),
  own('AutoARIMA'),
  own('STLF'),
  own('MSTL'),
  own('MSTLARIMA'),
  row('Ensemble', 'winner (#118)', 9.328, 0.893, 0.44),
  own('Ridge'),
  own('KNN'),
  own('RandomForest'),
  own('LightGBMStyle'),
  own('XGBoostStyle'),
  own('CatBoostStyle'),
  row('GradientBoosting', 'winner (#118)', 9.328, 0.893, 0.44),
];

/**
 * M3 quarterly, 756 series: the competitors' own forecasts (Makridakis & Hibon 2000) scored again series by series, because some
 * figures printed in 2000 are wrong.
 */
export const M3_QUARTERLY: readonly PublishedEntry[] = [
  row('Naive2', 'NAIVE2', 9.951, 1.238),
  row('SES', 'SINGLE', 9.717, 1.229),
  row('Holt', 'HOLT', 10.938, 1.225),
  row('DampedHolt', 'DAMPEN', 9.361, 1.126),
  row('Theta', 'THETA, winner', 8.956, 1.087),
  own('FourTheta'),
  own('OTM'),
  own('DOTM'),
  own('AutoTheta'),
  row('AutoETS', 'ForecastPro', 9.815, 1.204),
  row('AutoARIMA', 'B-J auto', 10.26, 1.188),
  row('EnsembleMean', 'COMB S-H-D', 9.216, 1.105),
  row('Ensemble', 'THETA, winner', 8.956, 1.087),
  own('Ridge'),
  own('GradientBoosting'),
];

/** Rows of M3's other parts: the competitors' own forecasts scored again, as for M3 quarterly. */
function m3(
  naive2: Pair,
  single: Pair,
  holt: Pair,
  dampen: Pair,
  theta: Pair,
  pro: Pair,
  boxJenkins: Pair,
  comb: Pair,
): readonly PublishedEntry[] {
  return [
    row('Naive2', 'NAIVE2', ...naive2),
    row('SES', 'SINGLE', ...single),
    row('Holt', 'HOLT', ...holt),
    row('DampedHolt', 'DAMPEN', ...dampen),
    row('Theta', 'THETA, winner', ...theta),
    own('FourTheta'),
    own('DOTM'),
    row('AutoETS', 'ForecastPro', ...pro),
    row('AutoARIMA', 'B-J auto', ...boxJenkins),
    row('EnsembleMean', 'COMB S-H-D', ...comb),
    row('Ensemble', 'THETA, winner', ...theta),
  ];
}
type Pair = readonly [smape: number, mase: number];

export const M3_YEARLY = m3(
  [17.88, 3.172],
  [17.817, 3.171],
  [20.021, 3.182],
  [17.36, 3.032],
  [16.974, 2.806],
  [17.271, 3.026],
  [17.726, 3.165],
  [17.072, 2.876],
);
export const M3_MONTHLY = m3(
  [16.891, 1.037],
  [15.3, 0.974],
  [15.795, 0.909],
  [14.576, 0.908],
  [13.892, 0.858],
  [13.898, 0.848],
  [14.796, 0.914],
  [14.466, 0.896],
);
export const M3_OTHER = m3(
  [6.302, 3.089],
  [6.295, 3.091],
  [4.811, 1.993],
  [4.609, 2.036],
  [4.41, 1.904],
  [4.604, 1.92],
  [5.062, 2.259],
  [4.561, 2.045],
);
export const M3_ALL = m3(
  [14.742, 1.665],
  [13.913, 1.633],
  [14.843, 1.54],
  [13.284, 1.484],
  [12.762, 1.395],
  [13.056, 1.467],
  [13.719, 1.544],
  [13.13, 1.441],
);

/** M4 weekly, 359 series, from the same organisers' file as M4 hourly. The period is 1. */
export const M4_WEEKLY: readonly PublishedEntry[] = [
  row('Naive', 'Naive', 9.161, 2.777, 1),
  row('NaiveSeasonal', 'sNaive', 9.161, 2.777, 1),
  row('Naive2', 'Naive2', 9.161, 2.777, 1),
  row('SES', 'SES', 9.012, 2.685, 0.975),
  row('Holt', 'Holt', 9.708, 2.42, 0.966),
  row('DampedHolt', 'Damped', 8.866, 2.404, 0.917),
  row('Theta', 'Theta', 9.093, 2.637, 0.971),
  row('FourTheta', '4Theta (#005)', 8.99, 2.488, 0.939),
  own('DOTM'),
  own('AutoETS'),
  own('AutoARIMA'),
  row('Ensemble', 'winner (#118)', 7.817, 2.356, 0.851),
];

/** Tourism 2010 printed MAPE and MASE (Athanasopoulos and others 2011); only the MASE is comparable with ours. */
function tourism(naive: number, theta: number, ets: number, arima: number): readonly PublishedEntry[] {
  const mase = (model: string, name: string, value: number): PublishedEntry => ({
    model,
    published: { name, smape: null, mase: value, owa: null },
  });
  return [
    mase('NaiveSeasonal', 'Naive', naive),
    own('Naive2'),
    own('DampedHolt'),
    mase('Theta', 'Theta', theta),
    mase('AutoETS', 'ETS', ets),
    mase('AutoARIMA', 'ARIMA', arima),
    own('STLF'),
    own('Ensemble'),
  ];
}
export const TOURISM_YEARLY = tourism(3.01, 2.73, 3.0, 3.19);
export const TOURISM_QUARTERLY = tourism(1.7, 1.66, 1.59, 1.6);
export const TOURISM_MONTHLY = tourism(1.63, 1.65, 1.54, 1.6);
