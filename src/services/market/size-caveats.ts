import { forEachLevel } from '../../analytics/book/index.ts';
import { dataRow, EXACT_UNITS_MOST, isData, pow10, type DataKind, type StreamKind } from '../../core/index.ts';
import type { SymbolView } from '../../runtime/feed/index.ts';
import type { MarketState } from './market-state.ts';
import { multipleOf } from './multiples.ts';
import type { Received } from './received.ts';
import { hasLarger } from './tape.ts';

interface Sized {
  readonly symbol: SymbolView;
  /** A market that is not followed has no tape. */
  readonly market: Pick<MarketState, 'received'> & Partial<Pick<MarketState, 'tape'>>;
}

/**
 * A float64 holds fifteen digits, so a size with more digits at the instrument's scale may be rounded. Checks every
 * level, trade and value of the streams behind an answer, because sums include all of them.
 */
export function sizeCaveats({ symbol, market }: Sized, streams: readonly StreamKind[]): string[] {
  const { instrument, book } = symbol;
  if (instrument === null) return [];
  const most = EXACT_UNITS_MOST / pow10(instrument.sizeScale);
  const isLarge = streams.some((stream) => {
    if (stream === 'book')
      return book.phase === 'synced' && (['bid', 'ask'] as const).some((side) => hasLevel(symbol, side, most));
    return isData(stream)
      ? hasValue(market.received, stream, most)
      : stream === 'trade' && market.tape !== undefined && hasLarger(market.tape, most);
  });
  return isLarge ? [`Sizes above ${Math.floor(most)} are exact to 15 digits.`] : [];
}

/** That sizes and prices count a multiple of a coin, if the venue lists the base asset as one. */
export function unitCaveats({ instrument }: Pick<SymbolView, 'instrument'>): string[] {
  const multiple = instrument === null ? null : multipleOf(instrument);
  if (instrument === null || multiple === null) return [];
  const { coin, times } = multiple;
  return [`Sizes and prices count ${instrument.base}: 1 is ${times.toLocaleString('en-US')} ${coin} on this venue.`];
}

function hasLevel({ book: { book } }: SymbolView, side: 'bid' | 'ask', most: number): boolean {
  let largest = 0;
  forEachLevel(book, side, (_price, size) => {
    largest = Math.max(largest, size);
  });
  return largest > most;
}

function hasValue({ latest, prints }: Received, kind: DataKind, most: number): boolean {
  const sizes = dataRow(kind).fields.filter(({ is }) => is === 'size');
  const events = [...latest.values(), ...[...prints.values()].flat()].filter(({ type }) => type === kind);
  return events.some((event) =>
    sizes.some(({ name }) => ((event as unknown as Readonly<Record<string, number | null>>)[name] ?? 0) > most),
  );
}
