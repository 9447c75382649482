export type * from './answers.ts';
export type { AlertAsking, AlertMarket, Mid } from './asking.ts';
export { alertUnknown } from './errors.ts';
export { findingsRecorder } from './record-findings.ts';
export { createOutlets, type Chats } from './outlets.ts';
export { LOOK_MS } from './watcher.ts';
export { createAlerts, type RunningAlerts } from './create-alerts.ts';
