import { explainTrees } from '../explain/tree-shap.ts';
import { LAG_CAPABILITIES } from '../lags/capabilities.ts';
import { fitOnLags } from '../lags/fit-on-lags.ts';
import type { Learner } from '../lags/learner.ts';
import { LAG_OPTIONS, LAG_SUMMARY, readLagOptions } from '../lags/options.ts';
import type { ModelDefinition } from '../model.ts';
import { optionReader } from '../options.ts';
import { fitTrees } from './fit-trees.ts';
import { TREE_PRESETS } from './options.ts';
import type { TreeSettings } from './options.ts';
import { sumOfRow } from './predict-trees.ts';
import type { TreeEnsemble } from './tree.ts';

const COMMON = { trees: 'whole', leaves: 'whole', depth: 'whole', minRows: 'whole', bins: 'whole' } as const;
const RANGES = {
  trees: [1, 10_000],
  leaves: [2, 100_000],
  depth: [1, 1_000],
  minRows: [1, 1_000_000],
  bins: [2, 255],
  l2: [0, 1e9],
  rowShare: [0.01, 1],
  featureShare: [0.01, 1],
  splitShare: [0.01, 1],
  learningRate: [0.001, 1],
  quantile: [0.001, 0.999],
} as const;
type NumberOption = keyof typeof RANGES;

const EVERY: readonly NumberOption[] = [
  'trees',
  'leaves',
  'depth',
  'minRows',
  'bins',
  'l2',
  'rowShare',
  'featureShare',
  'splitShare',
];
const BOOSTED: readonly NumberOption[] = [...EVERY, 'learningRate', 'quantile'];

const DEEPEST_OBLIVIOUS = 16;

/**
 * Default settings: leaf-wise growth as in LightGBM, smaller because one series has few rows, and for the median because it resists
 * outliers. Chosen on the last 48 training hours of a third of M4's hourly series, never on held-out data; see docs/forecasting.md.
 */
const SERIES_BOOSTING: TreeSettings = {
  ...TREE_PRESETS.leafWise,
  loss: 'quantile',
  leaves: 15,
  learningRate: 0.08,
  minRows: 10,
  featureShare: 0.5,
};

const INTERVALS = ['alike', 'quantile'] as const;
/** Quantiles whose distance sets the width of an interval. */
const EDGES = [0.1, 0.9];

const learner =
  (settings: TreeSettings, intervals: (typeof INTERVALS)[number]): Learner =>
  (rows, targets, { seed, meter }) => {
    const ensemble = fitTrees(rows, targets, settings, { seed, meter });
    let edges: readonly TreeEnsemble[] | null = null;
    // The same number of trees as the budget allowed, so that the intervals can be reproduced too.
    const edge = { ...settings, loss: 'quantile', trees: ensemble.trees.length } as const;
    const edgesOnce = () => (edges ??= EDGES.map((quantile) => fitTrees(rows, targets, { ...edge, quantile }, { seed })));
    const spread = (row: Float64Array): number => {
      const [low, high] = edgesOnce();
      return sumOfRow(high!, row, 0) - sumOfRow(low!, row, 0);
    };
    return {
      predict: (row) => sumOfRow(ensemble, row, 0),
      params: { trees: ensemble.trees.length, policy: settings.policy },
      explain: (row) => explainTrees(ensemble, { values: row, count: 1, width: rows.width }),
      ...(intervals === 'quantile' ? { spread } : {}),
    };
  };

interface Kind {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly settings: TreeSettings;
}

function treeModel({ name, aliases, summary, settings }: Kind): ModelDefinition {
  const boosting = settings.kind === 'boosting';
  const known = boosting ? BOOSTED : EVERY;
  return {
    name,
    aliases,
    summary: `${summary} Options ${known.map((option) => `\`${option}\``).join(', ')}${boosting ? ', `loss` (squared, quantile)' : ''}. ${LAG_SUMMARY}`,
    capabilities: { ...LAG_CAPABILITIES, cost: 'moderate' },
    prepare: (options) => {
      const reader = optionReader(name, options, [...LAG_OPTIONS, ...known, ...(boosting ? ['loss', 'intervals'] : [])]);
      const read = (option: NumberOption) => {
        const [min, max] = RANGES[option];
        const deepest = option === 'depth' && settings.policy === 'oblivious' ? DEEPEST_OBLIVIOUS : max;
        const value = reader.number(option, { min, max: deepest, ...(option in COMMON ? { whole: 'whole' as const } : {}) });
        return value === undefined ? [] : [[option, value] as const];
      };
      const chosen = Object.fromEntries(known.flatMap(read));
      const loss = boosting ? (reader.choice('loss', ['squared', 'quantile']) ?? settings.loss) : 'squared';
      const intervals = boosting ? (reader.choice('intervals', INTERVALS) ?? 'alike') : 'alike';
      const learn = learner({ ...settings, ...chosen, loss }, intervals);
      const layout = readLagOptions(reader);
      return (series, run) => fitOnLags(series, run, { ...layout, encoding: 'ordinal', learn });
    },
  };
}

/** Trees on lags, the calendar and covariates: one engine, named by how its trees grow. */
export const treeModels: readonly ModelDefinition[] = [
  treeModel({
    name: 'GradientBoosting',
    aliases: ['GBDT', 'GBM', 'boosting'],
    summary:
      'Gradient boosting on lags, the calendar and covariates, leaf by leaf, for the median, with settings for single series.',
    settings: SERIES_BOOSTING,
  }),
  treeModel({
    name: 'LightGBMStyle',
    aliases: ['LightGBM', 'LGBM', 'leaf-wise'],
    summary: 'This package’s own boosting, leaf by leaf with LightGBM’s default settings; not that library.',
    settings: TREE_PRESETS.leafWise,
  }),
  treeModel({
    name: 'XGBoostStyle',
    aliases: ['XGBoost', 'XGB', 'level-wise'],
    summary: 'This package’s own boosting, level by level with XGBoost’s default settings; not that library.',
    settings: TREE_PRESETS.levelWise,
  }),
  treeModel({
    name: 'CatBoostStyle',
    aliases: ['CatBoost', 'oblivious'],
    summary:
      'This package’s own boosting with symmetric trees as CatBoost grows them, without ordered boosting; not that library.',
    settings: TREE_PRESETS.oblivious,
  }),
  treeModel({
    name: 'RandomForest',
    aliases: ['forest'],
    summary: 'The mean of trees on rows drawn with replacement, with a third of the features per split.',
    settings: TREE_PRESETS.randomForest,
  }),
  treeModel({
    name: 'ExtraTrees',
    aliases: ['extremely-randomised-trees', 'extremely-randomized-trees'],
    summary: 'The mean of trees with random edges, with a third of the features per split.',
    settings: TREE_PRESETS.extraTrees,
  }),
];
