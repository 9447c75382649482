import type { Micros } from '../../core/index.ts';
import type { RuleSpec } from './answers.ts';
import type { Answer } from './asking.ts';
import type { CheckedField } from './check-rule.ts';
import { judgeSeveral } from './judge-several.ts';
import { judge, type Judgement, type NotifiedState } from './judge.ts';
import { aggregated, readField, type Reading, type Value } from './read-field.ts';
import type { Step } from './path.ts';
import type { RecentValues } from './recent-values.ts';
import type { FieldType } from './schema-fields.ts';

/** Rules with the same query that read the same field in the same way. */
export interface Group<R extends Watched> {
  readonly steps: readonly Step[];
  readonly type: FieldType;
  readonly aggregate: RuleSpec['aggregate'];
  readonly whenStale: RuleSpec['when_stale'];
  /** By seconds of window. */
  readonly histories: ReadonlyMap<number, RecentValues>;
  readonly rules: ReadonlySet<R>;
}

export interface Watched extends NotifiedState {
  readonly spec: RuleSpec;
  readonly expiresAt: Micros | null;
  /** The fields of `spec.more`, in the same order. */
  readonly moreFields: readonly CheckedField[];
}

export interface Outcome<R> {
  readonly rule: R;
  /** The evaluated value, or the matching one of many; null if the rule was held. */
  readonly value: Value | null;
  readonly judgement: Judgement;
}

export const isActive = ({ spec, expiresAt }: Pick<Watched, 'spec' | 'expiresAt'>, at: Micros): boolean =>
  spec.enabled && (expiresAt === null || at < expiresAt);

/** Why numbers of an answer may not be used; null if they may. */
function whyNot(answer: Answer, type: FieldType, whenStale: RuleSpec['when_stale']): string | null {
  const { state } = answer as { state?: string };
  if (type === 'text' || whenStale === 'use' || state === undefined || state === 'synced') return null;
  return `the data are ${state}`;
}

/** The value of a field for these rules. */
export function readGroup(answer: Answer, group: Pick<Group<Watched>, 'steps' | 'type' | 'aggregate' | 'whenStale'>): Reading {
  const reason = whyNot(answer, group.type, group.whenStale);
  return reason === null ? aggregated(readField(answer, group.steps), group.aggregate) : { kind: 'absent', reason };
}

const readMore = (answer: Answer, spec: RuleSpec, { steps, type }: CheckedField, i: number): Reading =>
  readGroup(answer, { steps, type, aggregate: spec.more[i]?.aggregate ?? null, whenStale: spec.when_stale });

/** Judges every active rule of a group by one answer; afterwards adds the value to the histories. */
export function* evaluate<R extends Watched>(group: Group<R>, answer: Answer, at: Micros): Generator<Outcome<R>, void> {
  const reading = readGroup(answer, group);
  const [first] = reading.kind === 'values' ? reading.values : [];
  for (const rule of group.rules) {
    if (!isActive(rule, at)) continue;
    if (rule.spec.match !== null) {
      const readings = [reading, ...rule.moreFields.map((field, i) => readMore(answer, rule.spec, field, i))];
      const judgement = judgeSeveral(rule.spec, readings, rule, at);
      // Always of the rule's own field: the condition that fired may be of another, with another unit.
      yield { rule, value: first ?? null, judgement };
      continue;
    }
    if (reading.kind === 'absent') {
      yield { rule, value: null, judgement: { kind: 'held', reason: reading.reason } };
      continue;
    }
    const history = rule.spec.when === 'sigma' ? group.histories.get(rule.spec.window_sec) : undefined;
    const judgement = judge(rule.spec, reading.values, history?.usual(at) ?? null, rule, at);
    yield { rule, value: judgement.kind === 'fire' ? judgement.value : (first ?? null), judgement };
  }
  if (typeof first === 'number') for (const history of group.histories.values()) history.add(at, first);
}
