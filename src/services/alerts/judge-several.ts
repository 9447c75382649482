import type { Micros } from '../../core/index.ts';
import type { Condition, RuleSpec } from './answers.ts';
import { isCooling, metBy, passing, type Judgement, type Met, type NotifiedState } from './judge.ts';
import type { Reading } from './read-field.ts';

type Several = Condition & Pick<RuleSpec, 'match' | 'more' | 'cooldown_sec'>;

/**
 * Judges several conditions by the readings of their fields, in the same order. `all` is false once one condition is false, and
 * `any` is true once one is true; otherwise a reading that is absent leaves the rule unjudged. While the rule has not re-armed, a
 * condition that held counts as holding until its value has gone back past its level of re-arming.
 */
export function judgeSeveral(rule: Several, readings: readonly Reading[], last: NotifiedState, at: Micros): Judgement {
  const conditions: readonly Condition[] = [rule, ...rule.more];
  const latched = latchedIn(last.notified);
  const holding: number[] = [];
  const met: Met[] = [];
  const unknown: string[] = [];
  let failed = 0;
  for (const [i, condition] of conditions.entries()) {
    const reading = readings[i] ?? { kind: 'absent', reason: 'it was not read' };
    if (reading.kind === 'absent') {
      unknown.push(`${condition.field}: ${reading.reason}`);
      if (latched.includes(i)) holding.push(i);
      continue;
    }
    const found = passing(condition, reading.values, latched.includes(i));
    if (found === null) failed++;
    else {
      met.push(metBy(condition, found));
      holding.push(i);
    }
  }
  const [first, ...more] = met;
  const holds = rule.match === 'any' ? met.length > 0 : met.length === conditions.length;
  if (first !== undefined && holds) {
    const notified = `${NOTIFIED} ${holding.join(' ')}`;
    if (latched.length > 0) return { kind: 'quiet', notified };
    return isCooling(rule, last, at) ? { kind: 'quiet', notified: null } : { kind: 'fire', notified, ...first, more };
  }
  const isFalse = rule.match === 'any' ? failed === conditions.length : failed > 0;
  return isFalse ? { kind: 'quiet', notified: null } : { kind: 'held', reason: unknown.join('; ') };
}

const NOTIFIED = 'yes';
/** A notified state that `judgeSeveral` can have written. */
export const NOTIFIED_SEVERAL = /^yes(?: [0-7]){1,8}$/;

/** The conditions that held since the last firing and have not gone back past their level of re-arming: `yes 0 2`. */
const latchedIn = (notified: string | null): readonly number[] => notified?.split(' ').slice(1).map(Number) ?? [];
