import { z } from 'zod';
import { backendUnavailable, invalidInput, symbolNotIndexed } from '../../core/index.ts';
import { severity } from '../../core/answer-fields.ts';
import { marketVersions } from '../../services/market/answers/versions.ts';
import { shownAnomalies } from '../../services/market/answers/anomalies.ts';
import { anomalyKind } from '../../services/market/answers/anomaly.ts';
import { defineOperation } from '../define-operation.ts';
import { detailInput, symbolInput, timeInput, venueInput, whole } from '../fields.ts';
import { conciseAnomalies } from './concise.ts';

export default defineOperation({
  name: 'get_anomalies',
  title: 'Anomalies',
  toolset: 'anomalies',
  effects: 'read',
  role: 'analyze',
  summary: 'Suspected spoofing, icebergs and flash-crash risk: active and past, with score, evidence and outcome.',
  whenToUse:
    'When a market looks odd, or before trusting a big order. On an unseen market it found no spoofing (0 of 120), icebergs with a recall of .2–.8, crashes .5–1.',
  whenNot: 'For current large levels use get_liquidity.',
  keywords: [
    'spoof',
    'spoofing',
    'layering',
    'manipulation',
    'iceberg',
    'hidden',
    'flash',
    'crash',
    'fake',
    'wall',
    'suspicious',
  ],
  input: z.strictObject({
    symbol: symbolInput.describe('Instrument. Absent: all followed ones.').optional(),
    venue: venueInput,
    since: timeInput('2026-11-20T12:00:00Z').describe('Only anomalies seen since this time, RFC 3339.').optional(),
    type: anomalyKind.describe('Only this kind.').optional(),
    min_severity: severity.describe('Least severity.').default('low'),
    limit: whole(1, 100).describe('Number of anomalies, newest first.').default(20),
    detail: detailInput,
  }),
  output: shownAnomalies,
  reads: 'market',
  versions: marketVersions('watching', 'detectors'),
  errors: [symbolNotIndexed, invalidInput, backendUnavailable],
  examples: [
    { ask: 'Is anyone spoofing BTCUSDT?', input: { symbol: 'BTCUSDT' } },
    { ask: 'Anything serious anywhere?', input: { min_severity: 'high' } },
  ],
  handler: async ({ min_severity: minSeverity, detail, ...query }, { market }) => {
    const answer = await market.getAnomalies({ ...query, minSeverity });
    return detail === 'concise' ? conciseAnomalies(answer) : answer;
  },
});
