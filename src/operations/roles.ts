import { roleElsewhere, type Role } from '../core/index.ts';
import { ONLY_REPORTS_SHARED } from '../services/market/errors.ts';
import type { OperationRole } from './types.ts';

const WHY = {
  ingest: 'the raw log and the alerts are on its disk',
  analyze: ONLY_REPORTS_SHARED,
  api: 'it works for other processes and answers only /health and /metrics',
} as const satisfies Record<Role, string>;

/** Whether a process with these roles can run an operation. The process of the feed also runs the analysis. */
const has = (roles: readonly Role[], needs: OperationRole): boolean =>
  needs === 'any' || roles.includes(needs) || (needs === 'analyze' && roles.includes('ingest'));

/** Throws TF_ROLE_ELSEWHERE if this process can't answer. Absent roles mean all roles. */
export function refuseElsewhere(what: string, needs: OperationRole, roles: readonly Role[] | undefined): void {
  if (roles === undefined) return;
  if (!roles.includes('api')) throw roleElsewhere({ what: 'an answer', needs: 'api', has: roles, why: WHY.api });
  if (needs !== 'any' && !has(roles, needs)) throw roleElsewhere({ what, needs, has: roles, why: WHY[needs] });
}
