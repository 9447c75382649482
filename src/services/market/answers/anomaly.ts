import { z } from 'zod';
import { bookSide, instrumentFields, severity, time } from '../../../core/answer-fields.ts';
import { made, numOrNull, plain } from '../../../core/number-marks.ts';

export const anomalyKind = z.enum(['spoofing', 'iceberg', 'flash_crash_risk']);

const named = (formula: string, text: string) => made(formula, z.record(z.string(), z.number().nullable()).describe(text));

/** The inputs of the raw log that a finding is based on, both ends included, with their exchange times. */
const logRange = plain(
  'place',
  z.strictObject({
    session: z.number().int().min(0).describe("Sequence number of the raw log's session."),
    from_seq: z.number().int().min(0).describe('Sequence number of the first input.'),
    to_seq: z.number().int().min(0).describe('Sequence number of the last.'),
    from: time('First input'),
    to: time('Last input'),
  }),
);
export type LogRange = z.output<typeof logRange>;

/** What a detector saw. */
export const anomaly = z.strictObject({
  id: z.string().describe('For explain_anomaly.'),
  type: anomalyKind.describe('Kind; each is a suspicion.'),
  ...instrumentFields,
  unit: z.string().nullable().describe('Base currency, the unit of sizes here and in the note; null if not known.'),
  severity,
  score: made('anomaly-score', z.number().min(0).max(1).describe('Score, 0–1.')),
  parts: named('anomaly-parts', 'Parts, each a share 0–1; null if the input does not exist.'),
  missing: z.array(z.string()).describe('Missing parts; the others get more weight.'),
  seen: named(
    'anomaly-seen',
    'The quantities behind them, by name; sizes in base currency, fall_from, fall_to (of the mid) and low_trade in quote currency, _pct in per cent, _s in seconds, _after_s from the onset.',
  ),
  side: bookSide.nullable().describe('Side of the book; null for the whole market.'),
  price: numOrNull('anomaly-price', 'Price of the level, quote currency; null for the whole market.'),
  onset: time('When it began'),
  detected: time('When it was found'),
  end: z.string().nullable().describe('Its end, RFC 3339 UTC; null while it is active.'),
  note: z.string().describe('What was observed.'),
  outcome: z
    .strictObject({
      mid: numOrNull('mid', 'Mid when found, price in quote currency; null if there was none.'),
      after: z
        .array(
          made(
            'anomaly-outcome',
            z.strictObject({
              seconds: z.number().int().min(0).describe('Seconds after.'),
              bps: z.number().nullable().describe('Move of the mid by then, basis points (bps); null if still to come.'),
            }),
          ),
        )
        .describe('Later moves of the mid.'),
    })
    .describe('Its outcome so far.'),
  evidence: logRange.nullable().describe('Its inputs in the raw log; null if no log has them.'),
});
export type Anomaly = z.output<typeof anomaly>;
