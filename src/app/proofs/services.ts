import { Gauge, type Registry } from 'prom-client';
import type { Services } from '../../operations/index.ts';
import type { ClaimAnswer } from '../../services/claims/index.ts';
import { findAnomaly, type ExplainedAnomaly, type MarketSource } from '../../services/market/index.ts';
import type { Proofs } from './run-proofs.ts';

/** The services that replay the raw log, run in the proof thread. */
export const proofServices = (proofs: Proofs, engine: MarketSource): Pick<Services, 'claims' | 'anomalies'> => ({
  claims: {
    check: async (query, limits) => (await proofs.run({ kind: 'check', query }, limits)) as ClaimAnswer,
  },
  anomalies: {
    explain: async ({ id, steps }, limits) =>
      (await proofs.run({ kind: 'explain', found: findAnomaly(engine, id), steps }, limits)) as ExplainedAnomaly,
  },
});

/** Gauges of the proof thread for `/metrics`. */
export function measureProofs(proofs: Proofs, registry: Registry): void {
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  gauge('tallyfoil_proof_units', 'Units of work, about one replayed input each, that checks and explanations took.', () =>
    proofs.spent(),
  );
  gauge('tallyfoil_proofs_waiting', 'Checks and explanations that wait for their turn.', () => proofs.waiting());
}
