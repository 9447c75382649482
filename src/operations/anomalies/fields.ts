import { z } from 'zod';
import { count, instrumentFields, severity, time } from '../fields.ts';

export const anomalyKind = z.enum(['spoofing', 'iceberg', 'flash_crash_risk']);

const named = (text: string) => z.record(z.string(), z.number().nullable()).describe(text);

export const anomaly = z.strictObject({
  id: z.string().describe('For explain_anomaly.'),
  type: anomalyKind.describe('Kind; each is a suspicion.'),
  ...instrumentFields,
  severity,
  score: z.number().min(0).max(1).describe('Score, 0–1.'),
  parts: named('Parts, each a share 0–1; null where the input does not exist.'),
  missing: z.array(z.string()).describe('Those parts: the others weigh the more.'),
  seen: named('The quantities behind them, by name; sizes in base currency, _bps in basis points, _s in seconds.'),
  side: z.enum(['bid', 'ask']).nullable().describe('Side of the book; null for the whole market.'),
  price: z.number().nullable().describe('Price of the level, quote currency; null for the whole market.'),
  onset: time('When it began'),
  detected: time('When it was found'),
  end: z.string().nullable().describe('When it was over, RFC 3339 UTC; null: it goes on.'),
  note: z.string().describe('What was seen.'),
  outcome: z
    .strictObject({
      mid: z.number().nullable().describe('Mid when found, price in quote currency; null where there was none.'),
      after: z
        .array(
          z.strictObject({
            seconds: count.describe('Seconds after.'),
            bps: z.number().nullable().describe('Move of the mid by then, basis points (bps); null: not yet.'),
          }),
        )
        .describe('What the mid did.'),
    })
    .describe('What came of it so far.'),
  evidence: z
    .strictObject({
      session: count.describe('Number of the session of the raw log, a count.'),
      from_seq: count.describe('Sequence number of the first input.'),
      to_seq: count.describe('Sequence number of the last.'),
      from: time('First input'),
      to: time('Last input'),
    })
    .nullable()
    .describe('Inputs of the raw log that it rests on; null where no log has them.'),
});
