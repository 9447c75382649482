import { nearNames } from '../../core/index.ts';
import type { RuleSpec } from './answers.ts';
import type { AlertAsking } from './asking.ts';
import { alertFieldUnknown, alertInvalid } from './errors.ts';
import { isListed, parsePath, plainPath, type Step } from './path.ts';
import { fieldsOfSchema, type FieldType } from './schema-fields.ts';

type Checked = Pick<RuleSpec, 'operation' | 'field' | 'aggregate' | 'when' | 'value'>;

/** A checked field of a rule. */
export interface CheckedField {
  readonly steps: readonly Step[];
  readonly type: FieldType;
}

/**
 * Checks a rule against the output schema of its operation. Throws TF_ALERT_FIELD_UNKNOWN with the nearest names, and TF_ALERT_INVALID
 * with all other errors.
 */
export function checkRule(rule: Checked, asking: AlertAsking): CheckedField {
  const { operation, field } = rule;
  const schema = asking.outputSchema(operation);
  if (schema === null) {
    const near = nearNames(operation, asking.operations());
    const known = near.length > 0 ? `did you mean ${near.join(', ')}?` : `those are ${asking.operations().join(', ')}`;
    throw alertInvalid({ problems: [`operation: there is no ${operation} that a rule can watch; ${known}`] });
  }
  const fields = fieldsOfSchema(schema);
  const steps = parsePath(field);
  const found = fields.find(({ path }) => path === plainPath(field));
  if (steps === null || found === undefined)
    throw alertFieldUnknown({
      operation,
      field,
      close: nearFields(
        field,
        fields.map(({ path }) => path),
      ),
    });
  const problems = problemsOf(rule, steps, found.type);
  if (problems.length > 0) throw alertInvalid({ problems });
  return { steps, type: found.type };
}

/** Similar paths, and paths whose last name is similar. */
function nearFields(field: string, paths: readonly string[]): readonly string[] {
  const inside = paths.filter((path) => path.startsWith(`${plainPath(field)}.`) || path.startsWith(`${plainPath(field)}[]`));
  const lastOf = (path: string) => path.split('.').at(-1) ?? path;
  const lasts = new Set(nearNames(lastOf(field), new Set(paths.map(lastOf))));
  const all = [...inside.slice(0, 3), ...nearNames(field, paths), ...paths.filter((path) => lasts.has(lastOf(path)))];
  return [...new Set(all)].slice(0, 5);
}

function problemsOf({ aggregate, when, value }: Checked, steps: readonly Step[], type: FieldType): string[] {
  const problems: string[] = [];
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
    problems.push(`value: equals on this field takes a ${numeric ? 'number' : 'text'}`);
  if ((when === 'above' || when === 'below' || when === 'crosses') && typeof value !== 'number')
    problems.push(`value: ${when} takes a number`);
  if (when === 'sigma' && !(typeof value === 'number' && value > 0 && value <= 100))
    problems.push('value: sigma takes a number of standard deviations above 0, at most 100');
  return problems;
}
