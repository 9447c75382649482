export { registerBusMetrics } from './metrics.ts';
export { openBusPart } from './part.ts';
export { noAnswers, startReaders } from './readers.ts';
