import { z } from 'zod';
import type { AlertTestAnswer } from '../../services/alerts/answers.ts';
import { alertsElsewhere, alertUnknown } from '../../services/alerts/index.ts';
import { defineOperation } from '../define-operation.ts';
import { alertId, oneRule } from './fields.ts';

export default defineOperation({
  name: 'test_alert',
  title: 'Test an alert',
  toolset: 'alerts',
  effects: 'write',
  summary: 'What an alert sees now, and a message to each of its outlets that says it is a test.',
  whenToUse: 'After making an alert, to know that its messages arrive. Nothing fires and no record changes.',
  keywords: ['try', 'check', 'dry run', 'webhook'],
  input: z.strictObject({ id: alertId }),
  output: oneRule.extend({
    value: z.union([z.number(), z.string()]).nullable().describe("The value now, in the field's unit (price, count …)."),
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
  }) satisfies z.ZodType<AlertTestAnswer>,
  errors: [alertUnknown, alertsElsewhere],
  examples: [
    { ask: 'Does my webhook work?', input: { id: 'al-1a2b3c4d' } },
    { ask: 'What does that alert see?', input: { id: 'al-5e6f7a8b' } },
  ],
  handler: ({ id }, { alerts }) => alerts.test({ id }),
});
