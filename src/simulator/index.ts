export { createExchange, type Exchange, type ExchangeOptions, type Truth } from './exchange.ts';
export { parseFaults, type FaultKind, type FaultRule, type FaultTrigger } from './fault-spec.ts';
export type { Channel, FiredFault } from './faults.ts';
export { DEFAULT_SYMBOLS, type SimulatedVenue } from './listing.ts';
export type { TruthUpdate } from './protocol.ts';
export type { Scenario, ScenarioName } from './scenario.ts';
export { serveExchange, type ServedExchange, type ServeOptions } from './serve.ts';
export type { TruthBook } from './truth.ts';
export { createVirtualClock, type VirtualClock } from './virtual-clock.ts';
