import { exactNumber, nearNames } from '../../core/index.ts';
import { MOST_CONDITIONS, type Condition, type RuleSpec } from './answers.ts';
import type { AlertAsking } from './asking.ts';
import { alertFieldUnknown, alertInvalid } from './errors.ts';
import { nearFields } from './near-fields.ts';
import { isListed, parsePath, plainPath, type Step } from './path.ts';
import { fieldsOfSchema, type FieldType, type SchemaField } from './schema-fields.ts';

/** Fields that an error names at most. */
const MOST_NAMED = 12;

type Checked = Condition & Pick<RuleSpec, 'operation' | 'match' | 'more'>;

/** A checked field of a rule. */
export interface CheckedField {
  readonly steps: readonly Step[];
  readonly type: FieldType;
}

/**
 * Checks a rule against the output schema of its operation. Throws TF_ALERT_FIELD_UNKNOWN with the nearest names, and TF_ALERT_INVALID
 * with all other errors. Returns the field of each condition, its own first.
 */
export function checkRule(rule: Checked, asking: AlertAsking): readonly [CheckedField, ...CheckedField[]] {
  const fields = fieldsOf(rule, asking);
  const { operation, match, more } = rule;
  if (more.length + 1 > MOST_CONDITIONS) throw alertInvalid({ problems: [`conditions: at most ${MOST_CONDITIONS}`] });
  if ((match === null) !== (more.length === 0))
    throw alertInvalid({ problems: ['match: say all or any with several conditions'] });
  const check = (condition: Condition) => checkCondition(operation, condition, fields, match);
  return [check(rule), ...more.map(check)];
}

/** The fields of an operation's answer. Throws TF_ALERT_INVALID if a rule can't watch it. */
function fieldsOf({ operation }: Pick<Checked, 'operation'>, asking: AlertAsking): readonly SchemaField[] {
  const schema = asking.outputSchema(operation);
  if (schema === null) {
    const near = nearNames(operation, asking.operations());
    const known = near.length > 0 ? `did you mean ${near.join(', ')}?` : `those are ${asking.operations().join(', ')}`;
    throw alertInvalid({ problems: [`operation: there is no ${operation} that a rule can watch; ${known}`] });
  }
  return fieldsOfSchema(schema);
}

/** The rule with numbers in place of plain numeric text where its fields are numbers. */
export function withNumbers<R extends Checked>(rule: R, asking: AlertAsking): R {
  const fields = fieldsOf(rule, asking);
  const read = <C extends Condition>(condition: C): C => {
    const { field, aggregate, value } = condition;
    const isNumeric = aggregate === 'count' || fields.find(({ path }) => path === plainPath(field))?.type === 'number';
    const number = isNumeric && typeof value === 'string' ? exactNumber(value) : null;
    return number === null ? condition : { ...condition, value: number };
  };
  return { ...read(rule), more: rule.more.map(read) };
}

function checkCondition(
  operation: string,
  condition: Condition,
  fields: readonly SchemaField[],
  match: RuleSpec['match'],
): CheckedField {
  const { field } = condition;
  const steps = parsePath(field);
  const found = fields.find(({ path }) => path === plainPath(field));
  if (steps === null || found === undefined) {
    const numbers = fields.filter(({ type }) => type === 'number').map(({ path }) => path);
    throw alertFieldUnknown({
      operation,
      field,
      close: nearFields(
        field,
        fields.map(({ path }) => path),
      ),
      fields: numbers.slice(0, MOST_NAMED),
      left: Math.max(0, numbers.length - MOST_NAMED),
    });
  }
  const problems = problemsOf(condition, steps, found.type);
  if (match !== null && !JOINED.has(condition.when))
    problems.push(`when: ${condition.when} can't be joined with other conditions; above, below and equals can`);
  if (problems.length > 0) throw alertInvalid({ problems });
  return { steps, type: found.type };
}

/** Conditions that one answer alone decides. */
const JOINED: ReadonlySet<string> = new Set(['above', 'below', 'equals']);

function problemsOf({ aggregate, when, value, rearm }: Condition, steps: readonly Step[], type: FieldType): string[] {
  const problems: string[] = [];
  const takes = (what: string) => problems.push(`value: ${value === null ? 'is missing; ' : ''}${what}`);
  const listed = isListed(steps);
  if (listed && aggregate === null) problems.push('aggregate: the field is one of a list; say any, max, min or count');
  if (!listed && aggregate !== null) problems.push('aggregate: the field is no list');
  if (aggregate !== 'count' && type === 'object') problems.push('field: an item of a list can only be counted');
  if (type === 'text' && (aggregate === 'max' || aggregate === 'min'))
    problems.push('aggregate: text has no largest or smallest');
  if (aggregate === 'any' && (when === 'crosses' || when === 'changes' || when === 'sigma'))
    problems.push(`when: ${when} needs one value; aggregate by max, min or count`);
  const numeric = type === 'number' || aggregate === 'count';
  if (!numeric && when !== 'equals' && when !== 'changes') problems.push('when: a text field can be equals or changes');
  if (when === 'changes' && value !== null) problems.push('value: changes takes none');
  if (when === 'equals' && typeof value !== (numeric ? 'number' : 'string'))
    takes(`equals on this field takes a ${numeric ? 'number' : 'text'}`);
  if ((when === 'above' || when === 'below' || when === 'crosses') && typeof value !== 'number') takes(`${when} takes a number`);
  if (when === 'sigma' && !(typeof value === 'number' && value > 0 && value <= 100))
    takes('sigma takes a number of standard deviations above 0, at most 100');
  if (rearm !== null && when !== 'above' && when !== 'below') problems.push(`rearm: ${when} takes none; above and below can`);
  else if (rearm !== null && typeof value === 'number' && (when === 'above' ? rearm >= value : rearm <= value))
    problems.push(`rearm: must be ${when === 'above' ? 'below' : 'above'} the threshold ${value}`);
  return problems;
}
