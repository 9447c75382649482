import type { LedgerSummary } from './answers.ts';
import type { LedgerRow } from './ledger-store.ts';

/** Two-sided 95 %. */
const Z = 1.959963984540054;

/**
 * Wilson's score interval for a share: (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n).
 * Null without trials. Source: E. B. Wilson, Probable inference, JASA 22 (1927), 209–212.
 */
export function wilson(hits: number, trials: number, z = Z): { readonly low: number; readonly high: number } | null {
  if (trials === 0) return null;
  const share = hits / trials;
  const square = (z * z) / trials;
  const centre = share + square / 2;
  const reach = z * Math.sqrt((share * (1 - share)) / trials + square / (4 * trials));
  // The bounds 0 and 1 are set exactly, because the formula leaves rounding errors.
  return {
    low: hits === 0 ? 0 : (centre - reach) / (1 + square),
    high: hits === trials ? 1 : (centre + reach) / (1 + square),
  };
}

export interface Horizon {
  readonly seconds: number;
  /** Least move in the expected direction, basis points. */
  readonly hitBps: number;
}

/** The move at a horizon in the expected direction, basis points; null if unknown or without an expectation. */
export function expectedMove({ expects, after }: Pick<LedgerRow, 'expects' | 'after'>, seconds: number): number | null {
  const move = after.steps.find((step) => step.seconds === seconds)?.move_bps ?? null;
  if (expects === null || move === null) return null;
  return expects === 'up' ? move : -move;
}

export const isHit = (row: Pick<LedgerRow, 'expects' | 'after'>, { seconds, hitBps }: Horizon): boolean | null => {
  const move = expectedMove(row, seconds);
  return move === null ? null : move >= hitBps;
};

/** Results of each kind, losing entries included. */
export function summarise(rows: readonly LedgerRow[], horizon: Horizon): LedgerSummary[] {
  const kinds = Map.groupBy(rows, ({ kind }) => kind);
  return [...kinds]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([kind, own]) => {
      const judged = own.map((row) => expectedMove(row, horizon.seconds)).filter((move) => move !== null);
      const hits = judged.filter((move) => move >= horizon.hitBps).length;
      const interval = wilson(hits, judged.length);
      return {
        kind,
        entries: own.length,
        judged: judged.length,
        hits,
        hit_rate: judged.length === 0 ? null : hits / judged.length,
        low: interval?.low ?? null,
        high: interval?.high ?? null,
        mean_move_bps: judged.length === 0 ? null : judged.reduce((sum, move) => sum + move, 0) / judged.length,
      };
    });
}
