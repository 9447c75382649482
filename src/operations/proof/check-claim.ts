import { z } from 'zod';
import { MAX_AGE_SEC, type ClaimAnswer } from '../../services/claims/answers.ts';
import { defineOperation } from '../define-operation.ts';
import { SOURCES } from '../../core/index.ts';
import { time } from '../fields.ts';
import { noLogHere, proofBusy, proofFailed } from '../errors.ts';

const MOST_TEXT = 200_000;
const MOST_CLAIMS = 200;

const claim = z.strictObject({
  receipt: z.string().min(1).max(400).describe('Receipt of the answer that has the field.'),
  field: z.string().min(1).max(120).describe('Place in that answer, e.g. mid_price, best_bid.price, windows[seconds=30].net.'),
  value: z
    .union([z.number(), z.string().max(200), z.boolean(), z.null()])
    .describe("The value as quoted, in the field's unit (price, size, share or count) unless unit names another."),
  unit: z.string().max(20).describe("Unit of the value where it isn't the field's own, e.g. %, bps, ms.").optional(),
});

export default defineOperation({
  name: 'check_claim',
  title: 'Check a claim',
  toolset: 'proof',
  effects: 'read',
  summary:
    'Recomputes the answers of receipts from the raw log and checks figures against them: structured claims, or a text that cites receipts.',
  whenToUse: 'To verify numbers that someone quotes, or to prove an earlier answer.',
  whenNot: 'For a current number, ask the market tools.',
  keywords: ['verify', 'receipt', 'proof', 'prove', 'audit', 'true', 'trust', 'fact', 'quote', 'evidence', 'hallucination'],
  input: z.strictObject({
    text: z
      .string()
      .max(MOST_TEXT)
      .describe('A text that cites receipts, best with each figure as VALUE {field}; receipts alone; or a whole answer as JSON.')
      .default(''),
    claims: z.array(claim).max(MOST_CLAIMS).describe('Values claimed for fields of answers: the most exact way.').default([]),
    max_age_sec: z
      .number()
      .min(0)
      .max(31_536_000)
      .describe('Seconds after which a quoted figure is stale where the market has moved on.')
      .default(MAX_AGE_SEC),
  }),
  output: z.strictObject({
    as_of: time('When it was checked'),
    source: z.enum(SOURCES).describe('Source of the log.'),
    verdict: z
      .enum(['matched', 'partly_checked', 'stale', 'altered', 'unsupported'])
      .describe(
        "The worst of all. matched: everything was proven. partly_checked: nothing is wrong, something could not be checked. stale: it held once. altered: the log gives something else. unsupported: a receipt is missing or invalid, or its log can't be read.",
      ),
    receipts: z
      .array(
        z.strictObject({
          receipt: z.string().describe('As given.'),
          verdict: z
            .enum(['matched', 'altered', 'unsupported', 'not_checked'])
            .describe('not_checked: the budget ran out before this receipt.'),
          reason: z.string().describe('Why.'),
          operation: z.string().nullable().describe('What was asked.'),
          as_of: z.string().nullable().describe('The moment of the answer, RFC 3339 UTC.'),
          state: z.string().nullable().describe('State of the market data at that time.'),
          source: z.enum(SOURCES).nullable().describe('Source of its data; null if it could not be recomputed.'),
        }),
      )
      .describe('Each receipt.'),
    figures: z
      .array(
        z.strictObject({
          figure: z.string().describe('As it stands in the text.'),
          verdict: z
            .enum(['matched', 'stale', 'altered', 'not_checked', 'context'])
            .describe(
              'not_checked: its field or its reading is not clear. context: a window, time or size, which claims no value.',
            ),
          reason: z.string().describe('Why.'),
          field: z.string().nullable().describe('The field that it was compared with, or the nearest.'),
          actual: z.number().nullable().describe('Actual value of the field, in its own unit: price, size, share or count.'),
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
      input: {
        claims: [
          { receipt: 'tf1:get_report:BTCUSDT@binance-spot:3-104857+2341:9c41:k3m9q2wd', field: 'mid_price', value: 64_000.12 },
        ],
      },
    },
    {
      ask: 'Check this paragraph',
      input: { text: 'The mid is 64,000.12 {mid_price} [tf1:get_report:BTCUSDT@binance-spot:3-104857+2341:9c41:k3m9q2wd]' },
    },
    { ask: 'Prove this receipt', input: { text: 'tf1:get_report:BTCUSDT@binance-spot:3-104857+2341:9c41:k3m9q2wd' } },
  ],
  handler: ({ text, claims, max_age_sec: maxAgeSec }, services, limits) =>
    services.claims.check({ text, claims, maxAgeSec }, limits),
});
