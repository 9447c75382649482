export { arithmeticOf, type Addend } from './arithmetic.ts';
export * from './detectors.ts';
export type { After, Finding, Findings } from './findings.ts';
export type { FindingKind, FindingSeverity, Mark } from './types.ts';
export { waitingFor, type Waiting } from './readiness.ts';
export * from './present.ts';
export { whyNoScore } from './no-score.ts';
export { BUCKETS, missingInVpin, PAST_LEAST, vpinNow, vpinPercentile, vpinReadyAt, type VpinRestart } from './vpin-watch.ts';
