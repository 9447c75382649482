/** Roles of a process on a bus: run the feed and raw log, compute answers, serve callers. */
export const ROLES = ['ingest', 'analyze', 'api'] as const;
export type Role = (typeof ROLES)[number];
