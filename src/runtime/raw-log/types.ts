import type { Micros, Source, VenueId } from '../../core/index.ts';
import type { ConnId, Input } from '../feed/types.ts';

/** Position of a record, cited by evidence. A session is one run of the writer; `seq` counts from 1 within it. */
export interface LogPosition {
  readonly session: number;
  readonly seq: number;
  /** Identity of the log; absent in older logs. */
  readonly log?: string | undefined;
}

/** A message that we sent to a venue; evidence only, ignored by a replay. */
export interface SentRecord {
  readonly kind: 'sent';
  readonly venue: VenueId;
  readonly conn: ConnId;
  readonly at: Micros;
  readonly text: string;
}

/** Records `from` to `to` were never written, or were deleted later; `lost`: number of lost inputs. */
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
  /** Name of the part, chosen by whoever captured the state. */
  readonly name: string;
  /** The part is the state after the record with this sequence. */
  readonly asOf: number;
  /** Index of the piece in its part, from 0. */
  readonly piece: number;
  readonly isLast: boolean;
  /** Whether `data` are compressed with zstd. */
  readonly isPacked: boolean;
  readonly rawBytes: number;
  readonly data: Uint8Array;
}

/** Marks a checkpoint as complete, with its number of parts. Without this record, its pieces are ignored. */
export interface WholeRecord {
  readonly kind: 'whole';
  readonly cycle: number;
  readonly parts: number;
  /** Time of completion. */
  readonly at: Micros;
}

/** A record of a log. `checkpoint`, from earlier builds: the whole state as text, after all records before it. */
export type LogRecord =
  | { readonly kind: 'input'; readonly input: Input }
  | SentRecord
  | { readonly kind: 'checkpoint'; readonly state: string }
  | PieceRecord
  | WholeRecord
  | HoleRecord;

/** A record that the present build writes. */
export type WrittenRecord = Exclude<LogRecord, { readonly kind: 'checkpoint' }>;

/** A damaged place in a log. */
export interface CorruptPlace {
  readonly file: string;
  /** Offset of the bad record in the file, bytes. */
  readonly offset: number;
  /** Number of bytes skipped. */
  readonly bytes: number;
  readonly reason: BadReason;
}

/**
 * `header`: damaged file header · `partial`: the file ends inside a record · `length`: invalid record length ·
 * `crc`: the payload was altered · `payload`: valid CRC, but unreadable by this version · `sequence`: the number went back.
 */
export type BadReason = 'header' | 'partial' | 'length' | 'crc' | 'payload' | 'sequence';

/** Header of a segment file. */
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
  /** Source of its data; null in older segments, which never count as live. */
  readonly source: Source | null;
  /** Identity of the log, chosen at random in its directory's first session; null in older segments. */
  readonly log: string | null;
}
