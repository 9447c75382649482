import { z } from 'zod';
import { ledgerAnswer } from '../../services/alerts/answers/ledger.ts';
import { defineOperation } from '../define-operation.ts';
import { symbolInput, whole } from '../fields.ts';

export default defineOperation({
  name: 'get_ledger',
  title: 'Ledger',
  toolset: 'alerts',
  effects: 'read',
  subject: 'alerts',
  role: 'ingest',
  summary:
    'Every alert firing and every anomaly, with the market moves afterwards; hit rates with their uncertainty, misses included.',
  whenToUse: 'To judge how well alerts or detectors predicted.',
  whenNot: 'For current anomalies use get_report.',
  keywords: ['track record', 'hit rate', 'accuracy', 'outcome', 'performance', 'history', 'win rate', 'precision'],
  input: z.strictObject({
    kind: z.string().max(40).describe('alert, or a kind of anomaly such as spoofing. Absent: all.').optional(),
    subject: z.string().max(120).describe('Id of one alert or anomaly.').optional(),
    symbol: symbolInput.optional(),
    since_hours: z.number().min(0).max(87_600).describe('Length of the period, hours (of 3,600 seconds).').default(168),
    horizon_sec: z
      .union([z.literal(60), z.literal(300), z.literal(900), z.literal(3_600)])
      .describe('Seconds after which an entry is judged.')
      .default(900),
    hit_bps: z
      .number()
      .gt(0)
      .max(10_000)
      .describe('Least move in the expected direction for a hit, basis points (bps).')
      .default(5),
    limit: whole(0, 500).describe('Number of entries, newest first.').default(10),
  }),
  output: ledgerAnswer,
  errors: [],
  examples: [
    { ask: 'How good were my alerts this week?', input: { kind: 'alert' } },
    { ask: 'What happened after each alert on BTCUSDT?', input: { symbol: 'BTCUSDT', limit: 20 } },
  ],
  handler: ({ since_hours: sinceHours, horizon_sec: horizonSec, hit_bps: hitBps, ...query }, { alerts }) =>
    alerts.ledger({ ...query, sinceHours, horizonSec, hitBps }),
});
