import { z } from 'zod';
import { count, time } from '../../../core/answer-fields.ts';
import { plain } from '../../../core/number-marks.ts';
import { after, aggregate, alertBase, expects, input, sigmaSide, watched, when, whenStale } from './fields.ts';

export const ruleStatus = z.enum(['active', 'disabled', 'expired']);

/** What a rule has done so far. Values absent, stale or unreachable are `held`: neither evaluated nor able to fire. */
const ruleRecord = z.strictObject({
  evaluated: count.describe('Number of times it was judged.'),
  fired: count.describe('Number of times it fired.'),
  held: count.describe('Number of times the value was absent, stale or unreachable.'),
  held_reason: z.string().nullable().describe('Why it is held just now; null when it is not.'),
  last_value: watched.nullable().describe("Last value, in the field's unit (price, count …)."),
  last_value_at: z.string().nullable().describe('When, RFC 3339 UTC.'),
  last_fired_at: z.string().nullable().describe('When it fired last, RFC 3339 UTC.'),
  after,
});
export type RuleRecord = z.output<typeof ruleRecord>;

export const rule = z.strictObject({
  id: z.string().describe('Id of the alert.'),
  created_at: time('When it was made'),
  status: ruleStatus.describe('Whether it is watched.'),
  operation: z.string().describe('What is asked.'),
  input,
  field: z.string().describe('Path into the answer.'),
  aggregate: aggregate.nullable().describe('How a list becomes one value.'),
  when: when.describe('The condition.'),
  value: plain('setting', z.union([z.number(), z.string()]))
    .nullable()
    .describe("Threshold in the field's unit (price, count …), text, or number of sigmas."),
  side: sigmaSide.describe('For sigma: to which side.'),
  window_sec: plain('setting', z.number().describe('For sigma: seconds of history.')),
  cooldown_sec: plain('setting', z.number().describe('Least seconds between two firings.')),
  expires_at: z.string().nullable().describe('When it ends, RFC 3339 UTC; null: never.'),
  when_stale: whenStale.describe('Whether numbers of stale data are judged.'),
  expects: expects.nullable().describe('Where the market is thought to go after.'),
  outlets: z.array(z.string()).describe('Where it is told; the paths of addresses are shortened.'),
  note: z.string().nullable().describe('Whatever its author wrote.'),
  record: ruleRecord.describe('What it has done so far.'),
});
export type RuleAnswer = z.output<typeof rule>;

export const alertAnswer = z.strictObject({ ...alertBase, rule: rule.describe('The alert.') });
export type AlertAnswer = z.output<typeof alertAnswer>;

/** What a rule sees now, and how its outlets took a message that says it is a test. */
export const alertTestAnswer = alertAnswer.extend({
  value: watched.nullable().describe("The value now, in the field's unit (price, count …)."),
  reason: z.string().nullable().describe('Why it is null.'),
  deliveries: z
    .array(
      z.strictObject({
        outlet: z.string().describe('The outlet.'),
        ok: z.boolean().describe('Whether it was taken.'),
        problem: z.string().nullable().describe('Why it was not.'),
      }),
    )
    .describe('How each outlet took it.'),
});
export type AlertTestAnswer = z.output<typeof alertTestAnswer>;
