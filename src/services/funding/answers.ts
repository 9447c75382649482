import { z } from 'zod';
import { absences, ageMs, caveats, instrumentFields, source, time, type Unsealed } from '../../core/answer-fields.ts';
import { numOrNull, plain } from '../../core/number-marks.ts';

const settlement = z.strictObject({
  time: time('When it was settled, by the venue'),
  rate: plain('received', z.number()).describe(
    'Rate of this interval, ratio of the payment to the position; positive: longs pay shorts.',
  ),
  mark_price: plain('received', z.number().nullable()).describe('Mark price at the settlement, quote currency.'),
  interval_hours: numOrNull('funding-interval', 'Hours since the previous settlement, 1–24.'),
  apr_pct: numOrNull('funding-apr', 'The rate per year by its own interval, without compounding, per cent.'),
});

export const fundingHistoryAnswer = z.strictObject({
  as_of: time('When the venue answered'),
  source: source.describe('Where the data come from.'),
  age_ms: ageMs.describe('Milliseconds since the venue answered.'),
  ...instrumentFields,
  settlements: z.array(settlement).describe('Oldest first.'),
  next_from: z.string().nullable().describe('`from` of the next page, RFC 3339 UTC; null: there is none.'),
  absent: absences,
  caveats,
  receipt: z.string().nullable().describe('Proof of the answer, for check_claim; null when no raw log has it.'),
  cite: z.string().describe('How to quote a number of this answer.').optional(),
});
export type FundingHistoryAnswer = z.output<typeof fundingHistoryAnswer>;

/** Part of the marks of receipts. Raised when the same exchange gives another answer, unless a formula's version changes. */
export const FUNDING_VERSIONS = { funding: 3 } as const;

export interface FundingHistoryQuery {
  readonly symbol: string;
  /** Venue id; absent: the first venue that has it. */
  readonly venue?: string | undefined;
  /** RFC 3339; absent: the newest settlements. */
  readonly from?: string | undefined;
  readonly limit: number;
}

export interface FundingService {
  /** Throws TF_VENUE_UNSUPPORTED, TF_VENUE_SYMBOL_UNKNOWN, TF_VENUE_NO_ANSWER. */
  fundingHistory(query: FundingHistoryQuery): Promise<Unsealed<FundingHistoryAnswer>>;
}
