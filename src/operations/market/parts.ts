import { z } from 'zod';
import { count, price, severity } from '../fields.ts';

const wall = z.strictObject({
  price,
  qty: z.number().describe('Size, base currency.'),
  side: z.enum(['bid', 'ask']).describe('Side of the book.'),
  severity,
});

const vacuum = z.strictObject({
  from: z.number().describe('Lower price of the thin stretch, quote currency.'),
  to: z.number().describe('Upper price, quote currency.'),
  severity,
});

export const walls = z.array(wall).nullable().describe('Unusually large levels; null when not computed.');
export const vacuums = z.array(vacuum).nullable().describe('Unusually thin stretches; null when not computed.');

export const volumeProfile = z
  .strictObject({
    poc: z.number().describe('Price of most volume, quote currency.'),
    vah: z.number().describe('Top of the value area, price in quote currency.'),
    val: z.number().describe('Bottom of the value area, price in quote currency.'),
    value_share: z.number().describe('Share of volume inside the value area, 0–1.'),
    window_sec: z.number().describe('Window asked for, seconds.'),
    covered_sec: z.number().describe('Seconds of it that the trades cover.'),
    trade_count: count.describe('Number of trades used.'),
  })
  .nullable()
  .describe('Volume by price; null until there are enough trades.');
