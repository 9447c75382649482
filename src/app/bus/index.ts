export { registerBusMetrics } from './metrics.ts';
export { openBusPart } from './part.ts';
export { startReaders } from './readers.ts';
