export type * from './answers.ts';
export { makeDataHealth as dataHealth, overallHealth } from './data-health.ts';
export { createEngine, type Engine, type EngineOptions } from './engine.ts';
export { createEvidence, type Evidence, type EvidenceOptions } from './evidence.ts';
export type { MarketSettings } from './settings.ts';
export { marketReport } from './report.ts';
export { createMarketService, type MarketServiceOptions } from './service.ts';
export type { MarketSource } from './source.ts';
export { busReasons } from './data-health.ts';
