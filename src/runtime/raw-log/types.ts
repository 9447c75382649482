import type { Micros, Source, VenueId } from '../../core/index.ts';
import type { ConnId, Input } from '../feed/types.ts';

/** Where a record stands: what evidence cites. A session is one run of the writer; `seq` counts from 1 within it. */
export interface LogPosition {
  readonly session: number;
  readonly seq: number;
  /** Identity of the log; absent in logs of before they had one. */
  readonly log?: string | undefined;
}

/** What we sent to a venue; evidence only, a replay ignores it. */
export interface SentRecord {
  readonly kind: 'sent';
  readonly venue: VenueId;
  readonly conn: ConnId;
  readonly at: Micros;
  readonly text: string;
}

/** Records `from`…`to` were never written, or were taken away after; `lost` says how many inputs that were. */
export interface HoleRecord {
  readonly kind: 'hole';
  readonly from: number;
  readonly to: number;
  readonly lost: number;
  readonly reason: string;
}

/** What a log holds. A checkpoint's `state` is the text its writer gave, as of the records before it. */
export type LogRecord =
  | { readonly kind: 'input'; readonly input: Input }
  | SentRecord
  | { readonly kind: 'checkpoint'; readonly state: string }
  | HoleRecord;

/** A place that can't be read. */
export interface CorruptPlace {
  readonly file: string;
  /** Where the bad record begins, in bytes from the start of the file. */
  readonly offset: number;
  /** Bytes passed over. */
  readonly bytes: number;
  readonly reason: BadReason;
}

/**
 * `header` the file's head · `partial` the file ends inside a record · `length` no record has this length ·
 * `crc` the payload was altered · `payload` the CRC holds but this version can't read it · `sequence` the number went back.
 */
export type BadReason = 'header' | 'partial' | 'length' | 'crc' | 'payload' | 'sequence';

/** How a segment file introduces itself. */
export interface SegmentHeader {
  readonly version: number;
  readonly session: number;
  readonly segment: number;
  /** Sequence of its first record. */
  readonly firstSeq: number;
  readonly configHash: string;
  readonly createdAt: Micros;
  /** Venues by the index that compact records use. */
  readonly venues: readonly VenueId[];
  /** What its data are of; null in a segment of before headers had it, and nothing of that is ever called live. */
  readonly source: Source | null;
  /** Identity of the log, chosen at random with its directory's first session; null in segments of before logs had one. */
  readonly log: string | null;
}
