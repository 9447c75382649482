import { z } from 'zod';
import { claimAnswer, MAX_AGE_SEC } from '../../services/claims/answers.ts';
import { defineOperation } from '../define-operation.ts';
import { noLogHere, proofBusy, proofFailed } from '../errors.ts';

const MOST_TEXT = 200_000;
const MOST_CLAIMS = 200;

const claim = z.strictObject({
  receipt: z.string().min(1).max(400).describe('Receipt of the answer that has the field.'),
  field: z.string().min(1).max(120).describe('Place in that answer, e.g. mid_price, best_bid.price, windows[seconds=30].net.'),
  value: z
    .union([z.number(), z.string().max(200), z.boolean(), z.null()])
    .describe("The value as quoted, in the field's unit (price, size, share or count) unless unit names another."),
  unit: z.string().max(20).describe("Unit of the value if it differs from the field's unit, e.g. %, bps, ms.").optional(),
});

export default defineOperation({
  name: 'check_claim',
  title: 'Check a claim',
  toolset: 'proof',
  effects: 'read',
  subject: 'past',
  role: 'ingest',
  summary:
    'Recomputes the answers of receipts from the raw log and checks figures against them: structured claims, or a text that cites receipts.',
  whenToUse: 'To verify numbers that someone quotes, or to prove an earlier answer.',
  whenNot: 'For a current number use the market tools.',
  keywords: ['verify', 'receipt', 'proof', 'prove', 'audit', 'true', 'trust', 'fact', 'quote', 'evidence', 'hallucination'],
  input: z.strictObject({
    text: z
      .string()
      .max(MOST_TEXT)
      .describe(
        'A text that cites receipts, if possible with each figure as VALUE {field}; or receipts alone; or a whole answer as JSON.',
      )
      .default(''),
    claims: z.array(claim).max(MOST_CLAIMS).describe('Values claimed for fields of answers; the most exact form.').default([]),
    max_age_sec: z
      .number()
      .min(0)
      .max(31_536_000)
      .describe('Seconds until a figure is stale if the market has moved on.')
      .default(MAX_AGE_SEC),
  }),
  output: claimAnswer,
  errors: [noLogHere, proofBusy, proofFailed],
  examples: [
    {
      ask: 'Is this still true: mid 64,000.12?',
      input: {
        claims: [
          {
            receipt: 'tf2:get_report:BTCUSDT@binance-spot:l482910.3-104857+2341:941276:330518264907',
            field: 'mid_price',
            value: 64_000.12,
          },
        ],
      },
    },
    {
      ask: 'Check this paragraph',
      input: {
        text: 'The mid is 64,000.12 {mid_price} [tf2:get_report:BTCUSDT@binance-spot:l482910.3-104857+2341:941276:330518264907]',
      },
    },
    {
      ask: 'Prove this receipt',
      input: { text: 'tf2:get_report:BTCUSDT@binance-spot:l482910.3-104857+2341:941276:330518264907' },
    },
  ],
  handler: ({ text, claims, max_age_sec: maxAgeSec }, services, limits) =>
    services.claims.check({ text, claims, maxAgeSec }, limits),
});
