export type { Direction } from './direction.ts';
export { createLatencyBook } from './latency.ts';
export type { LatencyBook } from './latency.ts';
export { PRIORITIES } from './priorities.ts';
export type { Priority } from './priorities.ts';
export * from './route.ts';
export type { Candidate, RouteRequest, RouteTools } from './request.ts';
