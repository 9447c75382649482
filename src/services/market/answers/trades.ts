import { z } from 'zod';
import { aggressor, answerBase, instrumentFields, time, type Unsealed } from '../../../core/answer-fields.ts';
import { num, plain } from '../../../core/number-marks.ts';

const trade = z.strictObject({
  id: plain('venue', z.number().describe("The venue's trade id if it numbers its trades; else the order of receipt.")),
  venue_id: z.string().describe("The venue's own trade id if it differs from id.").optional(),
  time: time('When the exchange matched it (Binance T)'),
  price: num('trades', 'Price, quote currency.'),
  qty: num('trades', 'Size, base currency.'),
  side: aggressor.describe("The aggressor's side; Binance m: true is sell."),
  refilled: z.boolean().describe('True if it was fetched after it happened; else left out.').optional(),
});

export const tradesAnswer = z.strictObject({
  ...answerBase,
  ...instrumentFields,
  trades: z.array(trade).describe('Newest first; with largest_in_sec the largest first.'),
  next_before_id: plain(
    'venue',
    z.number().nullable().describe('Trade id to pass as before_id for the next page; null if there are no more trades.'),
  ),
});
export type TradesAnswer = Unsealed<z.output<typeof tradesAnswer>>;
