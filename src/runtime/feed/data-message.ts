import { dataRow, type DataEvent, type DecodedData, type FieldClass, type Micros, type VenueId } from '../../core/index.ts';
import type { Context } from './context.ts';
import { NUMBER_MOST } from './numbers.ts';

type Values = Readonly<Record<string, unknown>>;

/** Whether a number is valid for its class of field. The decoder checks texts and flags. */
const FITS: Readonly<Record<FieldClass, (value: number) => boolean>> = {
  price: (value) => value > 0 && value < NUMBER_MOST,
  size: (value) => value >= 0 && value < NUMBER_MOST,
  number: (value) => Math.abs(value) < NUMBER_MOST,
  count: (value) => Number.isSafeInteger(value) && value >= 0,
  time: (value) => Number.isSafeInteger(value) && value >= 0,
  text: () => true,
  flag: () => true,
};

/** The first field of a message whose number is invalid; null if all are valid. */
export function badField(message: DecodedData): string | null {
  const values: Values = message;
  for (const { name, is, orNull } of dataRow(message.kind).fields) {
    const value = values[name];
    if (value === null && orNull) continue;
    if (is === 'text' || is === 'flag') continue;
    if (typeof value !== 'number' || !FITS[is](value)) return `${name} ${String(value)}`;
  }
  return null;
}

/** The event of a message received now. */
export const dataEvent = ({ venue, feed }: Context, message: DecodedData): DataEvent => eventOf(venue.card.id, message, feed.now);

/** The event of a venue's message, with the fields of its row. Its time is the receive time if the venue states none. */
export function eventOf(venue: VenueId, message: DecodedData, now: Micros): DataEvent {
  const { kind, symbol, tsEvent, seq = null } = message;
  const event: Record<string, unknown> = { type: kind, venue, symbol, tsEvent: tsEvent ?? now, tsRecv: now, seq };
  const values: Values = message;
  for (const { name } of dataRow(kind).fields) event[name] = values[name];
  return event as unknown as DataEvent;
}
