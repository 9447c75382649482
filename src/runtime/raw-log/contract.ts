import type { Clock, Log, Micros, Source, VenueId } from '../../core/index.ts';
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
  /** Venues that get the compact form, at most 255; others are written as JSON. */
  readonly venues: readonly VenueId[];
  /** What this run's data are of; each segment says it, and a directory with segments of another is refused. */
  readonly source: Source;
  /** Hash of the configuration this run has. */
  readonly configHash: string;
  /**
   * Begins to capture the state part by part; null while there is none. It is stepped from `append` with each tick, before
   * the tick counts: a part is the state as of every record appended so far.
   */
  readonly checkpoint: () => CheckpointSource | null;
  /** Seconds from the start of one checkpoint to that of the next; default 75; from 30 on where many records come. A segment starts one as well, where it is small. */
  readonly checkpointSeconds?: number;
  /** Most bytes of state in one record of a checkpoint; default 256 kB. */
  readonly pieceBytes?: number;
  /** Number of a new directory's first session, from 1; Default 1. */
  readonly firstSession?: number;
  /** Identity of a new log, as `newLogId` makes it; a log that has one keeps it. Default: none. */
  readonly newLog?: string;
  readonly log?: Log;
  readonly files?: LogFiles;
  /** A segment ends at this size (default 64 MB) or age (default 10 minutes), whichever is first. */
  readonly segmentBytes?: number;
  readonly segmentMinutes?: number;
  /** A commit happens after this time (default 250 ms) or so many records (default 1,000), whichever is first. */
  readonly commitMs?: number;
  readonly commitRecords?: number;
  /** Bytes held while the disk doesn't take them; default 64 MB. */
  readonly backlogBytes?: number;
  /** Default 20 GB and 7 days. */
  readonly retention?: Partial<RetentionLimits>;
}

export interface RawLogStatus {
  /** `off` once closed. */
  readonly state: 'writing' | 'failing' | 'off';
  /** On the disk, all sessions. */
  readonly bytes: number;
  /** Number of the current segment; 0 before the first record. */
  readonly segment: number;
  /** Age of the oldest record that is not on the disk. */
  readonly lagMs: number;
  /** Why it fails; after `close`, why it was failing then. */
  readonly reason: string | null;
  /** Everything up to here survives a crash. */
  readonly committed: LogPosition | null;
  /** Records that never reached the disk, or were taken away from it. */
  readonly lost: number;
}

/** The truth: every input of the feed, and what we sent, on disk. */
export interface RawLog {
  readonly session: number;
  /** What opening had to cut off the last session's end. */
  readonly recovered: Recovered | null;
  /** Call it before the feed takes the input, so that a part of a checkpoint holds what stands before it. Never throws. */
  append(input: Input): LogPosition;
  appendSent(sent: { readonly venue: VenueId; readonly conn: ConnId; readonly at: Micros; readonly text: string }): LogPosition;
  /** Tries to write what is waiting, now; resolves once tried. `status` says whether it worked. */
  flush(): Promise<void>;
  /** Writes what is waiting and stops; what can't be written counts as lost. */
  close(): Promise<void>;
  status(): RawLogStatus;
}
