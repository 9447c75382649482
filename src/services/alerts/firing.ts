import { SOURCES, toRfc3339, visibleValue, type Micros, type Source } from '../../core/index.ts';
import type { Firing } from './answers.ts';
import type { Answer } from './asking.ts';
import type { Judgement, Met } from './judge.ts';
import type { LiveRule } from './rule-index.ts';

type Fired = Extract<Judgement, { kind: 'fire' }>;

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The market of a rule: from its answer, else from its input; nulls if it is not a single market. */
export const marketOf = (answer: Answer, input: Answer): { readonly symbol: string | null; readonly venue: string | null } => ({
  symbol: textOf(answer['symbol']) ?? textOf(input['symbol']),
  venue: textOf(answer['venue']) ?? textOf(input['venue']),
});

/** The message about one firing for every outlet. */
export function makeFiring(
  rule: LiveRule,
  fired: Fired,
  answer: Answer,
  { seq, at, source: own }: { readonly seq: number; readonly at: Micros; readonly source: Source },
): Firing {
  const { spec } = rule;
  const market = marketOf(answer, spec.input);
  const source = SOURCES.find((known) => known === answer['source']) ?? own;
  const firing = {
    // The id contains the time: a power cut may reset the count, and a receiver must not take a new firing for a duplicate.
    id: `${rule.id}-${rule.fired + 1}-${at.toString(36)}`,
    seq,
    rule_id: rule.id,
    fired_at: toRfc3339(at),
    note: spec.note,
    operation: spec.operation,
    input: { ...spec.input },
    field: fired.field,
    aggregate: fired.aggregate,
    when: fired.when,
    value: fired.value,
    threshold: fired.threshold,
    more: fired.more.map((met) => ({ ...met })),
    ...market,
    source,
    state: textOf(answer['state']) ?? 'unknown',
    age_ms: typeof answer['age_ms'] === 'number' ? answer['age_ms'] : null,
    as_of: textOf(answer['as_of']) ?? toRfc3339(at),
    receipt: textOf(answer['receipt']),
  };
  // An older state may hold notes and venue texts that were not cleaned.
  return visibleValue({ ...firing, text: sentence(firing) });
}

const VERBS = {
  above: (threshold: string) => `above ${threshold}`,
  below: (threshold: string) => `below ${threshold}`,
  crosses: (threshold: string) => `across ${threshold}`,
  changes: (threshold: string) => `no longer ${threshold}`,
  equals: (threshold: string) => `as awaited (${threshold})`,
  sigma: (threshold: string) => `unusual: its recent history reaches to ${threshold}`,
} as const;

/** These words start the sentence, so that a truncated notice still contains them. */
export const sourceWords: Readonly<Record<Source, string>> = {
  live: '',
  recorded: 'RECORDED, not the market as it is now: ',
  simulated: 'SIMULATED, nothing of it is real: ',
};

const shown = (value: number | string | null): string =>
  typeof value === 'number' ? String(Number(value.toPrecision(9))) : String(value);

const metWords = ({ field, aggregate, value, when, threshold }: Met): string =>
  `${aggregate === null || aggregate === 'any' ? field : `${aggregate} of ${field}`} is ${shown(value)}, ${VERBS[when](shown(threshold))}`;

function sentence(firing: Omit<Firing, 'text'>): string {
  const { symbol, venue, source, more } = firing;
  const subject = symbol === null ? '' : `${symbol}${venue === null ? '' : ` on ${venue}`}: `;
  return `${sourceWords[source]}${subject}${[firing, ...more].map(metWords).join('; and ')}.`;
}
