import { fromRfc3339, toRfc3339, type Micros, type Source } from '../../core/index.ts';
import { newAftermath } from './after.ts';
import type { AlertsAnswer, Firing, LedgerEntry, OutletState, RuleAnswer } from './answers.ts';
import { isActive } from './evaluate.ts';
import { elapsedSeconds } from './follower.ts';
import type { Aftermath } from './after.ts';
import type { LedgerRow } from './ledger-store.ts';
import { isHit, type Horizon } from './ledger-summary.ts';
import type { Outlets } from './outbox.ts';
import type { LiveRule } from './rule-index.ts';

const timeOf = (at: Micros | null): string | null => (at === null ? null : toRfc3339(at));

export const statusOf = (rule: LiveRule, at: Micros): RuleAnswer['status'] =>
  isActive(rule, at) ? 'active' : rule.spec.enabled ? 'expired' : 'disabled';

/** When this run's market began, if a simulator makes another one at each start; else 0. */
interface Run {
  readonly now: Micros;
  readonly source: Source;
  readonly since: Micros;
}

const runOf = (at: Micros, since: Micros): 'current' | 'earlier' => (at < since ? 'earlier' : 'current');

/** A firing as lists show it. A firing whose time can't be read is of no known run, so it counts as earlier. */
export const listedFiring = (firing: Firing, since: Micros): AlertsAnswer['fired'][number] => ({
  ...firing,
  run: runOf(fromRfc3339(firing.fired_at) ?? 0, since),
});

/** A rule with its record, as answers show it. */
export function ruleAnswer(
  rule: LiveRule,
  after: Aftermath | null,
  { now, source, since }: Run,
  { shown }: Pick<Outlets, 'shown'>,
): RuleAnswer {
  const { enabled: _, input, outlets, more, ...spec } = rule.spec;
  return {
    id: rule.id,
    created_at: toRfc3339(rule.createdAt),
    source,
    run: runOf(rule.createdAt, since),
    status: statusOf(rule, now),
    ...spec,
    input: { ...input },
    more: more.map((condition) => ({ ...condition })),
    outlets: outlets.map(shown),
    record: {
      evaluated: rule.evaluated,
      fired: rule.fired,
      held: rule.held,
      held_reason: rule.last.heldReason,
      last_value: rule.last.value,
      last_value_of: spec.aggregate === null ? spec.field : `${spec.aggregate} of ${spec.field}`,
      last_value_at: timeOf(rule.last.at),
      last_fired_at: timeOf(rule.firedAt),
      last_fired_run: rule.firedAt === null ? null : runOf(rule.firedAt, since),
      after: rule.fired === 0 ? [] : (after ?? newAftermath()).steps.map((step) => ({ ...step })),
    },
  };
}

export const outletAnswer = (state: OutletState, { shown }: Pick<Outlets, 'shown'>): OutletState => ({
  ...state,
  outlet: shown(state.outlet),
});

export function ledgerEntry(row: LedgerRow, horizon: Horizon, now: Micros): LedgerEntry {
  const colon = row.instrument?.indexOf(':') ?? -1;
  return {
    id: row.id,
    kind: row.kind,
    subject: row.subject,
    at: toRfc3339(row.at),
    symbol: row.instrument?.slice(colon + 1) ?? null,
    venue: row.instrument?.slice(0, colon) ?? null,
    source: row.source,
    expects: row.expects,
    text: row.text,
    mid: row.mid,
    after: row.after.steps.map((step) => ({ ...step })),
    highest_bps: row.after.highestBps,
    lowest_bps: row.after.lowestBps,
    seen_share: Math.min(1, row.after.seen / elapsedSeconds(row.at, now)),
    hit: isHit(row, horizon),
    receipt: row.receipt,
  };
}
