import { checkedBy, explainedBy } from '../proofs/services.ts';
import { CANDLES } from './candles.ts';
import { FUNDING } from './funding.ts';
import type { ServiceTable } from './row.ts';

/** The services behind the operations. Heavy modules are imported in `open`, because a check reads this table too. */
export const SERVICES: ServiceTable = {
  anomalies: { open: ({ proofs, engine }) => ({ service: explainedBy(proofs, engine) }) },
  claims: { open: ({ proofs }) => ({ service: checkedBy(proofs) }) },
  following: { open: async (host) => ({ service: (await import('../following.ts')).openFollowing(host) }) },
  funding: FUNDING,
  candles: CANDLES,
  alerts: { open: async (host) => (await import('../alerts.ts')).openAlerts(host) },
};
