import type { Micros, Source, VenueId } from '../core/index.ts';
import type { Input } from '../runtime/feed/types.ts';
import type { LogPosition } from '../runtime/raw-log/index.ts';

export type RecordingFormat = 'stamped-lines' | 'event-arrays' | 'cryptofeed' | 'top-books' | 'raw-log';

/** An input and its position in a raw log; null for other formats. */
export interface RecordedInput {
  readonly input: Input;
  readonly position: LogPosition | null;
}

/** Recorded data as inputs of a feed, like live frames. */
export interface Recording {
  readonly format: RecordingFormat;
  readonly venue: VenueId;
  /** Source of the data: from the log's headers; `recorded` for formats of other programs. */
  readonly source: Source;
  readonly symbols: readonly string[];
  /** Notes for readers of answers: the origin of times and books, and data that could not be read so far. */
  readonly notes: readonly string[];
  /** Receive time of the first input. */
  readonly start: Micros;
  /** Yields all inputs from the beginning, at each call; times never go back. */
  inputs(): AsyncIterable<RecordedInput>;
}
