import { covariatesRefused, fitDiverged, seriesTooShort } from '../errors.ts';
import { isConstant } from '../constant.ts';
import { normalPrediction } from '../intervals.ts';
import { mean, variance } from '../math/moments.ts';
import type { ModelDefinition } from '../model.ts';
import { optionReader } from '../options.ts';
import { fitVar, varDeviations, varPath } from './fit-var.ts';
import type { VarFit } from './fit-var.ts';

const MOST_LAGS = 100;
/** Default limits of the lags: 12 for a hundred values (Schwert 1989), and at least three values per parameter of an equation. */
const LAGS_OF_HUNDRED = 12;
const VALUES_A_PARAMETER = 3;
const MOST_COMPANIONS = 50;

/** The order with the lowest AICc on common values, refitted on all values that it can use. */
function chosen(columns: readonly Float64Array[], most: number): VarFit | null {
  let best: VarFit | null = null;
  for (let lags = 1; lags <= most; lags++) {
    const fit = fitVar(columns, lags, most);
    if (fit !== null && (best === null || fit.aicc < best.aicc)) best = fit;
  }
  return best === null ? null : fitVar(columns, best.lags, best.lags);
}

/** Vector autoregression. */
export const vectorModels: readonly ModelDefinition[] = [
  {
    name: 'VAR',
    aliases: ['vector-autoregression'],
    summary:
      'Vector autoregression of the values with the series in `covariates`, of which only the past is needed; without them, an autoregression. Order by AICc, or option `lags`.',
    capabilities: {
      minLength: () => 8,
      season: 'none',
      zeros: 'taken',
      negatives: 'taken',
      covariates: 'past',
      intervals: 'given',
      cost: 'fast',
    },
    prepare: (options) => {
      const asked = optionReader('VAR', options, ['lags']).number('lags', { min: 1, max: MOST_LAGS, whole: 'whole' });
      return ({ values, covariates }) => {
        const refuse = (problem: string) => covariatesRefused({ model: 'VAR', problem });
        if (covariates.length > MOST_COMPANIONS) throw refuse(`at most ${MOST_COMPANIONS}, got ${covariates.length}`);
        if (covariates.some(isConstant)) throw refuse('a covariate never changes, so it has no information');
        const n = values.length;
        const k = covariates.length + 1;
        // Scaled, so that least squares gets columns of similar size.
        const scales = [values, ...covariates].map((column) => ({
          middle: mean(column),
          size: Math.sqrt(variance(column)) || 1,
        }));
        const columns = [values, ...covariates].map((column, j) =>
          column.map((value) => (value - scales[j]!.middle) / scales[j]!.size),
        );
        const room = Math.floor((n / VALUES_A_PARAMETER - 1) / (k + 1 / VALUES_A_PARAMETER));
        const most = asked ?? Math.min(room, Math.floor(LAGS_OF_HUNDRED * (n / 100) ** 0.25), Math.floor(n / 4));
        const needed = asked === undefined ? VALUES_A_PARAMETER * (k + 2) : (k + 1) * asked + 3;
        if (most < 1 || n < needed) throw seriesTooShort({ model: 'VAR', length: n, needed });
        const fit = asked === undefined ? chosen(columns, most) : fitVar(columns, asked, asked);
        if (fit === null) {
          throw k > 1 ? refuse('they are linearly dependent with the values') : fitDiverged({ model: 'VAR' });
        }
        const { middle, size } = scales[0]!;
        return {
          params: { lags: fit.lags, companions: k - 1, weights: fit.weights[0]!.flatMap((lag) => Array.from(lag)) },
          aicc: fit.aicc,
          sigma2: fit.covariance[0]![0]! * size * size,
          fitted: values.map((value, t) => (t < fit.lags ? Number.NaN : value - fit.errors[t - fit.lags]! * size)),
          predict: (horizon) =>
            normalPrediction(
              varPath(fit, columns, horizon).map((value) => middle + value * size),
              varDeviations(fit, horizon).map((deviation) => deviation * size),
            ),
        };
      };
    },
  },
];
