import { US_PER_SECOND, type Micros } from '../../core/index.ts';
import type { Condition as Asked, RuleSpec } from './answers.ts';
import type { Value } from './read-field.ts';
import type { Usual } from './recent-values.ts';

/** Last notified state. Threshold rules: `yes` while the condition still holds. Change rules: the last value notified. */
export interface NotifiedState {
  readonly notified: string | null;
  readonly firedAt: Micros | null;
}

/** A condition that holds, with the value and the threshold; for sigma the threshold is the bound that was crossed. */
export interface Met extends Pick<Asked, 'field' | 'aggregate' | 'when'> {
  readonly value: Value;
  readonly threshold: Value | null;
}

export type Judgement =
  /** No notification; `notified` is the state to remember. */
  | { readonly kind: 'quiet'; readonly notified: string | null }
  | ({ readonly kind: 'fire'; readonly notified: string; readonly more: readonly Met[] } & Met)
  /** It can't be judged. */
  | { readonly kind: 'held'; readonly reason: string };

type Rule = Asked & Pick<RuleSpec, 'side' | 'cooldown_sec'>;

/** The value that meets a threshold condition, and the threshold; null if none does. */
export interface Passed {
  readonly value: Value;
  readonly threshold: Value | null;
}

/**
 * Judges known values. A threshold fires on entering the condition and re-arms once the condition has been false. A change
 * fires when the value differs from the last one notified. With a level of re-arming, the condition counts as holding until the
 * value has gone back past that level. A cool-down delays a firing: it fires at the end of the cool-down if
 * the condition still holds then.
 */
export function judge(rule: Rule, values: readonly Value[], usual: Usual | null, last: NotifiedState, at: Micros): Judgement {
  const cooling = isCooling(rule, last, at);
  if (rule.when === 'crosses' || rule.when === 'changes') return judgeChange(rule, values[0], last.notified, cooling);
  const found = rule.when === 'sigma' ? beyondUsual(rule, values[0], usual) : passing(rule, values, last.notified === 'yes');
  if (typeof found === 'string') return { kind: 'held', reason: found };
  if (found === null) return { kind: 'quiet', notified: null };
  if (last.notified === 'yes' || cooling) return { kind: 'quiet', notified: last.notified };
  return { kind: 'fire', notified: 'yes', ...metBy(rule, found), more: [] };
}

/** After the clock was set back, the cool-down must not last until the old time returns. */
export const isCooling = (rule: Pick<RuleSpec, 'cooldown_sec'>, { firedAt }: NotifiedState, at: Micros): boolean =>
  firedAt !== null && at >= firedAt && at - firedAt < rule.cooldown_sec * US_PER_SECOND;

export const metBy = ({ field, aggregate, when }: Asked, { value, threshold }: Passed): Met => ({
  field,
  aggregate,
  when,
  value,
  threshold,
});

/** `latched`: the rule has fired and not re-armed, so the level of re-arming applies. */
export function passing(
  { when, value: threshold, rearm }: Pick<Asked, 'when' | 'value' | 'rearm'>,
  values: readonly Value[],
  latched: boolean,
): Passed | null {
  const fits = (value: Value): boolean => {
    if (when === 'equals') return value === threshold;
    if (typeof value !== 'number' || typeof threshold !== 'number') return false;
    if (latched && rearm !== null) return when === 'above' ? value >= rearm : value <= rearm;
    return when === 'above' ? value > threshold : value < threshold;
  };
  const found = values.find(fits);
  return found === undefined ? null : { value: found, threshold };
}

function beyondUsual({ value: k, side }: Rule, value: Value | undefined, usual: Usual | null): Passed | null | string {
  if (typeof value !== 'number' || typeof k !== 'number') return 'it is no number';
  if (usual === null) return 'its history is shorter than half the window';
  if (usual.deviation === 0) return 'its history never moved, so nothing is usual or unusual';
  const reach = k * usual.deviation;
  if (side !== 'down' && value >= usual.mean + reach) return { value, threshold: usual.mean + reach };
  if (side !== 'up' && value <= usual.mean - reach) return { value, threshold: usual.mean - reach };
  return null;
}

function judgeChange(rule: Rule, value: Value | undefined, notified: string | null, cooling: boolean): Judgement {
  const { when, value: threshold } = rule;
  if (value === undefined) return { kind: 'held', reason: 'there is no value' };
  const key = when === 'changes' ? String(value) : sideOf(value, threshold);
  // A value equal to the threshold is on neither side.
  if (key === null) return { kind: 'quiet', notified };
  if (notified === null || key === notified || cooling) return { kind: 'quiet', notified: notified ?? key };
  const before = typeof value === 'number' ? Number(notified) : notified;
  return { kind: 'fire', notified: key, ...metBy(rule, { value, threshold: when === 'changes' ? before : threshold }), more: [] };
}

function sideOf(value: Value, threshold: Value | null): 'above' | 'below' | null {
  if (typeof value !== 'number' || typeof threshold !== 'number' || value === threshold) return null;
  return value > threshold ? 'above' : 'below';
}
