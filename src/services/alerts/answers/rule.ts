import { z } from 'zod';
import { count, time } from '../../../core/answer-fields.ts';
import { plain } from '../../../core/number-marks.ts';
import {
  after,
  aggregate,
  alertBase,
  expects,
  input,
  match,
  run,
  sigmaSide,
  source,
  watched,
  when,
  whenStale,
} from './fields.ts';

export const ruleStatus = z.enum(['active', 'disabled', 'expired']);

/** Record of a rule. Absent, stale or unreachable values are counted as `held`: they are not evaluated and can't fire. */
const ruleRecord = z.strictObject({
  evaluated: count.describe('Number of times it was evaluated.'),
  fired: count.describe('Number of times it fired.'),
  held: count.describe('Number of times the value was absent, stale or unreachable.'),
  held_reason: z.string().nullable().describe('Why it is held now; null if it is not.'),
  last_value: watched
    .nullable()
    .describe("Last value of `field`, also if `more` has others, in the field's unit (price, count …)."),
  last_value_of: z.string().describe('Which value this is: `spread_bps`, `max of liquidity.walls[].qty`.'),
  last_value_at: z.string().nullable().describe('When, RFC 3339 UTC.'),
  last_fired_at: z.string().nullable().describe('When it fired last, RFC 3339 UTC.'),
  last_fired_run: run
    .nullable()
    .describe('earlier: that firing and its outcome are of an earlier run of the simulator; null if it never fired.'),
  after,
});
export type RuleRecord = z.output<typeof ruleRecord>;

const threshold = plain('setting', z.union([z.number(), z.string()]))
  .nullable()
  .describe("Threshold in the field's unit (price, count …), text, or number of sigmas.");
const rearm = plain('setting', z.number().nullable()).describe(
  'For above and below: level that the value must go back past before it can fire again, unit of the field (price, count …); null: the threshold.',
);

const condition = z.strictObject({
  field: z.string().describe('Path into the answer.'),
  aggregate: aggregate.nullable().describe('How a list becomes one value.'),
  when: when.describe('The condition.'),
  value: threshold,
  rearm,
});

export const rule = z.strictObject({
  id: z.string().describe('Id of the alert.'),
  created_at: time('When it was made'),
  source,
  run: run.describe('earlier: made in an earlier run of the simulator, whose market has ended.'),
  status: z.enum([...ruleStatus.options, 'deleted']).describe('Whether it is watched.'),
  operation: z.string().describe('What is asked.'),
  input,
  field: z.string().describe('Path into the answer.'),
  aggregate: aggregate.nullable().describe('How a list becomes one value.'),
  when: when.describe('The condition.'),
  value: threshold,
  rearm,
  match: match.nullable().describe('all: every condition must hold. any: one is enough. Null: there is one condition.'),
  more: z.array(condition).describe('Further conditions over the same answer.'),
  side: sigmaSide.describe('For sigma: the side of the deviation.'),
  window_sec: plain('setting', z.number().describe('For sigma: seconds of history.')),
  cooldown_sec: plain('setting', z.number().describe('Least seconds between two firings.')),
  expires_at: z.string().nullable().describe('When it ends, RFC 3339 UTC; null: never.'),
  when_stale: whenStale.describe('Whether numbers of stale data are evaluated.'),
  expects: expects.nullable().describe('Expected direction of the market afterwards.'),
  outlets: z.array(z.string()).describe('Outlets that are notified; the paths of addresses are shortened.'),
  note: z.string().nullable().describe("The author's note."),
  record: ruleRecord.describe('Its record so far.'),
});
export type RuleAnswer = z.output<typeof rule>;

export const alertAnswer = z.strictObject({ ...alertBase, rule: rule.describe('The alert.') });
export type AlertAnswer = z.output<typeof alertAnswer>;

/** Current value of a rule, and how its outlets accepted a test message. */
export const alertTestAnswer = alertAnswer.extend({
  value: watched
    .nullable()
    .describe("The value of the rule's `field` now, also if `more` has others, in the field's unit (price, count …)."),
  reason: z.string().nullable().describe('Why it is null.'),
  deliveries: z
    .array(
      z.strictObject({
        outlet: z.string().describe('The outlet.'),
        ok: z.boolean().describe('Whether the outlet accepted it.'),
        problem: z.string().nullable().describe('Why it was not.'),
      }),
    )
    .describe('Result at each outlet.'),
});
export type AlertTestAnswer = z.output<typeof alertTestAnswer>;
