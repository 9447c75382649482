import { z } from 'zod';
import { absences, ageMs, answerBase, spanFields, streamState } from '../../../core/answer-fields.ts';
import { numOrNull, plain } from '../../../core/number-marks.ts';
import { LAST_PRICE } from './parts.ts';

const step = (text: string) => plain('venue', z.number().nullable().describe(text));

const market = z.strictObject({
  instrument: z.string().describe('venue:symbol.'),
  venue: z.string().describe('Venue id.'),
  symbol: z.string().describe("The venue's own symbol."),
  base: z.string().describe('Base currency.'),
  quote: z.string().describe('Quote currency.'),
  kind: z.string().describe('spot, perp, future, option, binary or selection.'),
  tick: step('Smallest price step, quote currency; null when the venue has not said.'),
  lot: step('Smallest size step, base currency; null when the venue has not said.'),
  state: streamState.describe('State of its book.'),
  last_price: numOrNull('last-price', LAST_PRICE),
  last_price_age_ms: ageMs.describe('Age of that price, milliseconds; null without one.'),
});

export const marketsAnswer = z.strictObject({
  ...answerBase,
  age_ms: answerBase.age_ms.describe('Age of the oldest last price, milliseconds; null while one market has none.'),
  coverage: spanFields({
    from: 'Time of the oldest last price, RFC 3339 UTC; null without any.',
    to: 'Time of the newest last price, RFC 3339 UTC; null without any.',
    complete: 'False when a market has no last price, or its book is not synced.',
    span: 'The times of the last prices.',
  }),
  markets: z.array(market).describe('The markets.'),
  absent: absences,
});
export type MarketsAnswer = z.output<typeof marketsAnswer>;
