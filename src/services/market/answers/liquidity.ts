import { z } from 'zod';
import { absences, aggressor, answerBase, instrumentFields, type Unsealed } from '../../../core/answer-fields.ts';
import { num, numOrNull, plain } from '../../../core/number-marks.ts';
import { vacuums, volumeProfile, walls } from './parts.ts';

const distance = z.strictObject({
  within_bps: plain('setting', z.number().describe('Distance from the mid, basis points (bps).')),
  bid: numOrNull('depth-within', 'Size bid within it, base currency; null when the known book ends before.'),
  ask: numOrNull('depth-within', 'Size offered within it, base currency; null when the known book ends before.'),
  imbalance: numOrNull('imbalance', '(bid − ask) / (bid + ask), share −1–1.'),
});

/** Simulated execution of a market order of this size against the known book. */
const execution = z.strictObject({
  side: aggressor.describe('Side of the order.'),
  qty: num('execution', 'Size of the order, base currency.'),
  avg_price: numOrNull('execution', 'Average price, quote currency; null unless filled.'),
  worst_price: numOrNull('execution', 'Worst price, quote currency; null unless filled.'),
  slippage_bps_mid: numOrNull('execution', 'Average price against the mid, basis points (bps).'),
  filled: z.boolean().nullable().describe('False: the complete book has less. Null: the known book ends earlier.'),
});
export type Execution = z.output<typeof execution>;

export const liquidityAnswer = z.strictObject({
  ...answerBase,
  ...instrumentFields,
  spread_bps: numOrNull('spread-bps-of-bid', '(ask − bid) / bid, basis points (bps).'),
  depth_by_distance: z.array(distance).describe('Nearest first.'),
  walls,
  vacuums,
  profile: volumeProfile,
  execution: z.array(execution).describe('One entry per size and side.'),
  absent: absences,
});
export type LiquidityAnswer = Unsealed<z.output<typeof liquidityAnswer>>;
