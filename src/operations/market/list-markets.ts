import { z } from 'zod';
import { backendUnavailable } from '../../core/index.ts';
import type { MarketsAnswer } from '../../services/market/answers.ts';
import { defineOperation } from '../define-operation.ts';
import { absences, answerBase, LAST_PRICE, spanFields, streamState, venueInput } from '../fields.ts';

const market = z.strictObject({
  instrument: z.string().describe('venue:symbol.'),
  venue: z.string().describe('Venue id.'),
  symbol: z.string().describe("The venue's own symbol."),
  base: z.string().describe('Base currency.'),
  quote: z.string().describe('Quote currency.'),
  kind: z.string().describe('spot, perp, future, option, binary or selection.'),
  tick: z.number().nullable().describe('Smallest price step, quote currency; null when the venue has not said.'),
  lot: z.number().nullable().describe('Smallest size step, base currency; null when the venue has not said.'),
  state: streamState.describe('State of its book.'),
  last_price: z.number().nullable().describe(LAST_PRICE),
  last_price_age_ms: z.number().min(0).nullable().describe('Age of that price, milliseconds; null without one.'),
});

export default defineOperation({
  name: 'list_markets',
  title: 'Markets followed',
  toolset: 'market',
  effects: 'read',
  summary: 'Every instrument that is followed now, with its venue, currencies, steps, state and last price.',
  whenToUse: 'To learn which symbols and venues other tools will take.',
  keywords: [
    'symbols',
    'instruments',
    'pairs',
    'coins',
    'tickers',
    'exchanges',
    'venues',
    'available',
    'supported',
    'tick',
    'lot',
    'which',
    'tracked',
    'universe',
  ],
  input: z.strictObject({ venue: venueInput.describe('Only this venue, e.g. binance-spot. Absent: all.') }),
  output: z.strictObject({
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
  }) satisfies z.ZodType<MarketsAnswer>,
  errors: [backendUnavailable],
  examples: [
    { ask: 'Which markets do you follow?', input: {} },
    { ask: 'What is followed on Kraken?', input: { venue: 'kraken-spot' } },
  ],
  handler: ({ venue }, { market: service }) => service.listMarkets({ venue }),
});
