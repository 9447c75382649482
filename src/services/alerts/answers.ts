import type { Aggregate, Match, When } from './answers/fields.ts';
import type { AlertsAnswer } from './answers/firing.ts';
import type { LedgerAnswer } from './answers/ledger.ts';
import type { AlertAnswer, AlertTestAnswer } from './answers/rule.ts';

export type { After, Aggregate, Match, When } from './answers/fields.ts';
export type { AlertsAnswer, Firing, OutletState } from './answers/firing.ts';
export type { LedgerAnswer, LedgerEntry, LedgerSummary } from './answers/ledger.ts';
export type { AlertAnswer, AlertTestAnswer, RuleAnswer, RuleRecord } from './answers/rule.ts';

/** Most conditions of one rule. */
export const MOST_CONDITIONS = 8;

/** A condition on one field of the answer. */
export interface Condition {
  /** Path into the answer: `spread_bps`, `depth.imbalance`, `liquidity.walls[].qty`, `streams[stream=book].state`. */
  readonly field: string;
  readonly aggregate: Aggregate | null;
  readonly when: When;
  /** Threshold in the field's unit; for sigma the number of standard deviations; for equals on a text field that text. */
  readonly value: number | string | null;
  /** For above and below: the value must go back past this level before the rule can fire again. Null: past the threshold. */
  readonly rearm: number | null;
}

/** A rule as requested, with all defaults filled in. The condition is its own; `more` has further ones over the same answer. */
export interface RuleSpec extends Condition {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** How several conditions are joined; null if there is one. */
  readonly match: Match | null;
  readonly more: readonly Condition[];
  /** For sigma: the side of the deviation. */
  readonly side: 'up' | 'down' | 'both';
  /** For sigma: seconds of history. */
  readonly window_sec: number;
  /** Least seconds between two firings. */
  readonly cooldown_sec: number;
  /** RFC 3339 UTC; null: never. */
  readonly expires_at: string | null;
  readonly enabled: boolean;
  /** Whether a numeric rule is judged on data that are stale or have a gap. */
  readonly when_stale: 'hold' | 'use';
  /** Direction that the author expects afterwards; without one there is no hit rate. */
  readonly expects: 'up' | 'down' | null;
  /** `log`, `desktop`, `telegram`, `discord`, or the address of a webhook. */
  readonly outlets: readonly string[];
  readonly note: string | null;
}

export interface AlertQuery {
  readonly id?: string | undefined;
  readonly symbol?: string | undefined;
  readonly status?: 'active' | 'disabled' | 'expired' | undefined;
  readonly limit: number;
  readonly fired: number;
  /** Only firings with a greater number. */
  readonly afterSeq?: number | undefined;
}

export interface LedgerQuery {
  readonly kind?: string | undefined;
  readonly subject?: string | undefined;
  readonly symbol?: string | undefined;
  readonly sinceHours: number;
  readonly horizonSec: number;
  readonly hitBps: number;
  readonly limit: number;
}

/** Rules over the answers of operations, preserved across restarts. Throws coded errors. */
export interface AlertService {
  create(spec: Omit<RuleSpec, 'expires_at'> & { readonly expires_in_sec: number | null }): Promise<AlertAnswer>;
  list(query: AlertQuery): Promise<AlertsAnswer>;
  update(change: {
    readonly id: string;
    readonly enabled?: boolean | undefined;
    /** Null: never. */
    readonly expiresInSec?: number | null | undefined;
  }): Promise<AlertAnswer>;
  remove(query: { readonly id: string }): Promise<AlertAnswer>;
  test(query: { readonly id: string }): Promise<AlertTestAnswer>;
  ledger(query: LedgerQuery): Promise<LedgerAnswer>;
}
