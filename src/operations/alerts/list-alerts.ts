import { z } from 'zod';
import type { AlertsAnswer } from '../../services/alerts/answers.ts';
import { alertsElsewhere, alertUnknown } from '../../services/alerts/index.ts';
import { defineOperation } from '../define-operation.ts';
import { count, symbolInput, whole } from '../fields.ts';
import { alertBase, alertId, firing, outletState, rule } from './fields.ts';

export default defineOperation({
  name: 'list_alerts',
  title: 'List alerts',
  toolset: 'alerts',
  effects: 'read',
  summary: 'Alerts with their record so far, the newest firings, and what waits to be delivered.',
  whenToUse: 'To see what is watched, what fired, and what the market did after.',
  keywords: ['alarm', 'notification', 'rule', 'fired', 'triggered', 'watch', 'record', 'outbox'],
  input: z.strictObject({
    id: alertId.optional(),
    symbol: symbolInput.optional(),
    status: z.enum(['active', 'disabled', 'expired']).describe('Only of this status.').optional(),
    limit: whole(0, 200).describe('Number of alerts, newest first.').default(1),
    fired: whole(0, 200).describe('Number of firings, newest first.').default(1),
    after_seq: count.describe('Only firings with a greater sequence number.').optional(),
  }),
  output: z.strictObject({
    ...alertBase,
    total: count.describe('Number of alerts that fit.'),
    rules: z.array(rule).describe('The alerts.'),
    fired: z.array(firing).describe('The newest firings.'),
    outlets: z.array(outletState).describe('Outlets with something that waits or was given up.'),
  }) satisfies z.ZodType<AlertsAnswer>,
  errors: [alertUnknown, alertsElsewhere],
  examples: [
    { ask: 'What alerts do I have?', input: { limit: 20 } },
    { ask: 'What fired last?', input: { limit: 0, fired: 10 } },
  ],
  handler: ({ after_seq: afterSeq, ...query }, { alerts }) => alerts.list({ ...query, afterSeq }),
});
