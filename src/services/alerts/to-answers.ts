import { toRfc3339, type Micros } from '../../core/index.ts';
import { newAftermath } from './after.ts';
import type { LedgerEntry, OutletState, RuleAnswer } from './answers.ts';
import { isActive } from './evaluate.ts';
import { elapsedSeconds } from './follower.ts';
import type { Aftermath } from './after.ts';
import type { LedgerRow } from './ledger-store.ts';
import { isHit, type Horizon } from './ledger-summary.ts';
import type { Outlets } from './outbox.ts';
import type { LiveRule } from './rule-index.ts';

const timeOf = (at: Micros | null): string | null => (at === null ? null : toRfc3339(at));

/** A rule with its record, as answers show it. */
export function ruleAnswer(rule: LiveRule, after: Aftermath | null, at: Micros, { shown }: Pick<Outlets, 'shown'>): RuleAnswer {
  const { enabled, input, outlets, more, ...spec } = rule.spec;
  return {
    id: rule.id,
    created_at: toRfc3339(rule.createdAt),
    status: isActive(rule, at) ? 'active' : enabled ? 'expired' : 'disabled',
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
