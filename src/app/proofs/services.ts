import type { Services } from '../../operations/index.ts';
import type { ClaimAnswer } from '../../services/claims/index.ts';
import { findAnomaly, type ExplainedAnomaly, type MarketSource } from '../../services/market/index.ts';
import type { Proofs } from './run-proofs.ts';

/** Claims, checked in the proof thread, which replays the raw log. */
export const checkedBy = (proofs: Proofs): Services['claims'] => ({
  check: async (query, limits) => (await proofs.run({ kind: 'check', query }, limits)) as ClaimAnswer,
});

/** Anomalies of an engine, explained in the proof thread. */
export const explainedBy = (proofs: Proofs, engine: MarketSource): Services['anomalies'] => ({
  explain: async ({ id, steps }, limits) =>
    (await proofs.run({ kind: 'explain', found: findAnomaly(engine, id), steps }, limits)) as ExplainedAnomaly,
});
