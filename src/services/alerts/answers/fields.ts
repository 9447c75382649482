import { z } from 'zod';
import { caveats, source as sourceField, time } from '../../../core/answer-fields.ts';
import { numOrNull, plain } from '../../../core/number-marks.ts';

/**
 * above, below: the value is beyond the threshold · crosses: it moves from one side to the other · changes: it differs from the last one ·
 * equals: it is exactly the threshold · sigma: it is k standard deviations from its own recent mean.
 */
export const when = z.enum(['above', 'below', 'crosses', 'changes', 'equals', 'sigma']);
export type When = z.output<typeof when>;

/** How the items of a list become one value: any matching item, the largest, the smallest, or their number. */
export const aggregate = z.enum(['any', 'max', 'min', 'count']);
export type Aggregate = z.output<typeof aggregate>;

/** Whether all conditions of a rule must hold, or any of them. */
export const match = z.enum(['all', 'any']);
export type Match = z.output<typeof match>;

export const expects = z.enum(['up', 'down']);
export const sigmaSide = z.enum(['up', 'down', 'both']);
export const whenStale = z.enum(['hold', 'use']);
export const source = sourceField.describe('Where the data come from.');
/** Which run something is of: each start of a simulator inside the server makes another market. */
export const run = z.enum(['current', 'earlier']);

export const input = z.record(z.string(), z.unknown()).describe('Its input.');

const afterStep = z.strictObject({
  seconds: plain('setting', z.number().describe('Seconds after.')),
  mid: numOrNull('mid', 'Mid then, price in quote currency.'),
  move_bps: numOrNull('ledger-move', 'Move of the mid since, basis points (bps).'),
  reason: z.string().nullable().describe('Why it is null.'),
});
/** The mid at a horizon and its move; null with a reason until it is known, or if it can't be. */
export type After = z.output<typeof afterStep>;

export const after = z.array(afterStep).describe('What the market did after 1, 5, 15 and 60 minutes.');

/** A value of the field that a rule watches. */
export const watched = plain('quoted', z.union([z.number(), z.string()]));

/** Common fields of all answers about alerts. */
export const alertBase = { as_of: time('When the answer was made'), source, caveats } as const;
