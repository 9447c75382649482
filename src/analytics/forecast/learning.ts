// Learning from plain tables, for callers with their own rows; models on lags use the same parts.
export * from './explain/linear-shap.ts';
export * from './explain/tree-shap.ts';
export * from './import/lightgbm-text.ts';
export * from './import/xgboost-json.ts';
export { fitLinear } from './linear/fit-linear.ts';
export type { LinearObjective } from './linear/fit-linear.ts';
export { predictLinear } from './linear/linear-model.ts';
export type { LinearModel } from './linear/linear-model.ts';
export * from './neighbours/neighbours.ts';
export { rowsOf } from './tabular/rows.ts';
export type { Rows } from './tabular/rows.ts';
export * from './trees/fit-trees.ts';
export { TREE_PRESETS } from './trees/options.ts';
export type { TreeRun, TreeSettings } from './trees/options.ts';
export { predictTrees, sumTrees } from './trees/predict-trees.ts';
export type { Link, Tree, TreeEnsemble } from './trees/tree.ts';
