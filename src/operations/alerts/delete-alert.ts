import { z } from 'zod';
import { alertUnknown } from '../../services/alerts/errors.ts';
import { alertAnswer } from '../../services/alerts/answers/rule.ts';
import { defineOperation } from '../define-operation.ts';
import { alertId } from './alert-id.ts';

export default defineOperation({
  name: 'delete_alert',
  title: 'Delete an alert',
  toolset: 'alerts',
  effects: 'write',
  role: 'ingest',
  summary: 'Deletes an alert and returns it.',
  whenToUse: 'When it is no longer needed. Its firings stay in the ledger.',
  keywords: ['remove', 'cancel', 'rm'],
  input: z.strictObject({ id: alertId }),
  output: alertAnswer,
  errors: [alertUnknown],
  examples: [
    { ask: 'Remove that alert', input: { id: 'al-1a2b3c4d' } },
    { ask: 'Stop watching the spread', input: { id: 'al-5e6f7a8b' } },
  ],
  handler: ({ id }, { alerts }) => alerts.remove({ id }),
});
