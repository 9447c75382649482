export * from './interval-metrics.ts';
export * from './origins.ts';
export * from './point-metrics.ts';
export * from './purged-folds.ts';
