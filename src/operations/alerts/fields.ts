import { z } from 'zod';
import { count, source as sourceField, time } from '../fields.ts';
import type { AlertAnswer, Firing, LedgerEntry, OutletState, RuleAnswer } from '../../services/alerts/answers.ts';

export const alertId = z
  .string()
  .max(40)
  .regex(/^al-[0-9a-f]+$/, 'must be the id of an alert, such as al-1a2b3c4d')
  .describe('Id of the alert.');

export const when = z.enum(['above', 'below', 'crosses', 'changes', 'equals', 'sigma']);
export const aggregate = z.enum(['any', 'max', 'min', 'count']);
export const expects = z.enum(['up', 'down']);
const source = sourceField.describe('Where the data come from.');
const input = z.record(z.string(), z.unknown()).describe('Its input.');

const after = z
  .array(
    z.strictObject({
      seconds: z.number().describe('Seconds after.'),
      mid: z.number().nullable().describe('Mid then, price in quote currency.'),
      move_bps: z.number().nullable().describe('Move of the mid since, basis points (bps).'),
      reason: z.string().nullable().describe('Why it is null.'),
    }),
  )
  .describe('What the market did after 1, 5, 15 and 60 minutes.');

export const rule = z.strictObject({
  id: z.string().describe('Id of the alert.'),
  created_at: time('When it was made'),
  status: z.enum(['active', 'disabled', 'expired']).describe('Whether it is watched.'),
  operation: z.string().describe('What is asked.'),
  input,
  field: z.string().describe('Path into the answer.'),
  aggregate: aggregate.nullable().describe('How a list becomes one value.'),
  when: when.describe('The condition.'),
  value: z
    .union([z.number(), z.string()])
    .nullable()
    .describe("Threshold in the field's unit (price, count …), text, or number of sigmas."),
  side: z.enum(['up', 'down', 'both']).describe('For sigma: to which side.'),
  window_sec: z.number().describe('For sigma: seconds of history.'),
  cooldown_sec: z.number().describe('Least seconds between two firings.'),
  expires_at: z.string().nullable().describe('When it ends, RFC 3339 UTC; null: never.'),
  when_stale: z.enum(['hold', 'use']).describe('Whether numbers of stale data are judged.'),
  expects: expects.nullable().describe('Where the market is thought to go after.'),
  outlets: z.array(z.string()).describe('Where it is told; the paths of addresses are shortened.'),
  note: z.string().nullable().describe('Whatever its author wrote.'),
  record: z
    .strictObject({
      evaluated: count.describe('Number of times it was judged.'),
      fired: count.describe('Number of times it fired.'),
      held: count.describe('Number of times the value was absent, stale or unreachable.'),
      held_reason: z.string().nullable().describe('Why it is held just now; null when it is not.'),
      last_value: z.union([z.number(), z.string()]).nullable().describe("Last value, in the field's unit (price, count …)."),
      last_value_at: z.string().nullable().describe('When, RFC 3339 UTC.'),
      last_fired_at: z.string().nullable().describe('When it fired last, RFC 3339 UTC.'),
      after,
    })
    .describe('What it has done so far.'),
}) satisfies z.ZodType<RuleAnswer>;

export const firing = z.strictObject({
  id: z.string().describe('Id of the firing.'),
  seq: count.describe('Sequence number among all firings.'),
  rule_id: z.string().describe('The alert.'),
  fired_at: time('When'),
  text: z.string().describe('One plain sentence.'),
  note: z.string().nullable().describe('Note of the alert.'),
  operation: z.string().describe('What was asked.'),
  input,
  field: z.string().describe('Path into the answer.'),
  aggregate: aggregate.nullable().describe('How a list became one value.'),
  when: when.describe('The condition.'),
  value: z.union([z.number(), z.string()]).describe("The value, in the field's unit (price, count …)."),
  threshold: z
    .union([z.number(), z.string()])
    .nullable()
    .describe('What it was measured against, in the same unit (price, count …).'),
  symbol: z.string().nullable().describe('The market; null where it is no one market.'),
  venue: z.string().nullable().describe('Venue id.'),
  source,
  state: z.string().describe('How the data stood.'),
  age_ms: z.number().nullable().describe('Age of the data, milliseconds.'),
  as_of: time('When the answer was made'),
  receipt: z.string().nullable().describe('Proof of the answer, for check_claim.'),
}) satisfies z.ZodType<Firing>;

export const outletState = z.strictObject({
  outlet: z.string().describe('The outlet.'),
  waiting: count.describe('Number of messages that wait.'),
  given_up: count.describe('Number of messages given up in the last 30 days.'),
  problem: z.string().nullable().describe('What went wrong last.'),
}) satisfies z.ZodType<OutletState>;

export const ledgerEntry = z.strictObject({
  id: z.string().describe('Id of the entry.'),
  kind: z.string().describe('alert, or the kind of an anomaly.'),
  subject: z.string().describe('The alert, or the anomaly.'),
  at: time('When it was said'),
  symbol: z.string().nullable().describe('The market; null where it is no one market.'),
  venue: z.string().nullable().describe('Venue id.'),
  source,
  expects: expects.nullable().describe('Where the market was thought to go.'),
  text: z.string().describe('What was said.'),
  mid: z.number().nullable().describe('Mid when it was said, price in quote currency.'),
  after,
  highest_bps: z.number().nullable().describe('Largest move up within the hour, basis points (bps).'),
  lowest_bps: z.number().nullable().describe('Largest move down within the hour, basis points (bps).'),
  seen_share: z.number().min(0).max(1).describe('Share of the seconds in which the mid was seen, 0–1.'),
  hit: z.boolean().nullable().describe('Whether it went the expected way; null where unknown or nothing was expected.'),
  receipt: z.string().nullable().describe('Proof of the answer behind it.'),
}) satisfies z.ZodType<LedgerEntry>;

/** What answers about alerts carry beside their own fields. */
export const alertBase = {
  as_of: time('When the answer was made'),
  source,
  caveats: z.array(z.string()).describe('What a careful reader must know.'),
} as const;

export const oneRule = z.strictObject({ ...alertBase, rule: rule.describe('The alert.') }) satisfies z.ZodType<AlertAnswer>;
