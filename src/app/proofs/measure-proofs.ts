import { Gauge, type Registry } from 'prom-client';
import type { Proofs } from './run-proofs.ts';

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
