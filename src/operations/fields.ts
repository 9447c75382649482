import { z } from 'zod';

/** Level of detail: `concise` for a model's context, `full` for programs. */
export type Detail = 'concise' | 'full';

const SYMBOL = /^[A-Za-z0-9][A-Za-z0-9/_.:-]*$/;

export const symbolInput = z
  .string()
  .max(40)
  .regex(SYMBOL, 'must be a symbol such as BTCUSDT or BTC/USD')
  .describe('Symbol, any spelling: BTCUSDT.');

export const venueInput = z
  .string()
  .max(40)
  .regex(/^[a-z0-9-]+$/, 'must be a venue id such as binance-spot')
  .describe('Venue id, e.g. kraken-spot. Default: the first that has it.')
  .optional();

/** The `detail` argument; each face sets its default. */
export const detailInput = z.enum(['concise', 'full']).describe('concise: rounded, shortened. full: everything.').optional();

/** A whole number from `min` to `max`. */
export const whole = (min: number, max: number) => z.number().int().min(min).max(max);
