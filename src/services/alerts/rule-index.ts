import { canonicalJson, fromRfc3339, type Micros } from '../../core/index.ts';
import type { RuleSpec } from './answers.ts';
import type { AlertAsking, Answer } from './asking.ts';
import { checkRule, type CheckedField } from './check-rule.ts';
import { NOTIFIED_SEVERAL } from './judge-several.ts';
import type { Group, Watched } from './evaluate.ts';
import { RecentValues } from './recent-values.ts';
import type { LastSeen } from './rule-store.ts';

/** A running rule; its fields change with each evaluation. */
export interface LiveRule extends Watched {
  readonly id: string;
  spec: RuleSpec;
  readonly createdAt: Micros;
  expiresAt: Micros | null;
  notified: string | null;
  fired: number;
  firedAt: Micros | null;
  evaluated: number;
  held: number;
  last: LastSeen;
  readonly field: CheckedField;
  readonly moreFields: readonly CheckedField[];
}

/** Prepares a rule for running. Throws the errors of `checkRule`. */
export function liveRule(stored: Omit<LiveRule, 'field' | 'moreFields' | 'expiresAt'>, asking: AlertAsking): LiveRule {
  const [field, ...moreFields] = checkRule(stored.spec, asking);
  return {
    ...stored,
    expiresAt: stored.spec.expires_at === null ? null : fromRfc3339(stored.spec.expires_at),
    field,
    moreFields,
    notified: isPossibleState(stored, field) ? stored.notified : null,
  };
}

/** Whether the stored state is possible for the condition. Without this check, a forged text would be copied into messages. */
function isPossibleState(
  { spec: { when, aggregate, more }, notified }: Pick<LiveRule, 'spec' | 'notified'>,
  { type }: CheckedField,
): boolean {
  if (notified === null) return true;
  if (when === 'crosses') return notified === 'above' || notified === 'below';
  if (more.length > 0) return NOTIFIED_SEVERAL.test(notified);
  if (when !== 'changes') return notified === 'yes';
  const numeric = type === 'number' || aggregate === 'count';
  return !numeric || (notified !== '' && String(Number(notified)) === notified && Number.isFinite(Number(notified)));
}

/** Key of a rule's condition; equal for duplicates. */
export const sameness = ({ enabled: _e, note: _n, expires_at: _x, ...watched }: RuleSpec): string => canonicalJson(watched);

interface LiveGroup extends Group<LiveRule> {
  readonly histories: Map<number, RecentValues>;
  readonly rules: Set<LiveRule>;
}

/** One operation with one input; run once for all rules that use it. */
export interface Question {
  readonly operation: string;
  readonly input: Answer;
  readonly groups: Map<string, LiveGroup>;
  /** Version of the market's data at the last query. */
  stamp: unknown;
  askedAt: Micros | null;
  /** True while a query is running or its result is not yet on disk. */
  busy: boolean;
}

const questionKey = ({ operation, input }: RuleSpec): string => `${operation} ${canonicalJson(input)}`;
const groupKey = ({ field, aggregate, when_stale: whenStale }: RuleSpec): string => `${field} ${aggregate} ${whenStale}`;

/** Rules grouped by query, so that ten thousand rules cost one answer for each different query. */
export class RuleIndex {
  readonly rules = new Map<string, LiveRule>();
  readonly questions = new Map<string, Question>();

  add(rule: LiveRule): void {
    this.rules.set(rule.id, rule);
    const { operation, input } = rule.spec;
    const key = questionKey(rule.spec);
    let question = this.questions.get(key);
    if (question === undefined) {
      question = { operation, input, groups: new Map(), stamp: undefined, askedAt: null, busy: false };
      this.questions.set(key, question);
    }
    const group = groupOf(question, rule);
    group.rules.add(rule);
    const { when, window_sec: seconds } = rule.spec;
    if (when === 'sigma' && !group.histories.has(seconds)) group.histories.set(seconds, new RecentValues(seconds));
  }

  remove(rule: LiveRule): void {
    this.rules.delete(rule.id);
    const key = questionKey(rule.spec);
    const question = this.questions.get(key);
    const group = question?.groups.get(groupKey(rule.spec));
    group?.rules.delete(rule);
    if (group?.rules.size === 0) question?.groups.delete(groupKey(rule.spec));
    if (question?.groups.size === 0) this.questions.delete(key);
  }
}

function groupOf(question: Question, { spec, field }: LiveRule): LiveGroup {
  const key = groupKey(spec);
  let group = question.groups.get(key);
  if (group === undefined) {
    const { aggregate, when_stale: whenStale } = spec;
    group = { steps: field.steps, type: field.type, aggregate, whenStale, histories: new Map(), rules: new Set() };
    question.groups.set(key, group);
  }
  return group;
}
