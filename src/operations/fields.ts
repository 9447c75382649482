import { z } from 'zod';
import { fromMillis, fromRfc3339, type Micros } from '../core/index.ts';

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

/** Times that answers can state: `toRfc3339` throws for others. */
const LAST_YEAR = 2255;
const LAST: Micros = fromMillis(Date.UTC(LAST_YEAR, 0));

/** A time, RFC 3339. */
export const timeInput = (example: string) =>
  z
    .string()
    .max(40)
    .refine((text) => fromRfc3339(text) !== null, { error: `must be a time such as ${example}`, abort: true })
    .refine((text) => {
      const time = fromRfc3339(text) ?? -1;
      return time >= 0 && time <= LAST;
    }, `must be from 1970-01-01T00:00:00Z to ${LAST_YEAR}-01-01T00:00:00Z`);

/** A whole number from `min` to `max`. */
export const whole = (min: number, max: number) => z.number().int().min(min).max(max);
