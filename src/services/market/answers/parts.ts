import { z } from 'zod';
import { bookSide, count, severity, time } from '../../../core/answer-fields.ts';
import { made, num, plain } from '../../../core/number-marks.ts';

export const TIERS = ['followed', 'latest'] as const;
export type Tier = (typeof TIERS)[number];
export const tier = z
  .enum(TIERS)
  .describe('followed: with book and trades. latest: only its newest values are kept, which get_latest shows.');

/** Description of `last_price` in every answer. */
export const LAST_PRICE = 'Price of the last trade, or of a fresh ticker while trades are in doubt or absent; quote currency.';

/** One level of the book; the short field names are given by the report's contract. */
export const level = made(
  'levels',
  z.strictObject({
    p: z.number().describe('Price, quote currency.'),
    q: z.number().describe('Size, base currency.'),
  }),
);
export type Level = z.output<typeof level>;

export type Severity = z.output<typeof severity>;

export const wall = made(
  'walls',
  z.strictObject({
    price: z.number().describe('Price, quote currency.'),
    qty: z.number().describe('Size, base currency.'),
    side: bookSide.describe('Side of the book.'),
    severity,
  }),
);
export type Wall = z.output<typeof wall>;

export const vacuum = z.strictObject({
  from: num('vacuums', 'Lower price of the thin stretch, quote currency.'),
  to: num('vacuums', 'Upper price, quote currency.'),
  severity,
});
export type Vacuum = z.output<typeof vacuum>;

export const walls = z.array(wall).nullable().describe('Unusually large levels; null when not computed.');
export const vacuums = z.array(vacuum).nullable().describe('Unusually thin stretches; null when not computed.');

const profile = z.strictObject({
  poc: num('profile', 'Price of most volume, quote currency.'),
  vah: num('profile', 'Top of the value area, price in quote currency.'),
  val: num('profile', 'Bottom of the value area, price in quote currency.'),
  value_share: num('profile', 'Share of volume inside the value area, 0–1.'),
  window_sec: num('profile', 'Window asked for, seconds; concise answers omit it.').optional(),
  covered_sec: num('profile', 'Seconds of it that the trades cover.'),
  live_sec: num('profile', 'Seconds of these in which trades came as they happened; before that they were fetched.'),
  trade_count: made('profile', count.describe('Number of trades used.')),
  as_of: time('When it was computed, at most 5 s before the answer; concise answers omit it').optional(),
});
export type VolumeProfile = z.output<typeof profile>;

export const volumeProfile = profile.nullable().describe('Volume by price; null until there are enough trades.');

/** Limits of the known book, and the number of levels inside them. */
export const knownBook = {
  known_from: plain(
    'known',
    z.number().nullable().describe('Every bid from this price up is known, quote currency; null: every bid is.'),
  ),
  known_to: plain(
    'known',
    z.number().nullable().describe('Every ask up to this price is known, quote currency; null: every ask is.'),
  ),
  levels_total: z
    .strictObject({ bids: count.describe('Number of bids kept.'), asks: count.describe('Number of asks kept.') })
    .nullable()
    .describe('Levels kept in all; null unless the book is in order.'),
} as const;
