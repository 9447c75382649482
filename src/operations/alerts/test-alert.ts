import { z } from 'zod';
import { alertTestAnswer } from '../../services/alerts/answers/rule.ts';
import { alertUnknown } from '../../services/alerts/errors.ts';
import { defineOperation } from '../define-operation.ts';
import { alertId } from './alert-id.ts';

export default defineOperation({
  name: 'test_alert',
  title: 'Test an alert',
  toolset: 'alerts',
  effects: 'write',
  role: 'ingest',
  summary: 'Shows the current value of an alert and sends a test message to each of its outlets.',
  whenToUse: 'After creating an alert, to check that its messages arrive. Nothing fires and no record changes.',
  keywords: ['try', 'check', 'dry run', 'webhook'],
  input: z.strictObject({ id: alertId }),
  output: alertTestAnswer,
  errors: [alertUnknown],
  examples: [
    { ask: 'Does my webhook work?', input: { id: 'al-1a2b3c4d' } },
    { ask: 'What does that alert see?', input: { id: 'al-5e6f7a8b' } },
  ],
  handler: ({ id }, { alerts }) => alerts.test({ id }),
});
