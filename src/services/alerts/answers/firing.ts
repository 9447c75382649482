import { z } from 'zod';
import { count, time } from '../../../core/answer-fields.ts';
import { plain } from '../../../core/number-marks.ts';
import { aggregate, alertBase, input, run, source, watched, when } from './fields.ts';
import { rule } from './rule.ts';

const alsoMet = z.strictObject({
  field: z.string().describe('Path into the answer.'),
  aggregate: aggregate.nullable().describe('How the list became one value.'),
  when: when.describe('The condition.'),
  value: watched.describe("The value, in the field's unit (price, count …)."),
  threshold: watched.nullable().describe('Its threshold, in the same unit (price, count …).'),
});

/** One firing, as every outlet gets it. */
export const firing = z.strictObject({
  id: z.string().describe('Id of the firing.'),
  seq: plain('place', count.describe('Sequence number among all firings.')),
  rule_id: z.string().describe('The alert.'),
  fired_at: time('When'),
  /** States when the data are not live. */
  text: z.string().describe('One plain sentence.'),
  note: z.string().nullable().describe('Note of the alert.'),
  operation: z.string().describe('What was asked.'),
  input,
  field: z.string().describe('Path into the answer.'),
  aggregate: aggregate.nullable().describe('How the list became one value.'),
  when: when.describe('The condition.'),
  value: watched.describe("The value, in the field's unit (price, count …)."),
  /** For sigma, the bound that was crossed. */
  threshold: watched.nullable().describe('Its threshold, in the same unit (price, count …).'),
  more: z.array(alsoMet).describe('Further conditions that held, with their values.'),
  symbol: z.string().nullable().describe('The market; null if it is not a single market.'),
  venue: z.string().nullable().describe('Venue id.'),
  source,
  state: z.string().describe('How the data stood.'),
  age_ms: plain('age', z.number().nullable().describe('Age of the data, milliseconds.')),
  as_of: time('When the answer was made'),
  receipt: z.string().nullable().describe('Proof of the answer, for check_claim.'),
});
export type Firing = z.output<typeof firing>;

/** Waiting deliveries by outlet. */
const outletState = z.strictObject({
  outlet: z.string().describe('The outlet.'),
  waiting: count.describe('Number of waiting messages.'),
  given_up: count.describe('Number of messages given up in the last 30 days.'),
  problem: z.string().nullable().describe('The last error.'),
});
export type OutletState = z.output<typeof outletState>;

/** A firing as lists show it. */
export const listedFiring = firing.extend({
  run: run.describe('earlier: of an earlier run of the simulator, whose market has ended.'),
});

export const alertsAnswer = z.strictObject({
  ...alertBase,
  total: count.describe('Number of matching alerts.'),
  rules: z.array(rule).describe('The alerts.'),
  fired: z.array(listedFiring).describe('The newest firings.'),
  outlets: z.array(outletState).describe('Outlets with messages that wait or were given up.'),
});
export type AlertsAnswer = z.output<typeof alertsAnswer>;
