import { z } from 'zod';
import { absences, aggressor, answerBase, count, instrumentFields, type Unsealed } from '../../../core/answer-fields.ts';
import { num, numOrNull, plain } from '../../../core/number-marks.ts';

const order = z
  .strictObject({
    side: aggressor.describe('Side of the order.'),
    size: plain('setting', z.number().describe('Size asked for, in size_unit: base or quote currency.')),
    size_unit: z.enum(['base', 'quote']).describe('Currency of the size.'),
    limit_price: plain('setting', z.number().nullable().describe('Worst price allowed, quote currency; null: none.')),
    max_slippage_bps: plain(
      'setting',
      z.number().nullable().describe('Largest slippage_bps_mid allowed, basis points (bps); null: none.'),
    ),
    fee_bps: plain('setting', z.number().nullable().describe('Taker fee, basis points (bps) of the amount; null if not given.')),
  })
  .describe('The order asked about.');

const filled = z.strictObject({
  outcome: z
    .enum(['filled', 'limit', 'slippage', 'empty', 'unknown'])
    .describe(
      'filled: all of it. limit, slippage: the limit price or max_slippage_bps stops it. empty: the complete book holds no more. unknown: the known book ends before.',
    ),
  size: num('execution-fill', 'Filled size, base currency.'),
  amount: num('execution-fill', 'Filled amount, quote currency, without the fee.'),
  share: num('execution-fill', 'Filled share of the order, 0–1.'),
  levels: count.describe('Number of price levels taken from.'),
  avg_price: numOrNull('execution-fill', 'Average price, quote currency; null if nothing is filled.'),
  worst_price: numOrNull('execution-fill', 'Worst price, quote currency; null if nothing is filled.'),
  slippage_bps_mid: numOrNull('execution-fill', 'Average price against the mid, basis points (bps); above 0 is a cost.'),
  slippage_bps_touch: numOrNull('execution-fill', 'Average price against the best price of that side, basis points (bps).'),
  fee: numOrNull('execution-fee', 'Fee, quote currency; null without fee_bps.'),
  total: numOrNull('execution-fee', 'Paid for a buy or received for a sell, fee included, quote currency; null without fee_bps.'),
});

/** The side of the book that the order takes from. */
const after = z.strictObject({
  within_bps: plain('setting', z.number().describe('Distance from the mid of depth_left and share_taken, basis points (bps).')),
  best_price: numOrNull('execution-fill', 'Best price left, quote currency; null if no level is known.'),
  moved_bps: numOrNull('execution-fill', 'Distance from the best price before to it, basis points (bps).'),
  depth_left: numOrNull('depth-within', 'Size left within 10 bps of the mid of now, base currency; null if not known that far.'),
  share_taken: numOrNull('execution-fill', 'Share of the depth within 10 bps that the order takes, 0–1.'),
});

const resilience = z.strictObject({
  usual_depth: numOrNull('resilience', 'Median size within 10 bps over the half hour, base currency.'),
  falls: count.describe('Number of times when it fell by half or more within 10 s.'),
  recovered: count.describe('Number of falls after which it came back to 80 %.'),
  recovery_sec: numOrNull('resilience', 'Median seconds of these recoveries, in steps of 10 s; null without one.'),
  samples: count.describe('Number of samples, 10 s apart.'),
});

/** An order to estimate. */
export interface EstimateQuery {
  readonly side: 'buy' | 'sell';
  readonly size: number;
  /** Currency of the size. */
  readonly sizeUnit: 'base' | 'quote';
  readonly limitPrice?: number | undefined;
  /** The average may be worse than the mid by this much, basis points. */
  readonly maxSlippageBps?: number | undefined;
  readonly feeBps?: number | undefined;
}

export const executionEstimate = z.strictObject({
  ...answerBase,
  ...instrumentFields,
  order,
  mid_price: numOrNull('mid', '(bid + ask) / 2, price in quote currency.'),
  fill: filled.nullable().describe('Its outcome in the book of now; null without a book.'),
  after: after.nullable().describe('The book after it, before reactions; null without a book.'),
  resilience: resilience.nullable().describe('How that side came back in half an hour.'),
  absent: absences,
});
export type ExecutionEstimate = Unsealed<z.output<typeof executionEstimate>>;
