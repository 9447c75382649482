import type { Operations } from '../generated/api.ts';
import { readTyped, whyNoNumber } from './typed-number.ts';
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

/** A condition whose texts were read. */
interface ReadCondition {
  readonly field: string;
  readonly aggregate: Condition['aggregate'];
  readonly when: Condition['when'];
  /** Null for `changes`. */
  readonly value: number | string | null;
  readonly rearm: number | null;
}

/** A typed rule whose numbers were read once. */
export interface ReadRule extends Pick<TypedRule, 'match' | 'expects'> {
  readonly conditions: readonly [ReadCondition, ...ReadCondition[]];
  readonly cooldownSec: number;
  readonly outlet: string;
  readonly note: string;
}

/** Thrown while a typed rule is read; `readRule` returns its message. */
class Unreadable extends Error {}

function readNumber(what: string, text: string): number {
  const typed = readTyped(text);
  if (typed.kind !== 'number') throw new Unreadable(`${what} is ${whyNoNumber(text, typed)}`);
  return typed.value;
}

/** A threshold of `equals` may be text. Digits in an unclear form are not, because no value would ever equal them. */
function readValue({ when, value }: TypedCondition, which: string): ReadCondition['value'] {
  if (when === 'changes') return null;
  if (value.trim() === '') throw new Unreadable(`The threshold${which} is empty.`);
  if (when !== 'equals') return readNumber(`The threshold${which}`, value);
  return readTyped(value).kind === 'none' ? value.trim() : readNumber(`The threshold${which}`, value);
}

function readCondition(typed: TypedCondition, which: string): ReadCondition {
  const { chosen, path, when, rearm } = typed;
  if (chosen === OTHER && path.trim() === '')
    throw new Unreadable(`The field${which} is empty. Name a path into the report, such as micro_price.`);
  const value = readValue(typed, which);
  const isSet = canRearm(when) && rearm.trim() !== '';
  return { ...fieldOf(typed), when, value, rearm: isSet ? readNumber(`The level to re-arm${which}`, rearm) : null };
}

function readCooldown(text: string): number {
  const typed = readTyped(text);
  if (typed.kind !== 'number' || typed.value < 0) throw new Unreadable('The cool-down is a number of seconds, 0 or more.');
  return typed.value;
}

/** Reads a typed rule, or says what is missing or wrong before the server is asked. */
export function readRule(typed: TypedRule): { readonly rule: ReadRule } | { readonly problem: string } {
  try {
    const isOnly = typed.conditions.length < 2;
    const [first = EMPTY_CONDITION, ...more] = typed.conditions;
    const conditions: ReadRule['conditions'] = [
      readCondition(first, isOnly ? '' : ' of condition 1'),
      ...more.map((one, i) => readCondition(one, ` of condition ${i + 2}`)),
    ];
    const cooldownSec = readCooldown(typed.cooldown);
    const outlet = typed.outlet === ADDRESS ? typed.address.trim() : typed.outlet;
    if (outlet === '') throw new Unreadable('The address of the webhook is empty.');
    return { rule: { conditions, match: typed.match, expects: typed.expects, cooldownSec, outlet, note: typed.note.trim() } };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { problem: error.message };
  }
}

type Named = Pick<ReadCondition, 'field' | 'aggregate'>;

/** The field that a typed condition names. */
export function fieldOf({ chosen, path }: Pick<TypedCondition, 'chosen' | 'path'>): Named {
  const known = chosen === OTHER ? undefined : WATCHABLE[Number(chosen)];
  return known === undefined ? { field: path.trim(), aggregate: null } : { field: known.field, aggregate: known.aggregate };
}

/** A condition in the server's words: `max of liquidity.walls[].qty above 40 rearm 30`. */
function phrase({ field, aggregate, when, value, rearm }: ReadCondition): string {
  const text = typeof value === 'string' && /\s/.test(value) ? `"${value}"` : String(value);
  return `${aggregate === null ? '' : `${aggregate} of `}${field} ${when} ${text}${rearm === null ? '' : ` rearm ${rearm}`}`;
}

/** The input of `create_alert` for a rule. */
export function inputOf(rule: ReadRule, market: { readonly symbol: string; readonly venue: string }): NewAlert {
  const common = {
    input: { symbol: market.symbol, venue: market.venue },
    cooldown_sec: rule.cooldownSec,
    outlets: [rule.outlet],
    ...(rule.expects === '' ? {} : { expects: rule.expects }),
    ...(rule.note === '' ? {} : { note: rule.note }),
  };
  const [{ field, aggregate, when, value, rearm }, ...more] = rule.conditions;
  if (more.length > 0) return { ...common, conditions: rule.conditions.map(phrase), match: rule.match };
  return {
    ...common,
    field,
    when,
    ...(aggregate === null ? {} : { aggregate }),
    ...(value === null ? {} : { value }),
    ...(rearm === null ? {} : { rearm }),
  };
}
