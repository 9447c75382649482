import { z } from 'zod';
import { absences, aggressor, answerBase, bookSide, instrumentFields, type Unsealed } from '../../../core/answer-fields.ts';
import { made, num, numOrNull, plain } from '../../../core/number-marks.ts';
import { vacuum, volumeProfile, wall } from './parts.ts';

/** Depths to report, and market orders to cost on both sides. */
export interface LiquidityQuery {
  readonly sizes: readonly number[];
  /** Currency of the sizes; base if absent. */
  readonly sizeUnit?: 'base' | 'quote';
  /** Distances from the mid, basis points; 2 to 100 if absent. */
  readonly distancesBps?: readonly number[] | undefined;
}

const distance = z.strictObject({
  within_bps: plain('setting', z.number().describe('Distance from the mid, basis points (bps).')),
  bid: numOrNull('depth-within', 'Size bid within it, base currency; null when the known book ends before.'),
  ask: numOrNull('depth-within', 'Size offered within it, base currency; null when the known book ends before.'),
  bid_quote: numOrNull('amount-within', 'Amount bid within it: Σ price × size, quote currency.'),
  ask_quote: numOrNull('amount-within', 'Amount offered within it: Σ price × size, quote currency.'),
  imbalance: numOrNull('imbalance', '(bid − ask) / (bid + ask), share −1–1.'),
});

/** Simulated execution of a market order of this size against the known book. */
const execution = z.strictObject({
  side: aggressor.describe('Side of the order.'),
  qty: numOrNull('execution', 'Size of the order, base currency; null for an amount that is not filled.'),
  amount: numOrNull('execution', 'Amount of the order, quote currency; null for a size that is not filled.'),
  avg_price: numOrNull('execution', 'Average price, quote currency; null unless filled.'),
  worst_price: numOrNull('execution', 'Worst price, quote currency; null unless filled.'),
  slippage_bps_mid: numOrNull('execution', 'Average price against the mid, basis points (bps).'),
  filled: z.boolean().nullable().describe('False: the complete book has less. Null: the known book ends earlier.'),
});
export type Execution = z.output<typeof execution>;

const measuredWall = made(
  'walls',
  wall.extend({
    amount: z.number().describe('Price × size, quote currency.'),
    distance_bps: z.number().describe('Distance from the mid, basis points (bps).'),
    age_sec: numOrNull('wall-age', 'Seconds since when its price has held half of this size or more, in a book without a gap.'),
    since: z.string().nullable().describe('The time of that, RFC 3339 UTC; concise answers omit it.').optional(),
  }),
);

const measuredVacuum = vacuum.extend({
  side: bookSide.describe('Side of the book.'),
  distance_bps: num('vacuums', 'Distance from the mid to its nearer end, basis points (bps).'),
});

export const liquidityAnswer = z.strictObject({
  ...answerBase,
  ...instrumentFields,
  mid_price: numOrNull('mid', '(bid + ask) / 2 at as_of, price in quote currency; distances count from it.'),
  spread_bps: numOrNull('spread-bps-of-bid', '(ask − bid) / bid, basis points (bps).'),
  depth_by_distance: z.array(distance).describe('What rests within each distance from the mid, nearest first.'),
  walls: z.array(measuredWall).nullable().describe('Unusually large levels, nearest first; null when not computed.'),
  vacuums: z.array(measuredVacuum).nullable().describe('Unusually thin stretches, nearest first; null when not computed.'),
  profile: volumeProfile,
  execution: z.array(execution).describe('One entry per size and side.'),
  absent: absences,
});
export type LiquidityAnswer = Unsealed<z.output<typeof liquidityAnswer>>;
