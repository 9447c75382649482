import { optionInvalid } from '../errors.ts';
import type { Meter } from '../meter.ts';
import type { Growth } from './growth.ts';

/** How an ensemble of trees is fitted. */
export interface TreeSettings {
  /** `boosting` fits each tree to the residuals of the previous ones; `forest` averages independent trees. */
  readonly kind: 'boosting' | 'forest';
  readonly trees: number;
  /** Factor on a tree's values in boosting. */
  readonly learningRate: number;
  /** `quantile` is the pinball loss at `quantile`, for boosting. */
  readonly loss: 'squared' | 'quantile';
  /** In (0, 1). */
  readonly quantile: number;
  readonly policy: Growth['policy'];
  readonly leaves: number;
  readonly depth: number;
  readonly minRows: number;
  readonly l2: number;
  readonly edge: Growth['edge'];
  /** Bins per feature, 2 to 255. */
  readonly bins: number;
  /** Share of the rows for a tree, in (0, 1]; boosting draws them without replacement. */
  readonly rowShare: number;
  /** Whether a tree of a forest draws its rows with replacement. */
  readonly rows: 'all' | 'drawn again';
  /** Share of the features for a tree, in (0, 1]. */
  readonly featureShare: number;
  /** Share of the tree's features for a split, in (0, 1]. */
  readonly splitShare: number;
}

export interface TreeRun {
  /** Seed of random draws, an integer from 0; 0 by default. */
  readonly seed?: number;
  /** Counts one step for each tree and signals when to stop. */
  readonly meter?: Meter;
}

const BOOSTING: TreeSettings = {
  kind: 'boosting',
  trees: 100,
  learningRate: 0.1,
  loss: 'squared',
  quantile: 0.5,
  policy: 'leaf',
  leaves: 31,
  depth: Infinity,
  minRows: 20,
  l2: 0,
  edge: 'best',
  bins: 255,
  rowShare: 1,
  rows: 'all',
  featureShare: 1,
  splitShare: 1,
};

const FOREST: TreeSettings = {
  ...BOOSTING,
  kind: 'forest',
  leaves: Infinity,
  minRows: 5,
  rows: 'drawn again',
  splitShare: 1 / 3,
};

/** Growth policies with the defaults of their libraries, for the settings that the engine has. */
export const TREE_PRESETS = {
  /** Leaf by leaf: LightGBM's defaults. */
  leafWise: BOOSTING,
  /** Level by level: XGBoost's defaults. */
  levelWise: { ...BOOSTING, policy: 'level', leaves: Infinity, depth: 6, learningRate: 0.3, minRows: 1, l2: 1 },
  /** Symmetric trees: CatBoost's depth and regularisation, a rate for 100 trees. No ordered boosting. */
  oblivious: { ...BOOSTING, policy: 'oblivious', leaves: Infinity, depth: 6, learningRate: 0.1, minRows: 1, l2: 3 },
  randomForest: FOREST,
  extraTrees: { ...FOREST, rows: 'all', edge: 'drawn' },
} as const satisfies Record<string, TreeSettings>;

/** Throws a coded error unless every setting lies in its range. */
export function checkSettings(settings: TreeSettings): void {
  const whole = (value: number, min: number) => value === Infinity || (Number.isInteger(value) && value >= min);
  const share = (value: number) => value > 0 && value <= 1;
  const rules: readonly (readonly [keyof TreeSettings, boolean])[] = [
    ['trees', Number.isInteger(settings.trees) && settings.trees >= 0],
    ['learningRate', settings.learningRate > 0 && settings.learningRate <= 1],
    ['quantile', settings.quantile > 0 && settings.quantile < 1],
    ['leaves', whole(settings.leaves, 2)],
    ['depth', whole(settings.depth, 1) && (settings.policy !== 'oblivious' || settings.depth <= 16)],
    ['minRows', Number.isInteger(settings.minRows) && settings.minRows >= 1],
    ['l2', settings.l2 >= 0 && Number.isFinite(settings.l2)],
    ['bins', Number.isInteger(settings.bins) && settings.bins >= 2 && settings.bins <= 255],
    ['rowShare', share(settings.rowShare)],
    ['featureShare', share(settings.featureShare)],
    ['splitShare', share(settings.splitShare)],
    ['loss', settings.loss === 'squared' || settings.kind === 'boosting'],
  ];
  const broken = rules.find(([, holds]) => !holds);
  if (broken) throw optionInvalid({ model: 'fitTrees', problem: `${broken[0]} can't be ${String(settings[broken[0]])} here` });
}
