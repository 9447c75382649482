import { z } from 'zod';
import { SOURCES } from '../core/index.ts';

/** How much an answer says: `concise` for a model's context, `full` for programs. */
export type Detail = 'concise' | 'full';

const SYMBOL = /^[A-Za-z0-9][A-Za-z0-9/_.:-]*$/;

export const symbolInput = z
  .string()
  .max(40)
  .regex(SYMBOL, 'must be a symbol such as BTCUSDT or BTC/USD')
  .describe('Instrument, in any case, with or without separator: BTCUSDT, BTC/USD.');

export const venueInput = z
  .string()
  .max(40)
  .regex(/^[a-z0-9-]+$/, 'must be a venue id such as binance-spot')
  .describe('Venue id, e.g. binance-spot or kraken-spot. Absent: the first venue that follows the symbol.')
  .optional();

/** The one `detail` that a face gives its own default. */
export const detailInput = z.enum(['concise', 'full']).describe('concise: rounded, shortened. full: everything.').optional();

/** A whole number from `min` to `max`. */
export const whole = (min: number, max: number) => z.number().int().min(min).max(max);

/** A count, from 0 up. */
export const count = z.number().int().min(0);

export const time = (text: string) => z.string().describe(`${text}, RFC 3339 UTC.`);

/** What `last_price` is, in every answer. */
export const LAST_PRICE =
  'Price of the last trade, or of a fresh ticker while trades are in doubt or not connected; quote currency.';

export const price = z.number().describe('Price, quote currency.');

export const streamState = z.enum(['connecting', 'syncing', 'synced', 'gap', 'stale', 'down']);
export const streamKind = z.enum(['book', 'trade', 'ticker', 'quote']);
export const severity = z.enum(['low', 'medium', 'high']).describe('How strong it is.');
export const aggressor = z.enum(['buy', 'sell']);

export const source = z.enum(SOURCES);

const ageMs = z.number().min(0).nullable();

export const inputState = z
  .strictObject({
    venue: z.string().describe('Venue id.'),
    instrument: z.string().describe('venue:symbol.'),
    stream: streamKind.describe('Which stream.'),
    state: streamState.describe('Where the stream stands.'),
    age_ms: ageMs.describe('Milliseconds since its last message; null before the first.'),
    seq: z.number().nullable().describe("The venue's own sequence number; null where it has none."),
  })
  .describe('One stream behind the answer.');

export const absences = z
  .array(
    z.strictObject({
      field: z.string().describe('Path of the null, or of what it is part of; the longest matching path applies.'),
      reason: z.string().describe('Why.'),
      ready_at: z
        .string()
        .nullable()
        .describe('When it is expected, RFC 3339 UTC; null if unknown; concise answers omit it.')
        .optional(),
    }),
  )
  .describe('Each null, and why.');

/** The time that the data behind an answer span, in the words of the answer. */
export const spanFields = (words: Readonly<Record<'from' | 'to' | 'complete' | 'span', string>>) =>
  z
    .strictObject({
      from: z.string().nullable().describe(words.from),
      to: z.string().nullable().describe(words.to),
      complete: z.boolean().describe(words.complete),
    })
    .describe(words.span);

/** What every answer about a market carries beside its own fields. */
export const answerBase = {
  as_of: time('When the answer was made'),
  source: source.describe('Where the data come from.'),
  replayed: z.literal(true).describe('Only in a replay: as_of is a time of the recording.').optional(),
  state: streamState.describe('The worst state among the inputs.'),
  age_ms: ageMs.describe('The worst age among the inputs, milliseconds; null while one has had no message.'),
  coverage: spanFields({
    from: 'Since when all of it is known, RFC 3339 UTC; null: not known.',
    to: 'Until when, RFC 3339 UTC; null: not known.',
    complete: 'False when something is missing, or the span is shorter than what was asked for.',
    span: 'The time that the data behind the answer span.',
  }),
  caveats: z.array(z.string()).describe('What a careful reader must know.'),
  inputs: z
    .array(inputState)
    .describe(
      'The streams behind the answer. A concise report, and concise anomalies, leave out those that set no state or age.',
    ),
  receipt: z.string().nullable().describe('Proof of the answer, for check_claim; null when no raw log has its inputs.'),
  cite: z.string().describe('How to quote a number of this answer: the value, its field in braces, the receipt.').optional(),
} as const;

export const instrumentFields = {
  symbol: z.string().describe("The venue's own symbol."),
  venue: z.string().describe('Venue id.'),
} as const;

export const level = z.strictObject({
  p: z.number().describe('Price, quote currency.'),
  q: z.number().describe('Size, base currency.'),
});
