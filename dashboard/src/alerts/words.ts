import { age, bps, clock, signed, venueName } from '../words/format.ts';
import { thresholdText, watchableOf, written, type Condition, type Rule, type Scale } from './watchable.ts';

const WHEN: Readonly<Record<Condition['when'], string>> = {
  above: 'above',
  below: 'below',
  crosses: 'crosses',
  changes: 'changes',
  equals: 'is',
  sigma: 'is unusual by',
};

const named = (condition: Condition): string => {
  const label = watchableOf(condition)?.label;
  return label ?? `${condition.aggregate === null ? '' : `${condition.aggregate} of `}${condition.field}`;
};

/** A condition in words. A number of sigmas has no unit of the field. */
export function conditionText(condition: Condition, scale: Scale): string {
  const { when, value, rearm } = condition;
  if (when === 'changes') return `${named(condition)} ${WHEN[when]}`;
  const threshold = when === 'sigma' ? `${value ?? ''} sigma` : thresholdText(condition, value, scale);
  const again = rearm === null ? '' : `, again after ${thresholdText(condition, rearm, scale)}`;
  return `${named(condition)} ${WHEN[when]} ${threshold}${again}`;
}

/** All conditions of a rule. */
export const ruleText = (rule: Rule, scale: Scale): string =>
  [rule, ...rule.more].map((condition) => conditionText(condition, scale)).join(rule.match === 'any' ? ' or ' : ' and ');

/** The market that a rule is about, as its input names it. */
export function marketOf({ input }: Pick<Rule, 'input'>): string {
  const [symbol, venue] = [input['symbol'], input['venue']];
  return [symbol, typeof venue === 'string' ? venueName(venue) : venue]
    .filter((one): one is string => typeof one === 'string')
    .join(' on ');
}

const times = (count: number, what: string): string =>
  `${what} ${count.toLocaleString('en-US')} ${count === 1 ? 'time' : 'times'}`;

/** How often a rule was evaluated and fired, why it was held, and its last value. */
export function recordText(rule: Rule, scale: Scale): string {
  const {
    evaluated,
    fired,
    held,
    held_reason: why,
    last_value: last,
    last_value_at: lastAt,
    last_fired_at: firedAt,
    last_fired_run: run,
  } = rule.record;
  const at = (time: string | null) => (time === null ? '' : ` at ${clock(Date.parse(time))} UTC`);
  return [
    times(evaluated, 'evaluated'),
    `${times(fired, 'fired')}${firedAt === null ? '' : `, last${at(firedAt)}`}${run === 'earlier' ? ' in an earlier run' : ''}`,
    ...(held === 0 ? [] : [`${times(held, 'held')}${why === null ? '' : ` (${why})`}`]),
    ...(last === null
      ? []
      : [`last value${rule.more.length === 0 ? '' : ` of ${named(rule)}`} ${written(rule, last, scale)}${at(lastAt)}`]),
  ].join('; ');
}

/** Seconds as a horizon is named. */
export const horizon = (seconds: number): string => `${seconds / 60} min`;

/** The market's moves after the last firing; horizons that are not over are left out. */
export function afterText({ record: { after } }: Rule): string {
  const known = after.filter(({ move_bps: move, reason }) => move !== null || reason !== 'not yet');
  if (known.length === 0) return 'not judged yet';
  return known
    .map(
      ({ seconds, move_bps: move, reason }) =>
        `${horizon(seconds)} ${move === null ? (reason ?? 'not known') : `${signed(move, bps)} bps`}`,
    )
    .join(', ');
}

/** Outlets and timing of a rule. */
export const termsText = ({ outlets, cooldown_sec: cooldown, expects, expires_at: expires, note }: Rule): string =>
  [
    `notifies ${outlets.map((outlet) => (outlet === 'log' ? "the server's log" : outlet)).join(', ')}`,
    `cool-down ${age(cooldown * 1_000)}`,
    ...(expects === null ? [] : [`expects ${expects}`]),
    ...(expires === null ? [] : [`until ${expires.slice(0, 16).replace('T', ' ')} UTC`]),
    ...(note === null ? [] : [`"${note}"`]),
  ].join('; ');
