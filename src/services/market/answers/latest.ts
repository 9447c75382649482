import { z } from 'zod';
import { absences, ageMs, answerBase, instrumentFields, streamState, time, type Unsealed } from '../../../core/answer-fields.ts';
import { wireShape } from '../../../core/data-envelope.ts';
import { plain } from '../../../core/number-marks.ts';
import { tier } from './parts.ts';
import { DATA_KINDS, dataRow, STREAMS, type DataKind } from '../../../core/streams.ts';

/** Streams whose values only this answer shows; derived from the table of streams. */
export const SHOWN_KINDS = DATA_KINDS.filter((kind) => dataRow(kind).shownBy === undefined);

/** Whether a kind has several values at once: event streams, and values under several keys. */
export const isMany = (kind: DataKind): boolean => STREAMS[kind].handler === 'prints' || dataRow(kind).by !== undefined;

const valueOf = (kind: DataKind) =>
  plain(
    'received',
    z.strictObject({
      ...wireShape(kind),
      venue_time: time("The venue's time of it, by the venue's clock; the receive time if the venue states none"),
      age_ms: ageMs.describe(
        'Milliseconds since its own time on our clock; since its receipt if the venue states no time, or a later one.',
      ),
      state: streamState.describe('State of its stream.'),
    }),
  );

const wordsOf = (kind: DataKind): string => {
  const { by } = dataRow(kind);
  if (STREAMS[kind].handler === 'prints') return 'The newest, newest first; null: see absent.';
  return by === undefined ? 'The newest; null: see absent.' : `The newest of each ${by}; null: see absent.`;
};

const shape: Readonly<Record<string, z.ZodType>> = Object.fromEntries(
  SHOWN_KINDS.map((kind) => {
    const value = valueOf(kind);
    return [kind, (isMany(kind) ? z.array(value) : value).nullable().describe(wordsOf(kind))];
  }),
);

/** A value with its age; its fields are those of the stream's row. */
export interface LatestValue {
  readonly [field: string]: number | string | boolean | null;
}

/** The schema has one field per kind of the table; an answer holds one value, a list or null for each. */
const baseAsset = z
  .string()
  .nullable()
  .describe('Asset that unit `base` counts, as the venue names it; one 1000PEPE is 1,000 PEPE. Null: see absent.');
const own = { ...instrumentFields, tier, base_asset: baseAsset, absent: absences } as const;
export const latestAnswer = z.strictObject({ ...answerBase, ...own }).extend(shape);
export type LatestAnswer = Unsealed<z.output<z.ZodObject<typeof answerBase & typeof own>>> & {
  readonly [K in DataKind]?: LatestValue | readonly LatestValue[] | null;
};
