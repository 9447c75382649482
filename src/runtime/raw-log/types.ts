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

/** A piece of one part of a checkpoint. */
export interface PieceRecord {
  readonly kind: 'piece';
  /** Number of the checkpoint in its session, from 1. */
  readonly cycle: number;
  /** Which part of the state it is, in the words of who captured it. */
  readonly name: string;
  /** The part is the state after the record with this sequence. */
  readonly asOf: number;
  /** Number of the piece in its part, from 0. */
  readonly piece: number;
  readonly isLast: boolean;
  /** Whether `data` are the piece's bytes packed by zstd, or themselves. */
  readonly isPacked: boolean;
  readonly rawBytes: number;
  readonly data: Uint8Array;
}

/** Every part of a checkpoint was written, and so many there are. Without it, its pieces count for nothing. */
export interface WholeRecord {
  readonly kind: 'whole';
  readonly cycle: number;
  readonly parts: number;
  /** When it was. */
  readonly at: Micros;
}

/** What a log holds. `checkpoint` is of earlier builds: the whole state as text, as of the records before it. */
export type LogRecord =
  | { readonly kind: 'input'; readonly input: Input }
  | SentRecord
  | { readonly kind: 'checkpoint'; readonly state: string }
  | PieceRecord
  | WholeRecord
  | HoleRecord;

/** What a log of today is written of. */
export type WrittenRecord = Exclude<LogRecord, { readonly kind: 'checkpoint' }>;

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
