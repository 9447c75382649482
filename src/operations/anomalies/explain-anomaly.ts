import { z } from 'zod';
import { explainedAnomaly } from '../../services/market/answers/explained.ts';
import { anomalyUnknown, anomalyUnproven } from '../../services/market/errors.ts';
import { defineOperation } from '../define-operation.ts';
import { noLogHere, proofBusy, proofFailed } from '../errors.ts';
import { detailInput, whole } from '../fields.ts';
import { conciseExplained } from './concise.ts';

export default defineOperation({
  name: 'explain_anomaly',
  title: 'Explain an anomaly',
  toolset: 'anomalies',
  effects: 'read',
  subject: 'past',
  role: 'ingest',
  summary:
    'Replays the raw log behind an anomaly: level sizes and trades step by step, the arithmetic of its score, and whether it is found again.',
  whenToUse: 'To see why something was suspected, or to prove that it was.',
  whenNot: 'For a list use get_anomalies.',
  keywords: ['why', 'evidence', 'replay', 'prove', 'explain', 'reproduce', 'spoof', 'iceberg', 'crash'],
  input: z.strictObject({
    id: z.string().min(1).max(200).describe('Id from get_anomalies.'),
    steps: whole(2, 2_000).describe('Maximum number of steps: the first and the last ones.').default(200),
    detail: detailInput,
  }),
  output: explainedAnomaly,
  errors: [anomalyUnknown, anomalyUnproven, noLogHere, proofBusy, proofFailed],
  examples: [
    { ask: 'Why was that spoofing?', input: { id: 'binance-spot:BTCUSDT:spoofing:1763642096789000' } },
    { ask: 'Prove that anomaly', input: { id: 'binance-spot:BTCUSDT:iceberg:1763642096789000', steps: 50 } },
  ],
  handler: async ({ id, steps, detail }, { anomalies }, limits) => {
    const answer = await anomalies.explain({ id, steps }, limits);
    return detail === 'concise' ? conciseExplained(answer) : answer;
  },
});
