import { z } from 'zod';
import { count } from '../../core/answer-fields.ts';
import { alertsAnswer } from '../../services/alerts/answers/firing.ts';
import { ruleStatus } from '../../services/alerts/answers/rule.ts';
import { alertUnknown } from '../../services/alerts/errors.ts';
import { defineOperation } from '../define-operation.ts';
import { symbolInput, whole } from '../fields.ts';
import { alertId } from './alert-id.ts';

export default defineOperation({
  name: 'list_alerts',
  title: 'List alerts',
  toolset: 'alerts',
  effects: 'read',
  subject: 'alerts',
  role: 'ingest',
  summary: 'Alerts with their record so far, the newest firings, and waiting deliveries.',
  whenToUse: 'To see what is watched, what fired, and how the market moved afterwards.',
  keywords: ['alarm', 'notification', 'rule', 'fired', 'triggered', 'watch', 'record', 'outbox'],
  input: z.strictObject({
    id: alertId.optional(),
    symbol: symbolInput.optional(),
    status: ruleStatus.describe('Only of this status.').optional(),
    limit: whole(0, 200).describe('Number of alerts, newest first.').default(10),
    fired: whole(0, 200).describe('Number of firings, newest first.').default(10),
    after_seq: count.describe('Only firings with a greater sequence number.').optional(),
  }),
  output: alertsAnswer,
  errors: [alertUnknown],
  examples: [
    { ask: 'What alerts do I have?', input: { limit: 20 } },
    { ask: 'What fired last?', input: { limit: 0, fired: 10 } },
  ],
  handler: ({ after_seq: afterSeq, ...query }, { alerts }) => alerts.list({ ...query, afterSeq }),
});
