export * from './competition.ts';
export * from './published.ts';
export * from './series.ts';
