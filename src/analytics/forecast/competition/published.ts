import type { Published } from './competition.ts';

/** A model of ours beside the method of the competition that it stands against. */
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
  row('Ensemble', 'winner (#118)', 9.328, 0.893, 0.44),
];

/**
 * M3 quarterly, 756 series: the competitors' own forecasts (Makridakis & Hibon 2000) scored again series by series, since some
 * printed figures of 2000 were found wrong.
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
];
