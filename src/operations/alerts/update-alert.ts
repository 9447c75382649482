import { z } from 'zod';
import { alertInvalid, alertUnknown } from '../../services/alerts/errors.ts';
import { alertAnswer } from '../../services/alerts/answers/rule.ts';
import { defineOperation } from '../define-operation.ts';
import { alertId } from './alert-id.ts';

export default defineOperation({
  name: 'update_alert',
  title: 'Change an alert',
  toolset: 'alerts',
  effects: 'write',
  role: 'ingest',
  summary: 'Turns an alert on or off, or sets its end.',
  whenToUse: 'To pause, resume or extend an alert.',
  whenNot: 'For another condition use create_alert.',
  keywords: ['pause', 'resume', 'enable', 'disable', 'snooze', 'expiry', 'mute'],
  input: z.strictObject({
    id: alertId,
    enabled: z.boolean().describe('Whether it is watched.').optional(),
    expires_in_sec: z.number().min(1).max(31_536_000).nullable().describe('Seconds until it ends; null: never.').optional(),
  }),
  output: alertAnswer,
  errors: [alertUnknown, alertInvalid],
  examples: [
    { ask: 'Pause that alert', input: { id: 'al-1a2b3c4d', enabled: false } },
    { ask: 'Let it end in an hour', input: { id: 'al-1a2b3c4d', expires_in_sec: 3_600 } },
  ],
  handler: ({ id, enabled, expires_in_sec: expiresInSec }, { alerts }) => alerts.update({ id, enabled, expiresInSec }),
});
