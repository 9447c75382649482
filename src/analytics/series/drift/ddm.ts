import { checkedOption } from '../stats/check.ts';

/** State of the drift detection method over outcomes. The caller keeps it between outcomes. */
export interface DdmState {
  readonly least: number;
  count: number;
  wrong: number;
  /** The error rate and its s.d. at the time of their lowest sum. */
  lowestRate: number;
  lowestDeviation: number;
}

/** JSON has no infinity; any sum of a rate and its s.d. is below this. */
const NOT_YET = 10;

/** `least`: minimum number of outcomes before a warning or drift. */
export function createDdm({ least = 30 }: { readonly least?: number } = {}): DdmState {
  checkedOption('DDM', 'least', least, { min: 2, whole: true });
  return { least, count: 0, wrong: 0, lowestRate: NOT_YET, lowestDeviation: 0 };
}

/**
 * Processes the next outcome (Gama, Medas, Castillo & Rodrigues 2004). p is the error rate and s = √(p (1 − p) / n); p_min and s_min are
 * their values when p + s was lowest. A warning is p + s ≥ p_min + 2 s_min, drift is p + s ≥ p_min + 3 s_min. After a drift it starts
 * again.
 */
export function observeDdm(state: DdmState, outcome: 'right' | 'wrong'): 'stable' | 'warning' | 'drift' {
  state.count++;
  state.wrong += outcome === 'wrong' ? 1 : 0;
  if (state.count < state.least) return 'stable';
  const rate = state.wrong / state.count;
  const own = Math.sqrt((rate * (1 - rate)) / state.count);
  if (rate + own < state.lowestRate + state.lowestDeviation) [state.lowestRate, state.lowestDeviation] = [rate, own];
  const over = (times: number) => rate + own > state.lowestRate + times * state.lowestDeviation;
  if (!over(2) || rate === state.lowestRate) return 'stable';
  if (!over(3)) return 'warning';
  Object.assign(state, { count: 0, wrong: 0, lowestRate: NOT_YET, lowestDeviation: 0 });
  return 'drift';
}
