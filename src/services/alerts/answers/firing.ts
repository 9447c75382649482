import { z } from 'zod';
import { count, time } from '../../../core/answer-fields.ts';
import { plain } from '../../../core/number-marks.ts';
import { aggregate, alertBase, input, source, watched, when } from './fields.ts';
import { rule } from './rule.ts';

/** One firing, as every outlet gets it. */
export const firing = z.strictObject({
  id: z.string().describe('Id of the firing.'),
  seq: plain('place', count.describe('Sequence number among all firings.')),
  rule_id: z.string().describe('The alert.'),
  fired_at: time('When'),
  /** Says so when the data are not live. */
  text: z.string().describe('One plain sentence.'),
  note: z.string().nullable().describe('Note of the alert.'),
  operation: z.string().describe('What was asked.'),
  input,
  field: z.string().describe('Path into the answer.'),
  aggregate: aggregate.nullable().describe('How a list became one value.'),
  when: when.describe('The condition.'),
  value: watched.describe("The value, in the field's unit (price, count …)."),
  /** For sigma the bound that was passed. */
  threshold: watched.nullable().describe('What it was measured against, in the same unit (price, count …).'),
  symbol: z.string().nullable().describe('The market; null where it is no one market.'),
  venue: z.string().nullable().describe('Venue id.'),
  source,
  state: z.string().describe('How the data stood.'),
  age_ms: plain('age', z.number().nullable().describe('Age of the data, milliseconds.')),
  as_of: time('When the answer was made'),
  receipt: z.string().nullable().describe('Proof of the answer, for check_claim.'),
});
export type Firing = z.output<typeof firing>;

/** What waits to be delivered, by outlet. */
const outletState = z.strictObject({
  outlet: z.string().describe('The outlet.'),
  waiting: count.describe('Number of messages that wait.'),
  given_up: count.describe('Number of messages given up in the last 30 days.'),
  problem: z.string().nullable().describe('What went wrong last.'),
});
export type OutletState = z.output<typeof outletState>;

export const alertsAnswer = z.strictObject({
  ...alertBase,
  total: count.describe('Number of alerts that fit.'),
  rules: z.array(rule).describe('The alerts.'),
  fired: z.array(firing).describe('The newest firings.'),
  outlets: z.array(outletState).describe('Outlets with something that waits or was given up.'),
});
export type AlertsAnswer = z.output<typeof alertsAnswer>;
