import type { Aggregate, Condition, RuleSpec, When } from '../../services/alerts/answers.ts';
import { aggregate as aggregates, when as conditions } from '../../services/alerts/answers/fields.ts';
import { alertInvalid } from '../../services/alerts/errors.ts';

interface Asked {
  readonly field?: string | undefined;
  readonly aggregate?: Aggregate | undefined;
  readonly when?: When | undefined;
  readonly value?: number | string | undefined;
  readonly rearm?: number | undefined;
  readonly match: 'all' | 'any';
  readonly conditions?: readonly string[] | undefined;
}

/** `max of liquidity.walls[].qty above 40`, `spread_bps above 5 rearm 3`, `streams[stream=book].state equals gap`. */
const CONDITION = /^(?:(\S+)\s+of\s+)?(\S+)\s+(\S+)\s+(?:"([^"]*)"|(.+?))(?:\s+rearm\s+(\S+))?$/i;
const SHAPE = 'is written as "spread_bps above 5", "max of liquidity.walls[].qty above 40" or "spread_bps above 5 rearm 3"';

/** A condition in words. A value stays text here; the field's type decides later whether it is a number. */
function readCondition(text: string, i: number): Condition {
  const refuse = (problem: string) => alertInvalid({ problems: [`conditions[${i}]: ${problem}`] });
  const [, aggregate, field, when, quoted, plain, rearm] = CONDITION.exec(text.trim()) ?? [];
  if (field === undefined || when === undefined) throw refuse(`a condition ${SHAPE}`);
  const how = aggregate === undefined ? null : aggregates.safeParse(aggregate.toLowerCase());
  if (how !== null && !how.success) throw refuse(`"${aggregate}" is not one of ${aggregates.options.join(', ')}`);
  const kind = conditions.safeParse(when.toLowerCase());
  if (!kind.success) throw refuse(`"${when}" is not one of ${conditions.options.join(', ')}; a condition ${SHAPE}`);
  const level = rearm === undefined ? null : Number(rearm);
  if (level !== null && !Number.isFinite(level)) throw refuse(`rearm takes a number, not "${rearm}"`);
  return { field, aggregate: how === null ? null : how.data, when: kind.data, value: quoted ?? plain ?? null, rearm: level };
}

function ownCondition({ field, aggregate, when, value, rearm }: Asked): Condition {
  const missing = [...(field === undefined ? ['field'] : []), ...(when === undefined ? ['when'] : [])];
  if (field === undefined || when === undefined)
    throw alertInvalid({ problems: missing.map((name) => `${name}: is missing, and so are conditions`) });
  return { field, aggregate: aggregate ?? null, when, value: value ?? null, rearm: rearm ?? null };
}

/** The conditions of a new rule: its own, or several joined ones. Throws TF_ALERT_INVALID if both or neither are given. */
export function askedConditions(asked: Asked): Condition & Pick<RuleSpec, 'match' | 'more'> {
  if (asked.conditions === undefined) return { ...ownCondition(asked), match: null, more: [] };
  const twice = (['field', 'aggregate', 'when', 'value', 'rearm'] as const).filter((name) => asked[name] !== undefined);
  if (twice.length > 0) throw alertInvalid({ problems: [`${twice.join(', ')}: belongs into conditions`] });
  const [first, ...more] = asked.conditions.map(readCondition);
  if (first === undefined) throw alertInvalid({ problems: ['conditions: there is none'] });
  return { ...first, match: more.length === 0 ? null : asked.match, more };
}
