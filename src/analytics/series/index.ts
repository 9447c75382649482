export * from './errors.ts';
export * from './time/fill.ts';
export * from './time/grid.ts';
export * from './time/resample.ts';
export * from './time/series.ts';
export * from './time/step.ts';
