export type { Direction } from './direction.ts';
export { PRIORITIES } from './priorities.ts';
export type { Priority } from './priorities.ts';
export * from './route.ts';
export type { Candidate, RouteRequest, RouteTools } from './request.ts';
