import { checkedBy, explainedBy } from '../proofs/services.ts';
import type { ServiceTable } from './row.ts';

/** The services behind the operations. Heavy modules are imported in `open`, because a check reads this table too. */
export const SERVICES: ServiceTable = {
  anomalies: { open: ({ proofs, engine }) => ({ service: explainedBy(proofs, engine) }) },
  claims: { open: ({ proofs }) => ({ service: checkedBy(proofs) }) },
  alerts: { open: async (host) => (await import('../alerts.ts')).openAlerts(host) },
};
