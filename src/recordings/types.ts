import type { Micros, Source, VenueId } from '../core/index.ts';
import type { Input } from '../runtime/feed/types.ts';
import type { LogPosition } from '../runtime/raw-log/index.ts';

export type RecordingFormat = 'stamped-lines' | 'event-arrays' | 'cryptofeed' | 'top-books' | 'raw-log';

/** An input, and where a raw log has it; null in a recording of another format. */
export interface RecordedInput {
  readonly input: Input;
  readonly position: LogPosition | null;
}

/** Something recorded, made ready to enter the feed where live frames do. */
export interface Recording {
  readonly format: RecordingFormat;
  readonly venue: VenueId;
  /** What the data are of: as the log's headers say it; `recorded` for the formats of others. */
  readonly source: Source;
  readonly symbols: readonly string[];
  /** What a reader of answers has to know: how times and books came about, and what could not be read so far. */
  readonly notes: readonly string[];
  /** Receive time of the first input. */
  readonly start: Micros;
  /** From the beginning, each time it is called; times never go back. */
  inputs(): AsyncIterable<RecordedInput>;
}
