import { US_PER_SECOND, type Micros } from '../../core/index.ts';
import type { RuleSpec } from './answers.ts';
import type { Value } from './read-field.ts';
import type { Usual } from './recent-values.ts';

/** Last notified state. Threshold rules: `yes` while the condition still holds. Change rules: the last value notified. */
export interface Told {
  readonly told: string | null;
  readonly firedAt: Micros | null;
}

export type Judgement =
  /** No notification; `told` is the state to remember from now on. */
  | { readonly kind: 'quiet'; readonly told: string | null }
  | { readonly kind: 'fire'; readonly told: string; readonly value: Value; readonly threshold: Value | null }
  /** It can't be judged. */
  | { readonly kind: 'held'; readonly reason: string };

type Condition = Pick<RuleSpec, 'when' | 'value' | 'side' | 'cooldown_sec'>;

/** Whether a threshold is passed, by which value; `null` where it can't be said. */
interface Passed {
  readonly value: Value;
  readonly threshold: Value | null;
}

/**
 * Judges known values. A threshold fires on entering the condition and re-arms once the condition has been false. A change
 * fires when the value differs from the last one notified. A cool-down delays a firing: it fires at the end of the cool-down if
 * the condition still holds then.
 */
export function judge(rule: Condition, values: readonly Value[], usual: Usual | null, told: Told, at: Micros): Judgement {
  // A clock that was put back must not keep a rule silent until it is as late again.
  const cooling = told.firedAt !== null && at >= told.firedAt && at - told.firedAt < rule.cooldown_sec * US_PER_SECOND;
  if (rule.when === 'crosses' || rule.when === 'changes') return judgeChange(rule, values[0], told.told, cooling);
  const found = rule.when === 'sigma' ? beyondUsual(rule, values[0], usual) : passing(rule, values);
  if (typeof found === 'string') return { kind: 'held', reason: found };
  if (found === null) return { kind: 'quiet', told: null };
  if (told.told === 'yes' || cooling) return { kind: 'quiet', told: told.told };
  return { kind: 'fire', told: 'yes', ...found };
}

function passing({ when, value: threshold }: Condition, values: readonly Value[]): Passed | null {
  const fits = (value: Value): boolean => {
    if (when === 'equals') return value === threshold;
    if (typeof value !== 'number' || typeof threshold !== 'number') return false;
    return when === 'above' ? value > threshold : value < threshold;
  };
  const found = values.find(fits);
  return found === undefined ? null : { value: found, threshold };
}

function beyondUsual({ value: k, side }: Condition, value: Value | undefined, usual: Usual | null): Passed | null | string {
  if (typeof value !== 'number' || typeof k !== 'number') return 'it is no number';
  if (usual === null) return 'its history is shorter than half the window';
  if (usual.deviation === 0) return 'its history never moved, so nothing is usual or unusual';
  const reach = k * usual.deviation;
  if (side !== 'down' && value >= usual.mean + reach) return { value, threshold: usual.mean + reach };
  if (side !== 'up' && value <= usual.mean - reach) return { value, threshold: usual.mean - reach };
  return null;
}

function judgeChange(
  { when, value: threshold }: Condition,
  value: Value | undefined,
  told: string | null,
  cooling: boolean,
): Judgement {
  if (value === undefined) return { kind: 'held', reason: 'there is no value' };
  const key = when === 'changes' ? String(value) : sideOf(value, threshold);
  // On the threshold itself it is on neither side.
  if (key === null) return { kind: 'quiet', told };
  if (told === null || key === told || cooling) return { kind: 'quiet', told: told ?? key };
  const before = typeof value === 'number' ? Number(told) : told;
  return { kind: 'fire', told: key, value, threshold: when === 'changes' ? before : threshold };
}

function sideOf(value: Value, threshold: Value | null): 'above' | 'below' | null {
  if (typeof value !== 'number' || typeof threshold !== 'number' || value === threshold) return null;
  return value > threshold ? 'above' : 'below';
}
