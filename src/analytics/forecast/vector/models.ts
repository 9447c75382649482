import { counted } from '../../../core/counted.ts';
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

/** The order with the lowest AICc on common values. */
function chosen(columns: readonly Float64Array[], most: number): number {
  let best: VarFit | null = null;
  for (let lags = 1; lags <= most; lags++) {
    const fit = fitVar(columns, lags, most);
    if (fit !== null && (best === null || fit.aicc < best.aicc)) best = fit;
  }
  return best?.lags ?? most;
}

/** A path that grows beyond this, in standard deviations, within these steps has exploded. */
const EXPLODED = { steps: 12, deviations: 1_000 };

/**
 * The fit of `lags`, or of the next lower order whose lags are independent and whose path stays in range; order 0 is the mean. An outlier
 * at the end, or a series of one value but for the last, has no other.
 */
function steady(columns: readonly Float64Array[], lags: number): VarFit | null {
  for (let order = lags; order >= 0; order--) {
    const fit = fitVar(columns, order, order);
    if (fit === null) continue;
    const path = varPath(fit, columns, EXPLODED.steps);
    if (order === 0 || path.every((value) => Math.abs(value) < EXPLODED.deviations)) return fit;
  }
  return null;
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
        const lags = asked ?? chosen(columns, most);
        // Covariates that depend on the values are refused, because the caller chose them. An order that is too high is lowered.
        if (k > 1 && fitVar(columns, 1, 1) === null) throw refuse('they are linearly dependent with the values');
        const fit = steady(columns, lags);
        if (fit === null) throw fitDiverged({ model: 'VAR' });
        const { middle, size } = scales[0]!;
        return {
          ...(fit.lags < lags ? { notes: [`With ${counted(lags, 'lag')} it has no steady path, so it uses ${fit.lags}.`] } : {}),
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
