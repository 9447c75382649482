export * from './interval-metrics.ts';
export * from './point-metrics.ts';
