import { z } from 'zod';
import type { ExplainedAnomaly } from '../../services/market/answers.ts';
import { anomalyUnknown, anomalyUnproven } from '../../services/market/index.ts';
import { defineOperation } from '../define-operation.ts';
import { noLogHere, proofBusy, proofFailed } from '../errors.ts';
import { aggressor, count, detailInput, source, time, whole } from '../fields.ts';
import { conciseExplained } from './concise.ts';
import { anomaly } from './fields.ts';

const addend = z.strictObject({
  part: z.string().describe('Which part.'),
  value: z.number().nullable().describe('Its value, a share 0–1 (a ratio for an iceberg); null: missing.'),
  weight: z.number().nullable().describe('Its share of the score; null: missing.'),
  product: z.number().nullable().describe('Value times weight, a share of the score; null: missing.'),
});

const step = z.strictObject({
  time: time('When'),
  seq: count.describe('Sequence number in the raw log.'),
  what: z
    .enum(['level', 'trade', 'book', 'found', 'changed', 'ended'])
    .describe('level: its size changed. trade: printed there. book: mid and best ten bids. found, changed: the finding.'),
  size: z.number().nullable().describe('Size, base currency; null where the step has none.'),
  side: aggressor.nullable().describe("A trade's aggressor; null for other steps."),
  price: z.number().nullable().describe('Price, quote currency; null where the step has none.'),
  score: z.number().nullable().describe('Score of the finding, 0–1; null for other steps.'),
});

export default defineOperation({
  name: 'explain_anomaly',
  title: 'Explain an anomaly',
  toolset: 'anomalies',
  effects: 'read',
  summary:
    'Replays the raw log that an anomaly rests on: level sizes and trades step by step, the arithmetic of its score, and whether it is found again.',
  whenToUse: 'To see why something was suspected, or to prove that it was.',
  whenNot: 'For a list use get_anomalies.',
  keywords: ['why', 'evidence', 'replay', 'prove', 'explain', 'reproduce', 'spoof', 'iceberg', 'crash'],
  input: z.strictObject({
    id: z.string().min(1).max(200).describe('Id from get_anomalies.'),
    steps: whole(2, 2_000).describe('Number of steps at most, first and last ones.').default(200),
    detail: detailInput,
  }),
  output: z.strictObject({
    as_of: time('When it was explained'),
    source: source.describe('What the log is of.'),
    id: z.string().describe('As asked.'),
    reproduced: z.boolean().describe('Whether the log gives the same finding to the last digit.'),
    reason: z.string().describe('What the log gives.'),
    anomaly: anomaly.describe('The finding as the log gives it.'),
    arithmetic: z.array(addend).describe('Addends of the score.'),
    steps: z.array(step).describe('What happened, oldest first.'),
    steps_left_out: count.describe('Number of steps left out in between.'),
    caveats: z.array(z.string()).describe('What a careful reader must know.'),
  }) satisfies z.ZodType<ExplainedAnomaly>,
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
