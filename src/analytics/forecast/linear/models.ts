import { explainLinear } from '../explain/linear-shap.ts';
import { LAG_CAPABILITIES } from '../lags/capabilities.ts';
import { fitOnLags } from '../lags/fit-on-lags.ts';
import type { Learner } from '../lags/learner.ts';
import { LAG_OPTIONS, LAG_SUMMARY, readLagOptions } from '../lags/options.ts';
import type { ModelDefinition } from '../model.ts';
import { optionReader } from '../options.ts';
import { fitLinear } from './fit-linear.ts';
import type { LinearObjective } from './fit-linear.ts';
import { predictLinearRow } from './linear-model.ts';
import type { LinearModel } from './linear-model.ts';

const LARGEST_ALPHA = 1e9;
/** Quantiles whose distance sets the width of an interval. */
const EDGES = [0.1, 0.9];

const learner =
  (objective: LinearObjective): Learner =>
  (rows, targets, { meter }) => {
    const model = fitLinear(rows, targets, objective, meter);
    return {
      predict: (row) => predictLinearRow(model, row),
      params: { intercept: model.intercept, coefficients: Array.from(model.coefficients) },
      explain: (row) => explainLinear(model, row),
    };
  };

/** The median, or another quantile, with intervals from the distance of two other quantiles. */
const quantileLearner =
  (objective: LinearObjective): Learner =>
  (rows, targets, run) => {
    let edges: readonly LinearModel[] | null = null;
    const edgesOnce = () => (edges ??= EDGES.map((quantile) => fitLinear(rows, targets, { kind: 'quantile', quantile })));
    const spread = (row: Float64Array): number => {
      const [low, high] = edgesOnce();
      return predictLinearRow(high!, row) - predictLinearRow(low!, row);
    };
    return { ...learner(objective)(rows, targets, run), spread };
  };

interface Kind {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly option: 'alpha' | 'quantile' | null;
  readonly objective: (strength: number | undefined) => LinearObjective;
}

function linearModel({ name, aliases, summary, option, objective }: Kind): ModelDefinition {
  return {
    name,
    aliases,
    summary: `${summary} ${LAG_SUMMARY}`,
    capabilities: LAG_CAPABILITIES,
    prepare: (options) => {
      const reader = optionReader(name, options, [...LAG_OPTIONS, ...(option === null ? [] : [option])]);
      const rule = option === 'quantile' ? { min: 0.001, max: 0.999 } : { min: 0, max: LARGEST_ALPHA };
      const wanted = option === 'quantile' ? quantileLearner : learner;
      const learn = wanted(objective(option === null ? undefined : reader.number(option, rule)));
      const layout = readLagOptions(reader);
      return (series, run) => fitOnLags(series, run, { ...layout, encoding: 'wave', learn });
    },
  };
}

/** Linear models on lags, the calendar and covariates. */
export const linearModels: readonly ModelDefinition[] = [
  linearModel({
    name: 'LinearRegression',
    aliases: ['RegressionModel', 'OLS', 'linear'],
    summary: 'Least squares on lags, the calendar and covariates.',
    option: null,
    objective: () => ({ kind: 'ridge', alpha: 0 }),
  }),
  linearModel({
    name: 'Ridge',
    aliases: ['RidgeRegression'],
    summary: 'Least squares plus `alpha` (1 by default) times the squared coefficients of standardised features.',
    option: 'alpha',
    objective: (alpha = 1) => ({ kind: 'ridge', alpha }),
  }),
  linearModel({
    name: 'Lasso',
    aliases: ['LassoRegression'],
    summary:
      'Least squares plus `alpha` (0.001 by default) times the absolute coefficients, with the series scaled to variance 1.',
    option: 'alpha',
    objective: (alpha = 1e-3) => ({ kind: 'lasso', alpha }),
  }),
  linearModel({
    name: 'QuantileRegression',
    aliases: ['LinearQuantileRegression', 'LAD'],
    summary:
      'The conditional `quantile` (0.5, the median, by default) instead of the mean; intervals have the width between the quantiles 0.1 and 0.9.',
    option: 'quantile',
    objective: (quantile = 0.5) => ({ kind: 'quantile', quantile }),
  }),
];
