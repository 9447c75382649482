export * from './conformal.ts';
export * from './diebold-mariano.ts';
export * from './interval-metrics.ts';
export * from './origins.ts';
export * from './point-metrics.ts';
export * from './purged-folds.ts';
export * from './rolling.ts';
