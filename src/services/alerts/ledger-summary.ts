import { toRfc3339, US_PER_SECOND, type InstrumentId } from '../../core/index.ts';
import type { LedgerSummary } from './answers.ts';
import type { LedgerRow } from './ledger-store.ts';
import type { BaseQuery, BaseRate } from './mid-history.ts';

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

type Judged = LedgerRow & { readonly move: number };

/** What the mids between a kind's judged entries say of a market and a direction. */
export type BaseOf = (instrument: InstrumentId, query: BaseQuery) => BaseRate;

const byMarket = ({ instrument, expects }: LedgerRow): string => `${expects} ${instrument}`;

/**
 * The hit rate that entries at any time between the first and the last judged one would have had, with the same markets and
 * directions; null if one of them is unknown.
 */
function baseRate(judged: readonly Judged[], { seconds, hitBps }: Horizon, baseOf: BaseOf): BaseRate {
  let sum = 0;
  for (const rows of Map.groupBy(judged, byMarket).values()) {
    const [{ instrument, expects } = { instrument: null, expects: null }] = rows;
    if (instrument === null || expects === null) return { rate: null, reason: 'an entry is about no single market' };
    const times = rows.map(({ at }) => at);
    const span = { from: Math.min(...times), to: Math.max(...times) };
    const base = baseOf(instrument, { ...span, horizonSec: seconds, expects, hitBps });
    if (base.rate === null) return base;
    sum += base.rate * rows.length;
  }
  return { rate: sum / judged.length };
}

/** The entries with an expected direction that can't be judged, by reason, most first. */
function unscorableOf(rows: readonly LedgerRow[], seconds: number): LedgerSummary['unscorable'] {
  const reasons = rows.map(({ after }) => after.steps.find((step) => step.seconds === seconds)?.reason ?? 'no such horizon');
  return Array.from(
    Map.groupBy(reasons, (reason) => reason),
    ([reason, all]) => ({ reason, entries: all.length }),
  ).toSorted((a, b) => b.entries - a.entries);
}

const isPending = ({ after }: LedgerRow, seconds: number): boolean =>
  after.steps.some((step) => step.seconds === seconds && step.reason === 'not yet');

function whyNoRate({ pending, undirected }: { readonly pending: number; readonly undirected: number }, entries: number): string {
  if (undirected === entries) return 'no entry states an expected direction, so none can be a hit: set expects on the alert';
  return pending > 0 ? 'the entries with an expected direction are pending' : 'no entry with an expected direction can be judged';
}

function summaryOf(kind: string, own: readonly LedgerRow[], horizon: Horizon, baseOf: BaseOf): LedgerSummary {
  const { seconds, hitBps } = horizon;
  const judged = own.flatMap((row): Judged[] => {
    const move = expectedMove(row, seconds);
    return move === null ? [] : [{ ...row, move }];
  });
  const others = own.filter((row) => row.expects !== null && expectedMove(row, seconds) === null);
  const pending = others.filter((row) => isPending(row, seconds));
  const undirected = own.filter(({ expects }) => expects === null).length;
  const hits = judged.filter(({ move }) => move >= hitBps).length;
  const interval = wilson(hits, judged.length);
  const none = judged.length === 0;
  const why = none ? whyNoRate({ pending: pending.length, undirected }, own.length) : null;
  const base: BaseRate = none ? { rate: null, reason: 'no entry is judged' } : baseRate(judged, horizon, baseOf);
  const last = pending.reduce((latest, { at }) => Math.max(latest, at), 0);
  return {
    kind,
    entries: own.length,
    judged: judged.length,
    pending: pending.length,
    pending_until: pending.length === 0 ? null : toRfc3339(last + seconds * US_PER_SECOND),
    without_direction: undirected,
    unscorable: unscorableOf(
      others.filter((row) => !isPending(row, seconds)),
      seconds,
    ),
    hits,
    hit_rate: none ? null : hits / judged.length,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    hit_rate_reason: why,
    base_rate: base.rate,
    base_rate_reason: base.rate === null ? base.reason : null,
    mean_move_bps: none ? null : judged.reduce((sum, { move }) => sum + move, 0) / judged.length,
  };
}

/** Results of each kind, losing entries included. */
export const summarise = (rows: readonly LedgerRow[], horizon: Horizon, baseOf: BaseOf): LedgerSummary[] =>
  [...Map.groupBy(rows, ({ kind }) => kind)]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([kind, own]) => summaryOf(kind, own, horizon, baseOf));
