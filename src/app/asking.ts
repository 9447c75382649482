import { silentLog } from '../core/index.ts';
import { callOperation, compileCatalogue, FORMULAS_VERSION, noLogHere, type Services } from '../operations/index.ts';
import { alertsOfThePast } from './alerts.ts';
import type { Asking } from '../services/claims/index.ts';

const nested: Services['claims'] = {
  check: () => Promise.reject(noLogHere({ reason: 'a check is no answer about a market' })),
};

const unexplained: Services['anomalies'] = {
  explain: () => Promise.reject(noLogHere({ reason: 'an explanation is no answer about a market' })),
};

/** The operations as the claim service asks them: with every detail, on a market of then. */
export function createAsking(): Asking {
  const registry = compileCatalogue({ detail: 'full' });
  return {
    ask: (operation, args, market) =>
      callOperation(
        {
          registry,
          services: () => Promise.resolve({ market, anomalies: unexplained, claims: nested, alerts: alertsOfThePast }),
          caller: { principal: 'a check', via: 'job', client: null },
          log: silentLog,
        },
        operation,
        args,
      ),
    unproven: (operation) => registry.byName.get(operation)?.operation.unproven ?? [],
    formulas: FORMULAS_VERSION,
  };
}
