/** What a process on a bus does: keeps feed and raw log, works out answers, answers callers. */
export const ROLES = ['ingest', 'analyze', 'api'] as const;
export type Role = (typeof ROLES)[number];
