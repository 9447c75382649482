import type { Micros } from '../../core/index.ts';
import type { Condition, RuleSpec } from './answers.ts';
import { isCooling, metBy, passing, type Judgement, type Met, type NotifiedState } from './judge.ts';
import type { Reading } from './read-field.ts';

type Several = Condition & Pick<RuleSpec, 'match' | 'more' | 'cooldown_sec'>;

/**
 * Judges several conditions by the readings of their fields, in the same order. `all` is false once one condition is false, and
 * `any` is true once one is true; otherwise a reading that is absent leaves the rule unjudged. While the rule has not re-armed,
 * each condition counts as holding until its value has gone back past its level of re-arming.
 */
export function judgeSeveral(rule: Several, readings: readonly Reading[], last: NotifiedState, at: Micros): Judgement {
  const latched = last.notified === 'yes';
  const conditions: readonly Condition[] = [rule, ...rule.more];
  const met: Met[] = [];
  const unknown: string[] = [];
  let failed = 0;
  for (const [i, condition] of conditions.entries()) {
    const reading = readings[i] ?? { kind: 'absent', reason: 'it was not read' };
    if (reading.kind === 'absent') {
      unknown.push(`${condition.field}: ${reading.reason}`);
      continue;
    }
    const found = passing(condition, reading.values, latched);
    if (found === null) failed++;
    else met.push(metBy(condition, found));
  }
  const [first, ...more] = met;
  const holds = rule.match === 'any' ? met.length > 0 : met.length === conditions.length;
  if (first !== undefined && holds)
    return latched || isCooling(rule, last, at)
      ? { kind: 'quiet', notified: last.notified }
      : { kind: 'fire', notified: 'yes', ...first, more };
  const isFalse = rule.match === 'any' ? failed === conditions.length : failed > 0;
  return isFalse ? { kind: 'quiet', notified: null } : { kind: 'held', reason: unknown.join('; ') };
}
