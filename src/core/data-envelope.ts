import { z } from 'zod';
import type { DataEvent } from './event.ts';
import { DATA_KINDS, dataRow, type DataKind } from './streams.ts';
import type { StreamField } from './stream-fields.ts';
import { fromRfc3339, toRfc3339, type Micros } from './time.ts';

/** A time in an envelope. */
export const envelopeTime = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$/);

/** A value in an envelope: a number as received, a text, or a time in RFC 3339. */
export type WireValue = number | string | boolean | null;

/** Kinds whose envelope derives from their row. Quotes have an older form, which pairs prices with sizes. */
export type PlainKind = Exclude<DataKind, 'quote'>;
export const PLAIN_KINDS = DATA_KINDS.filter((kind): kind is PlainKind => kind !== 'quote');

/** The name of a kind in envelopes. */
export type WireName = Exclude<PlainKind, 'ticker'> | 'ticker_24h';
export const wireName = (kind: PlainKind): WireName => (dataRow(kind).wire ?? kind) as WireName;
const KIND_OF = new Map<string, PlainKind>(PLAIN_KINDS.map((kind) => [wireName(kind), kind]));
export const kindOfWire = (name: string): PlainKind | undefined => KIND_OF.get(name);

/** Schema of a row's field in an envelope. */
function wireField({ schema, is, orNull, late }: StreamField): z.ZodType {
  if (is !== 'time') return schema;
  const text = `${schema.description ?? ''}, RFC 3339 UTC.`;
  const time = orNull ? envelopeTime.nullable() : envelopeTime;
  return (late ? time.default(null as never) : time).describe(text);
}

/** Schemas of a kind's fields, by their names in envelopes. */
export const wireShape = (kind: DataKind): Readonly<Record<string, z.ZodType>> =>
  Object.fromEntries(dataRow(kind).fields.map((field) => [field.wire, wireField(field)]));

/** An event's values as in an envelope, in the order of its row. */
export function wireValues(kind: DataKind, event: object): Record<string, WireValue> {
  const values = event as Readonly<Record<string, WireValue>>;
  const wire: Record<string, WireValue> = {};
  for (const field of dataRow(kind).fields) {
    const value = values[field.name] as WireValue;
    wire[field.wire] = field.is === 'time' && typeof value === 'number' ? toRfc3339(value) : value;
  }
  return wire;
}

interface EventBase {
  readonly venue: string;
  readonly symbol: string;
  readonly seq: number | null;
  readonly tsEvent: Micros;
  readonly tsRecv: Micros;
}

/** Converts envelope values to an event. Throws `RangeError` on an invalid time; a schema has checked everything else. */
export function fromWireValues(kind: PlainKind, base: EventBase, wire: Readonly<Record<string, unknown>>): DataEvent {
  const event: Record<string, unknown> = { type: kind, ...base };
  for (const field of dataRow(kind).fields) {
    const value = wire[field.wire];
    event[field.name] = field.is === 'time' && typeof value === 'string' ? timeIn(value) : value;
  }
  return event as unknown as DataEvent;
}

/** Parses a time of an envelope. Throws `RangeError` if it is invalid. */
export function timeIn(text: string): Micros {
  const time = fromRfc3339(text);
  if (time === null) throw new RangeError(`not a time: ${text}`);
  return time;
}
