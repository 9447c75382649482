import { z } from 'zod';
import { MAX_AGE_SEC, type ClaimAnswer } from '../../services/claims/answers.ts';
import { defineOperation } from '../define-operation.ts';
import { source, time } from '../fields.ts';
import { noLogHere, proofBusy, proofFailed } from '../errors.ts';

const verdict = z
  .enum(['matched', 'stale', 'altered', 'unsupported'])
  .describe('matched: the log says so. stale: it was so once. altered: the log says otherwise. unsupported: nothing says so.');

const MOST_TEXT = 200_000;

export default defineOperation({
  name: 'check_claim',
  title: 'Check a claim',
  toolset: 'proof',
  effects: 'read',
  summary: 'Works out anew, from the raw log, what receipts stand for, and checks each figure of a text that cites them.',
  whenToUse: 'Before numbers that someone quotes are trusted, or to prove an answer given earlier.',
  whenNot: 'For a fresh number ask for it.',
  keywords: ['verify', 'receipt', 'proof', 'prove', 'audit', 'true', 'trust', 'fact', 'quote', 'evidence', 'hallucination'],
  input: z.strictObject({
    text: z
      .string()
      .min(1)
      .max(MOST_TEXT)
      .describe('A receipt, several, a paragraph with receipts in it, or a whole answer as JSON.'),
    max_age_sec: z
      .number()
      .min(0)
      .max(31_536_000)
      .describe('Seconds after which a quoted figure is stale where the market has moved on.')
      .default(MAX_AGE_SEC),
  }),
  output: z.strictObject({
    as_of: time('When it was checked'),
    source: source.describe('What the log is of; simulated where any receipt is.'),
    verdict: verdict.describe('The worst of all.'),
    receipts: z
      .array(
        z.strictObject({
          receipt: z.string().describe('As given.'),
          verdict,
          reason: z.string().describe('Why.'),
          operation: z.string().nullable().describe('What was asked.'),
          as_of: z.string().nullable().describe('The moment of the answer, RFC 3339 UTC.'),
          state: z.string().nullable().describe('How the data stood then.'),
          source: source.nullable().describe('What its data are of; null: it could not be worked out.'),
        }),
      )
      .describe('Each receipt.'),
    figures: z
      .array(
        z.strictObject({
          figure: z.string().describe('As it stands in the text.'),
          verdict,
          reason: z.string().describe('Why.'),
          field: z.string().nullable().describe('The field of the answer it was compared with.'),
          actual: z
            .number()
            .nullable()
            .describe('What that field had, in the unit or currency of the field: price, size, share or count.'),
          receipt: z.string().nullable().describe('The receipt it rests on.'),
        }),
      )
      .describe('Each figure of the text, or each place where a whole answer differs.'),
    caveats: z.array(z.string()).describe('What a careful reader must know.'),
  }) satisfies z.ZodType<ClaimAnswer>,
  errors: [noLogHere, proofBusy, proofFailed],
  examples: [
    {
      ask: 'Is this still true: mid 64,000.12?',
      input: { text: 'The mid is 64,000.12 [tf1:get_report:BTCUSDT@binance-spot:3-104857+2341:9c41:k3m9q2wd]' },
    },
    { ask: 'Prove this receipt', input: { text: 'tf1:get_report:BTCUSDT@binance-spot:3-104857+2341:9c41:k3m9q2wd' } },
  ],
  handler: ({ text, max_age_sec: maxAgeSec }, { claims }, limits) => claims.check({ text, maxAgeSec }, limits),
});
