import { z } from 'zod';
import type { WorkLimits } from '../../core/index.ts';
import { caveats, source, time } from '../../core/answer-fields.ts';
import { plain } from '../../core/number-marks.ts';

const verdict = z.enum(['matched', 'partly_checked', 'stale', 'altered', 'unsupported']);
export type Verdict = z.output<typeof verdict>;

const receiptVerdict = z.enum(['matched', 'altered', 'unsupported', 'not_checked']);
export type ReceiptVerdict = z.output<typeof receiptVerdict>;

const figureVerdict = z.enum(['matched', 'stale', 'altered', 'not_checked', 'context']);
export type FigureVerdict = z.output<typeof figureVerdict>;

const receiptCheck = z.strictObject({
  receipt: z.string().describe('As given.'),
  verdict: receiptVerdict.describe('not_checked: the budget ran out before this receipt.'),
  reason: z.string().describe('Why.'),
  operation: z.string().nullable().describe('What was asked.'),
  as_of: z.string().nullable().describe('The moment of the answer, RFC 3339 UTC.'),
  state: z.string().nullable().describe('State of the market data at that time.'),
  source: source.nullable().describe('Source of its data; null if it could not be recomputed.'),
});
export type ReceiptCheck = z.output<typeof receiptCheck>;

const figureCheck = z.strictObject({
  figure: z.string().describe('As written in the text.'),
  verdict: figureVerdict.describe(
    'not_checked: its field or its reading is not clear. context: a window, time or size, which claims no value.',
  ),
  reason: z.string().describe('Why.'),
  field: z.string().nullable().describe('The field that it was compared with, or the nearest.'),
  actual: plain(
    'quoted',
    z.number().nullable().describe('Actual value of the field, in its own unit: price, size, share or count.'),
  ),
  receipt: z.string().nullable().describe('The receipt that it was checked against.'),
});
export type FigureCheck = z.output<typeof figureCheck>;

export const claimAnswer = z.strictObject({
  as_of: time('When it was checked'),
  /** Source of the log that the text was checked against; `simulated` if any receipt is. */
  source: source.describe('Source of the log.'),
  verdict: verdict.describe(
    'The worst of all. matched: all proven. partly_checked: nothing wrong, something not checked. stale: it held once. altered: the log gives something else. unsupported: a receipt is missing or invalid, or its log unreadable.',
  ),
  receipts: z.array(receiptCheck).describe('Each receipt.'),
  figures: z.array(figureCheck).describe('Each figure of the text, or each place where a whole answer differs.'),
  caveats,
});
export type ClaimAnswer = z.output<typeof claimAnswer>;

/** Default number of seconds after which a quoted figure is stale if the market has moved on. */
export const MAX_AGE_SEC = 60;

/** A value claimed for a field of a receipt's answer. */
export interface Claim {
  readonly receipt: string;
  /** Place in the answer: `mid_price`, `windows[1].net`, `windows[seconds=30].net`. */
  readonly field: string;
  /** A number may also be given as text: "61,848.90". */
  readonly value: number | string | boolean | null;
  /** Unit of the value if it is not the field's own: "%", "bps", "ms", an asset. */
  readonly unit?: string | undefined;
}

export interface ClaimQuery {
  /** One or more receipts, a text with receipts in it, or answers as JSON; empty if only claims are checked. */
  readonly text: string;
  readonly claims: readonly Claim[];
  /** Seconds after which a figure counts as stale if the market has moved on. */
  readonly maxAgeSec: number;
}

export interface ClaimService {
  /**
   * Recomputes the answers of receipts from the raw log. Work that the budget does not cover is reported as not checked. Throws
   * coded errors, and the signal's reason if it aborts.
   */
  check(query: ClaimQuery, limits?: WorkLimits): Promise<ClaimAnswer>;
}
