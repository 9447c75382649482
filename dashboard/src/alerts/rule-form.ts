import type { Operations } from '../generated/api.ts';
import { WATCHABLE, type Condition } from './watchable.ts';

export type NewAlert = Operations['create_alert']['input'];

/** One condition as typed. */
export interface TypedCondition {
  /** Index in `WATCHABLE`, as text; `other` for a typed path. */
  readonly chosen: string;
  readonly path: string;
  readonly when: Condition['when'];
  readonly value: string;
  readonly rearm: string;
}

export interface TypedRule {
  readonly conditions: readonly TypedCondition[];
  readonly match: 'all' | 'any';
  readonly cooldown: string;
  readonly expects: '' | 'up' | 'down';
  readonly outlet: string;
  readonly address: string;
  readonly note: string;
}

export const OTHER = 'other';
export const ADDRESS = 'address';
const DEFAULT_FIELD = WATCHABLE.findIndex(({ field }) => field === 'spread_bps');

export const EMPTY_CONDITION: TypedCondition = { chosen: String(DEFAULT_FIELD), path: '', when: 'above', value: '', rearm: '' };
export const EMPTY_RULE: TypedRule = {
  conditions: [EMPTY_CONDITION],
  match: 'all',
  cooldown: '60',
  expects: '',
  outlet: 'log',
  address: '',
  note: '',
};

/** Conditions that can be joined with others. */
export const JOINED: readonly Condition['when'][] = ['above', 'below', 'equals'];
export const SINGLE: readonly Condition['when'][] = [...JOINED, 'crosses', 'changes', 'sigma'];
export const canRearm = (when: Condition['when']): boolean => when === 'above' || when === 'below';

/** A number as people type it: with separators and a true minus sign; undefined if it is not a number. */
export function typedNumber(text: string): number | undefined {
  const plain = text
    .trim()
    .replace('−', '-')
    .replace(/,(?=\d{3})/g, '');
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : undefined;
}

const valueOf = (text: string): number | string => typedNumber(text) ?? text.trim();

/** What is missing or wrong before the server is asked; null if nothing is. */
export function missingIn(rule: TypedRule): string | null {
  for (const [i, { chosen, path, when, value, rearm }] of rule.conditions.entries()) {
    const which = rule.conditions.length === 1 ? '' : ` of condition ${i + 1}`;
    if (chosen === OTHER && path.trim() === '')
      return `The field${which} is empty. Name a path into the report, such as micro_price.`;
    if (when !== 'changes' && value.trim() === '') return `The threshold${which} is empty.`;
    if (when !== 'equals' && when !== 'changes' && typedNumber(value) === undefined)
      return `The threshold${which} is "${value.trim()}", which is no number. Write it as 61827.76 or 61,827.76.`;
    if (canRearm(when) && rearm.trim() !== '' && typedNumber(rearm) === undefined)
      return `The level to re-arm${which} is "${rearm.trim()}", which is no number.`;
  }
  const cooldown = typedNumber(rule.cooldown);
  if (cooldown === undefined || cooldown < 0) return 'The cool-down is a number of seconds, 0 or more.';
  if (rule.outlet === ADDRESS && rule.address.trim() === '') return 'The address of the webhook is empty.';
  return null;
}

interface Named {
  readonly field: string;
  readonly aggregate: Condition['aggregate'];
}

/** The field that a typed condition names. */
export function fieldOf({ chosen, path }: Pick<TypedCondition, 'chosen' | 'path'>): Named {
  const known = chosen === OTHER ? undefined : WATCHABLE[Number(chosen)];
  return known ?? { field: path.trim(), aggregate: null };
}

/** A condition in the server's words: `max of liquidity.walls[].qty above 40 rearm 30`. */
function phrase(typed: TypedCondition): string {
  const { field, aggregate } = fieldOf(typed);
  const value = valueOf(typed.value);
  const text = typeof value === 'string' && /\s/.test(value) ? `"${value}"` : String(value);
  const rearm = canRearm(typed.when) && typed.rearm.trim() !== '' ? ` rearm ${valueOf(typed.rearm)}` : '';
  return `${aggregate === null ? '' : `${aggregate} of `}${field} ${typed.when} ${text}${rearm}`;
}

/** The input of `create_alert` for a typed rule. */
export function inputOf(rule: TypedRule, market: { readonly symbol: string; readonly venue: string }): NewAlert {
  const [first = EMPTY_CONDITION, ...more] = rule.conditions;
  const common = {
    input: { symbol: market.symbol, venue: market.venue },
    cooldown_sec: typedNumber(rule.cooldown) ?? 60,
    outlets: [rule.outlet === ADDRESS ? rule.address.trim() : rule.outlet],
    ...(rule.expects === '' ? {} : { expects: rule.expects }),
    ...(rule.note.trim() === '' ? {} : { note: rule.note.trim() }),
  };
  if (more.length > 0) return { ...common, conditions: rule.conditions.map(phrase), match: rule.match };
  const { field, aggregate } = fieldOf(first);
  return {
    ...common,
    field,
    when: first.when,
    ...(aggregate === null ? {} : { aggregate }),
    ...(first.when === 'changes' ? {} : { value: valueOf(first.value) }),
    ...(canRearm(first.when) && first.rearm.trim() !== '' ? { rearm: typedNumber(first.rearm) ?? 0 } : {}),
  };
}
