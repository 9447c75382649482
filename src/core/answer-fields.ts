import { z } from 'zod';
import { SOURCES, STREAM_STATES } from './event.ts';
import type { Grounds } from './evidence.ts';
import { STREAM_KINDS } from './streams.ts';
import { plain } from './number-marks.ts';

/** A count, 0 or more. */
export const count = plain('count', z.number().int().min(0));

export const time = (text: string) => z.string().describe(`${text}, RFC 3339 UTC.`);

/** Age in milliseconds; null before the first value. */
export const ageMs = plain('age', z.number().min(0).nullable());

/** The venue's own sequence number; null if it has none. */
export const venueSeq = plain('venue', z.number().nullable());

export const caveats = z.array(z.string()).describe('What a careful reader must know.');

export const streamState = z.enum(STREAM_STATES);
export const streamKind = z.enum(STREAM_KINDS);
export const severity = z.enum(['low', 'medium', 'high']).describe('How strong it is.');
export const aggressor = z.enum(['buy', 'sell']);
export const bookSide = z.enum(['bid', 'ask']);
export const health = z.enum(['ok', 'degraded', 'down']);

export const source = z.enum(SOURCES);

export const inputState = z
  .strictObject({
    venue: z.string().describe('Venue id.'),
    instrument: z.string().describe('venue:symbol.'),
    stream: streamKind.describe('Which stream.'),
    state: streamState.describe('State of the stream.'),
    age_ms: ageMs.describe('Milliseconds since the last message of this stream; null before the first.'),
    seq: venueSeq.describe("The venue's own sequence number; null if it has none."),
  })
  .describe('One stream behind the answer.');

/** One stream behind an answer. Its age counts from the last message with new content. */
export type InputState = z.output<typeof inputState>;

const absence = z.strictObject({
  field: z.string().describe('Path of the null, or of an object that contains it; the longest matching path applies.'),
  reason: z.string().describe('Why.'),
  ready_at: z
    .string()
    .nullable()
    .describe('When it is expected, RFC 3339 UTC; null if unknown; concise answers omit it.')
    .optional(),
});

/** What is null, and why. */
export type Absence = z.output<typeof absence>;

export const absences = z.array(absence).describe('Each null, and why.');

/** The period of the data behind an answer, with descriptions that fit that answer. */
export const spanFields = (words: Readonly<Record<'from' | 'to' | 'complete' | 'span', string>>) =>
  z
    .strictObject({
      from: z.string().nullable().describe(words.from),
      to: z.string().nullable().describe(words.to),
      complete: z.boolean().describe(words.complete),
    })
    .describe(words.span);

/** Fields that every answer about a market has in addition to its own. */
export const answerBase = {
  as_of: time('When the answer was made'),
  source: source.describe('Where the data come from.'),
  replayed: z.literal(true).describe('Only in a replay: as_of is a time of the recording.').optional(),
  state: streamState.describe('The worst state among the inputs.'),
  age_ms: ageMs.describe(
    'The largest age_ms of inputs: milliseconds since the last message of the most silent stream; null while one has had no message.',
  ),
  coverage: spanFields({
    from: 'Start of the data on the clock of as_of, RFC 3339 UTC; null if unknown.',
    to: 'End of the data on the clock of as_of, never after it, RFC 3339 UTC; null if unknown.',
    complete: 'False when data are missing, or the period is shorter than requested.',
    span: 'The period of the data behind the answer.',
  }),
  caveats,
  inputs: z
    .array(inputState)
    .describe(
      'The streams behind the answer. Concise reports and anomalies omit streams that determine neither state nor age_ms.',
    ),
  receipt: z.string().nullable().describe('Proof of the answer, for check_claim; null when no raw log has its inputs.'),
  cite: z.string().describe('How to quote a number of this answer: the value, its field in braces, the receipt.').optional(),
} as const;

/**
 * An answer as its service returns it: with its grounds, which `sealAnswer` later turns into the receipt. The type of an answer
 * that never has a receipt is unchanged.
 */
export type Unsealed<A> = A extends { readonly receipt: infer R }
  ? string extends R
    ? Omit<A, 'receipt' | 'cite'> & { readonly grounds: Grounds | null }
    : A
  : A;

/** An answer without proof, as readers get it: a receipt of null replaces its grounds. */
export const withoutProof = <A extends object>(answer: A): Omit<A, 'grounds'> & { readonly receipt: null } =>
  Object.fromEntries(
    Object.entries(answer).map(([name, value]) => (name === 'grounds' ? ['receipt', null] : [name, value])),
  ) as Omit<A, 'grounds'> & { readonly receipt: null };

export type AnswerBase = Unsealed<z.output<z.ZodObject<typeof answerBase>>>;

export const instrumentFields = {
  symbol: z.string().describe("The venue's own symbol."),
  venue: z.string().describe('Venue id.'),
} as const;
