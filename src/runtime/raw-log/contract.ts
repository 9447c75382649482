import type { Clock, Log, Micros, Source, VenueId } from '../../core/index.ts';
import type { Steps } from '../feed/input-queue.ts';
import type { ConnId, Input } from '../feed/types.ts';
import type { CheckpointSource } from './checkpoint-cycle.ts';
import type { LogFiles } from './files.ts';
import type { Recovered } from './recover.ts';
import type { RetentionLimits } from './retention.ts';
import type { LogPosition } from './types.ts';

export interface RawLogOptions {
  /** Data directory; segments go to its folder `raw/`. */
  readonly directory: string;
  readonly clock: Clock;
  /** Venues with compact records, at most 255; records of other venues are JSON. */
  readonly venues: readonly VenueId[];
  /** Source of this run's data, stored in each segment. A directory with segments of another source is refused. */
  readonly source: Source;
  /** Hash of this run's configuration. */
  readonly configHash: string;
  /**
   * Starts to capture the state part by part; null while there is no state. `append` steps it at each tick, before the
   * tick is applied: a part is the state after all records appended so far.
   */
  readonly checkpoint: () => CheckpointSource | null;
  /**
   * Seconds between the starts of two checkpoints; default 75, down to 30 in a busy log. If a checkpoint is small, each segment
   * also starts one.
   */
  readonly checkpointSeconds?: number;
  /** Maximum bytes of state in one checkpoint record; default 256 kB. */
  readonly pieceBytes?: number;
  /** Number of a new directory's first session, from 1; default 1. */
  readonly firstSession?: number;
  /** Identity for a log without one, from `newLogId`. Default: none. */
  readonly newLog?: string;
  readonly log?: Log;
  readonly files?: LogFiles;
  /** A segment ends at this size (default 64 MB) or age (default 10 minutes), whichever is first. */
  readonly segmentBytes?: number;
  readonly segmentMinutes?: number;
  /** A commit happens after this time (default 250 ms) or number of records (default 1,000), whichever is first. */
  readonly commitMs?: number;
  readonly commitRecords?: number;
  /** Maximum bytes kept while the disk refuses writes; default 64 MB. */
  readonly backlogBytes?: number;
  /** Default 20 GB and 7 days. */
  readonly retention?: Partial<RetentionLimits>;
}

export interface RawLogStatus {
  /** `off` once closed. */
  readonly state: 'writing' | 'failing' | 'off';
  /** Bytes on disk, over all sessions. */
  readonly bytes: number;
  /** Number of the current segment; 0 before the first record. */
  readonly segment: number;
  /** Age of the oldest record not yet on disk. */
  readonly lagMs: number;
  /** Why writing fails; after `close`, why it failed at that time. */
  readonly reason: string | null;
  /** Position up to which every record survives a crash. */
  readonly committed: LogPosition | null;
  /** Number of records that never reached the disk, or were deleted from it. */
  readonly lost: number;
}

/** The log on disk of every input of the feeds and every message sent. */
export interface RawLog {
  readonly session: number;
  /** Damaged bytes cut from the end of the last session at opening. */
  readonly recovered: Recovered | null;
  /**
   * Work on a checkpoint that belongs before an input, in small steps. `append` of that input does what is left, so calling it is
   * optional; no other input may be appended in between.
   */
  prepare(input: Input): Steps;
  /** Call it before the feed applies the input, so that checkpoint parts include only earlier records. Never throws. */
  append(input: Input): LogPosition;
  appendSent(sent: { readonly venue: VenueId; readonly conn: ConnId; readonly at: Micros; readonly text: string }): LogPosition;
  /** Tries to write pending records now; resolves after the attempt. `status` shows whether it succeeded. */
  flush(): Promise<void>;
  /** Writes pending records and stops; records that can't be written count as lost. */
  close(): Promise<void>;
  status(): RawLogStatus;
}
