import type { OperationAnswer } from '../../client/index.ts';
import { counted, sanitiseText } from '../../core/index.ts';
import { withSource } from './label-words.ts';

type Alerts = OperationAnswer<'list_alerts'>;
type Rule = Alerts['rules'][number];

const shown = (value: number | string | null): string =>
  typeof value === 'number' ? String(Number(value.toPrecision(8))) : value === null ? '–' : sanitiseText(value);

type Condition = Rule['more'][number];

const fieldOf = ({ aggregate, field }: Pick<Condition, 'aggregate' | 'field'>): string =>
  aggregate === null ? field : `${aggregate} of ${field}`;

/** The field of a value, where the rule has several. */
const ofField = (rule: Rule): string => (rule.more.length === 0 ? '' : ` of ${fieldOf(rule)}`);

function oneCondition(one: Condition, { side, window_sec: window }: Rule): string {
  const { when, value, rearm } = one;
  const what = fieldOf(one);
  if (when === 'changes') return `${what} changes`;
  if (when === 'sigma') return `${what} is ${shown(value)} sigma ${side === 'both' ? 'off' : side} its last ${window} s`;
  return `${what} ${when} ${shown(value)}${rearm === null ? '' : ` (again once past ${shown(rearm)})`}`;
}

const condition = (rule: Rule): string =>
  [rule, ...rule.more].map((one) => oneCondition(one, rule)).join(rule.match === 'any' ? ' or ' : ' and ');

/** An alert in a few lines: its condition, its record and its outlets. */
function ruleLines(rule: Rule): string[] {
  const { record } = rule;
  const { symbol = '', venue = '' } = rule.input as { symbol?: string; venue?: string };
  const last =
    record.held_reason === null ? `last value${ofField(rule)} ${shown(record.last_value)}` : `held: ${record.held_reason}`;
  const after = record.after
    .filter(({ move_bps: move }) => move !== null)
    .map(({ seconds, move_bps: move }) => `${shown(move)} bps after ${seconds / 60} min`);
  return [
    `${rule.id}  ${rule.status}  ${[symbol, venue].filter((word) => word !== '').join(' on ')}  ${rule.operation}: ${condition(rule)}`,
    `  fired ${record.fired}, evaluated ${record.evaluated}, held ${record.held}; ${last}${after.length > 0 ? `; the mid moved ${after.join(', ')}` : ''}`,
    `  to ${rule.outlets.join(', ')}${rule.expires_at === null ? '' : `, until ${rule.expires_at}`}${rule.note === null ? '' : `  ${sanitiseText(rule.note)}`}`,
  ];
}

/** Lines about a rule's values, each starting with its source. */
const labelled = (answer: { readonly source: string }, lines: readonly string[]): string[] =>
  lines.map((line) => withSource(answer, line));

const text = (lines: readonly string[]): string => `${lines.join('\n')}\n`;

export const alertInWords = (answer: OperationAnswer<'update_alert'>): string =>
  text([...labelled(answer, ruleLines(answer.rule)), ...answer.caveats]);

export const deletedInWords = (answer: OperationAnswer<'delete_alert'>): string =>
  text([
    `Deleted: ${answer.rule.id} is not watched any more. Its firings stay in the ledger.`,
    ...labelled(answer, ruleLines(answer.rule)),
    ...answer.caveats,
  ]);

export function alertsInWords(answer: Alerts): string {
  const { total, rules, fired, outlets, caveats } = answer;
  return text([
    withSource(answer, counted(total, 'alert')),
    ...rules.flatMap((rule) => labelled(answer, ruleLines(rule))),
    ...(fired.length === 0 ? ['nothing has fired'] : ['fired:']),
    ...fired.map((one) => withSource(one, `  ${one.fired_at}  ${sanitiseText(one.text, { max: 300 })}`)),
    ...outlets.map(
      ({ outlet, waiting, given_up: givenUp, problem }) =>
        `${outlet}: ${waiting} waiting, ${givenUp} abandoned${problem === null ? '' : ` (${sanitiseText(problem)})`}`,
    ),
    ...caveats,
  ]);
}

export function alertTestInWords(answer: OperationAnswer<'test_alert'>): string {
  const { rule, value, reason, deliveries, caveats } = answer;
  return text([
    ...labelled(answer, ruleLines(rule)),
    withSource(answer, `current value${ofField(rule)} ${shown(value)}${reason === null ? '' : ` (${reason})`}`),
    ...deliveries.map(({ outlet, ok, problem }) => `${outlet}: ${ok ? 'delivered' : `not delivered, ${problem}`}`),
    ...caveats,
  ]);
}
