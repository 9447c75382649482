import { instrumentId, type Micros, type Source } from '../../core/index.ts';
import type { State } from '../../runtime/state/index.ts';
import type { Firing } from './answers.ts';
import type { Answer, Mid } from './asking.ts';
import { makeFiring } from './firing.ts';
import type { Judgement } from './judge.ts';
import { appendLedger, newLedgerRow, type LedgerRow } from './ledger-store.ts';
import { insertDelivery } from './outbox-store.ts';
import type { LiveRule } from './rule-index.ts';
import { insertFiring, saveNotified } from './rule-store.ts';

/** A state change that a rule must remember: it fired or re-armed. */
export interface Edge {
  readonly rule: LiveRule;
  readonly judgement: Extract<Judgement, { kind: 'quiet' | 'fire' }>;
  readonly answer: Answer;
  readonly at: Micros;
  readonly mid: Mid;
}

/** Result: number of the newest firing, outlets with waiting messages, and ledger rows to follow. */
export interface Committed {
  readonly seq: number;
  readonly outlets: ReadonlySet<string>;
  readonly entries: readonly LedgerRow[];
}

/** Number of the newest firing so far, and the source of this run's data. */
export interface Begun {
  readonly seq: number;
  readonly source: Source;
}

/**
 * Writes edges to disk in one transaction: the rule's notified state, its firing numbered after `seq`, a message for each outlet, and a
 * ledger entry. Updates the rules in memory only afterwards. If it throws TF_STATE_UNUSABLE, nothing has changed.
 */
export function commitEdges(state: State, edges: readonly Edge[], { seq, source }: Begun): Committed {
  const outlets = new Set<string>();
  const entries: LedgerRow[] = [];
  let next = seq;
  state.transaction(() => {
    for (const { rule, judgement, answer, at, mid } of edges) {
      if (judgement.kind === 'quiet') {
        saveNotified(state, { ...rule, notified: judgement.notified });
        continue;
      }
      const firing = makeFiring(rule, judgement, answer, { seq: ++next, at, source });
      saveNotified(state, { id: rule.id, notified: judgement.notified, fired: rule.fired + 1, firedAt: at });
      insertFiring(state, firing, at);
      const body = JSON.stringify(firing);
      for (const [place, outlet] of rule.spec.outlets.entries()) {
        insertDelivery(state, { id: `${firing.id}-${place + 1}`, firingId: firing.id, outlet, body, source: firing.source, at });
        outlets.add(outlet);
      }
      const entry = ledgerEntry(rule, firing, at, mid);
      appendLedger(state, entry);
      entries.push(entry);
    }
  });
  for (const { rule, judgement, at } of edges) {
    rule.notified = judgement.notified;
    if (judgement.kind !== 'fire') continue;
    rule.fired++;
    rule.firedAt = at;
  }
  return { seq: next, outlets, entries };
}

/** The ledger entry of a firing; written even if its market can't be followed. */
function ledgerEntry({ spec, id }: LiveRule, firing: Firing, at: Micros, mid: Mid): LedgerRow {
  const { symbol, venue } = firing;
  return newLedgerRow(
    {
      id: `alert:${firing.id}`,
      kind: 'alert',
      subject: id,
      at,
      instrument: symbol === null || venue === null ? null : instrumentId(venue, symbol),
      source: firing.source,
      expects: spec.expects,
      text: firing.text,
      receipt: firing.receipt,
      mid: mid.mid,
    },
    mid.mid === null ? mid.reason : '',
  );
}
