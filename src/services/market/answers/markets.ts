import { z } from 'zod';
import { absences, ageMs, answerBase, count, spanFields, streamState, type Unsealed } from '../../../core/answer-fields.ts';
import { numOrNull, plain } from '../../../core/number-marks.ts';
import { INSTRUMENT_KINDS } from '../../../core/instrument.ts';
import { LAST_PRICE, tier } from './parts.ts';

const step = (text: string) => plain('venue', z.number().nullable().describe(text));

const contract = z.strictObject({
  size: step('Worth of one contract: base currency if linear, quote currency if inverse; 1 where sizes are in base currency.'),
  settle: z.string().nullable().describe('Currency of profit, loss and margin.'),
  inverse: z.boolean().nullable().describe('True: worth a fixed amount of quote currency, settled in base currency.'),
  underlying: z.string().nullable().describe('What its price follows, as the venue names it.'),
  expiry: z.string().nullable().describe('RFC 3339 UTC; null for a perpetual.'),
  strike: step('Strike of an option, quote currency.'),
  option_side: z.enum(['call', 'put']).nullable().describe('Call or put, for an option.'),
});

const market = z.strictObject({
  instrument: z.string().describe('venue:symbol.'),
  venue: z.string().describe('Venue id.'),
  symbol: z.string().describe("The venue's own symbol."),
  tier,
  base: z.string().describe('Base currency.'),
  quote: z.string().describe('Quote currency.'),
  kind: z.enum(INSTRUMENT_KINDS).nullable().describe('Kind of instrument; null without a definition.'),
  tick: step('Smallest price step, quote currency; null if the venue states none.'),
  lot: step('Smallest size step, base currency; null if the venue states none.'),
  contract: contract.nullable().describe('Contract terms; null for spot, and without a definition.'),
  state: streamState.describe('State of its book; of tier latest: the worst of its values.'),
  last_price: numOrNull('last-price', LAST_PRICE),
  last_price_age_ms: ageMs.describe('Age of that price, milliseconds; null without one.'),
  data_age_ms: ageMs.describe('Milliseconds since its newest message; null before the first.'),
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
  followed: count.describe('Number of followed markets, of the venues asked for.'),
  latest: plain(
    'count',
    z.number().int().min(0).nullable().describe('Number of markets of tier latest, of the venues asked for; null: see absent.'),
  ),
  next_after: z.string().nullable().describe('`after` of the next page.'),
  absent: absences,
});
export type MarketsAnswer = Unsealed<z.output<typeof marketsAnswer>>;
