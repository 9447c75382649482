export type * from './answers.ts';
export type { AlertAsking, AlertMarket, Mid } from './asking.ts';
export { alertsElsewhere, alertUnknown } from './errors.ts';
export { findingsRecorder } from './record-findings.ts';
export { createOutlets } from './outlets.ts';
export { LOOK_MS } from './watcher.ts';
export { createAlerts, type RunningAlerts } from './create-alerts.ts';
