import type { Source } from '../../core/index.ts';

/** above, below: the value is beyond a threshold · crosses: it goes from one side to the other · changes: it is another than before · equals: it is just that · sigma: it is k standard deviations from its own recent mean. */
export type When = 'above' | 'below' | 'crosses' | 'changes' | 'equals' | 'sigma';

/** How the items of a list become one value: any item that fits, the largest, the smallest, how many. */
export type Aggregate = 'any' | 'max' | 'min' | 'count';

/** A rule as it is asked for, every default filled in. */
export interface RuleSpec {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Path into the answer: `spread_bps`, `depth.imbalance`, `liquidity.walls[].qty`, `streams[stream=book].state`. */
  readonly field: string;
  readonly aggregate: Aggregate | null;
  readonly when: When;
  /** Threshold in the field's unit; for sigma the number of standard deviations; for equals on a text field that text. */
  readonly value: number | string | null;
  /** For sigma: to which side. */
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
  /** Where the rule's author thinks the market goes after; only then is there a hit rate. */
  readonly expects: 'up' | 'down' | null;
  /** `log`, `desktop`, or the address of a webhook. */
  readonly outlets: readonly string[];
  readonly note: string | null;
}

/** The mid so long after, and how far it had moved; null with the reason until known, or where it can't be. */
export interface After {
  seconds: number;
  mid: number | null;
  move_bps: number | null;
  reason: string | null;
}

/** What a rule has done so far. Values absent, stale or unreachable are `held`: neither evaluated nor able to fire. */
export interface RuleRecord {
  evaluated: number;
  fired: number;
  held: number;
  held_reason: string | null;
  last_value: number | string | null;
  last_value_at: string | null;
  last_fired_at: string | null;
  /** Of the last firing. */
  after: After[];
}

export interface RuleAnswer {
  id: string;
  created_at: string;
  /** active · disabled · expired */
  status: 'active' | 'disabled' | 'expired';
  operation: string;
  input: Record<string, unknown>;
  field: string;
  aggregate: Aggregate | null;
  when: When;
  value: number | string | null;
  side: 'up' | 'down' | 'both';
  window_sec: number;
  cooldown_sec: number;
  expires_at: string | null;
  when_stale: 'hold' | 'use';
  expects: 'up' | 'down' | null;
  outlets: string[];
  note: string | null;
  record: RuleRecord;
}

/** One firing, as every outlet gets it. */
export interface Firing {
  id: string;
  /** Counts the firings of this data directory. */
  seq: number;
  rule_id: string;
  fired_at: string;
  /** One plain sentence; says so when the data are not live. */
  text: string;
  note: string | null;
  operation: string;
  input: Record<string, unknown>;
  field: string;
  aggregate: Aggregate | null;
  when: When;
  value: number | string;
  /** What it was measured against; for sigma the bound that was passed. */
  threshold: number | string | null;
  symbol: string | null;
  venue: string | null;
  source: Source;
  state: string;
  age_ms: number | null;
  as_of: string;
  /** Proof of the answer behind it, for check_claim. */
  receipt: string | null;
}

/** What waits to be delivered, by outlet. */
export interface OutletState {
  outlet: string;
  waiting: number;
  given_up: number;
  problem: string | null;
}

export interface AlertsAnswer {
  as_of: string;
  source: Source;
  total: number;
  rules: RuleAnswer[];
  /** The newest firings, newest first. */
  fired: Firing[];
  outlets: OutletState[];
  caveats: string[];
}

export interface AlertAnswer {
  as_of: string;
  source: Source;
  rule: RuleAnswer;
  caveats: string[];
}

/** What a rule sees now, and how its outlets took a message that says it is a test. */
export interface AlertTestAnswer extends AlertAnswer {
  value: number | string | null;
  reason: string | null;
  deliveries: { outlet: string; ok: boolean; problem: string | null }[];
}

export interface LedgerEntry {
  id: string;
  /** `alert`, or the kind of an anomaly. */
  kind: string;
  /** The rule, or the anomaly. */
  subject: string;
  at: string;
  symbol: string | null;
  venue: string | null;
  source: Source;
  expects: 'up' | 'down' | null;
  text: string;
  mid: number | null;
  after: After[];
  /** Largest move of the mid up and down within the hour, basis points, as far as it was seen. */
  highest_bps: number | null;
  lowest_bps: number | null;
  /** Share of the hour's seconds in which the mid was seen, 0–1. */
  seen_share: number;
  /** Whether it went the expected way by at least `hit_bps` at the horizon; null until known, or where nothing was expected. */
  hit: boolean | null;
  receipt: string | null;
}

export interface LedgerSummary {
  kind: string;
  entries: number;
  /** Entries that can be judged. */
  judged: number;
  hits: number;
  hit_rate: number | null;
  /** Wilson's interval at 95 %. */
  low: number | null;
  high: number | null;
  mean_move_bps: number | null;
}

export interface LedgerAnswer {
  as_of: string;
  source: Source;
  total: number;
  summary: LedgerSummary[];
  entries: LedgerEntry[];
  caveats: string[];
  /** Always null: a ledger rests on hours of log, which no single place of it stands for. */
  receipt: null;
}

export interface AlertQuery {
  readonly id?: string | undefined;
  readonly symbol?: string | undefined;
  readonly status?: 'active' | 'disabled' | 'expired' | undefined;
  readonly limit: number;
  readonly fired: number;
  /** Firings with a greater number only. */
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

/** Rules over the answers of operations, kept over restarts. Throws coded errors. */
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
