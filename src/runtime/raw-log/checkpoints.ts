import { US_PER_SECOND, type Log, type Micros } from '../../core/index.ts';
import { createCycle, type CheckpointCycle, type CheckpointSource, type CheckpointStep } from './checkpoint-cycle.ts';

/** Bytes of parts compressed for one tick: some milliseconds, in steps. */
const STEP_BYTES = 1 << 20;
/** A checkpoint larger than this share of a segment is not written at each segment's start. */
const SHARE_OF_SEGMENT = 0.25;
/** After this many records the next checkpoint is due sooner, because a check replays all records after a checkpoint. */
const BUSY_RECORDS = 17_500;
/** Minimum time between checkpoints, as a share of the time in a quiet log. */
const BUSY_SHARE = 0.4;
/** Minimum time between checkpoints, as a multiple of the time that writing one takes. */
const TIMES_AS_LONG = 4;

export interface CheckpointsOptions {
  readonly checkpoint: () => CheckpointSource | null;
  readonly checkpointSeconds: number;
  readonly pieceBytes: number;
  readonly segmentBytes: number;
  readonly log: Log;
}

/** Schedules a log's checkpoints, one at a time. A failure is logged; the next attempt is the next due checkpoint. */
export interface Checkpoints {
  /** Whether one is being written. */
  readonly isRunning: boolean;
  /** To be called when a segment starts. */
  atSegment(): void;
  /** The work that is due now, in small steps; its records reflect all records up to `asOf`. It ends early if abandoned. */
  steps(asOf: number, now: Micros): Generator<CheckpointStep, void, undefined>;
  /** Discards the checkpoint being written. `reason` null: a new one starts at once. */
  abandon(reason: string | null): void;
}

export function createCheckpoints({
  checkpoint,
  checkpointSeconds,
  pieceBytes,
  segmentBytes,
  log,
}: CheckpointsOptions): Checkpoints {
  let running: CheckpointCycle | null = null;
  let cycle = 0;
  /** When the last checkpoint started; null if one is due. */
  let startedAt: Micros | null = null;
  let startedAfter = 0;
  let lastBytes = 0;
  /** Duration of the last complete checkpoint. */
  let took = 0;

  const abandon = (reason: string | null): void => {
    if (reason === null) startedAt = null;
    else if (running !== null) log.error({ cycle, reason }, 'a checkpoint of the raw log came to nothing');
    running = null;
  };

  const start = (asOf: number, now: Micros): void => {
    startedAt = now;
    startedAfter = asOf;
    const source = checkpoint();
    if (source === null) return;
    running = createCycle({ cycle: ++cycle, source, pieceBytes, stepBytes: STEP_BYTES });
  };

  const isDue = (asOf: number, now: Micros): boolean => {
    if (startedAt === null) return true;
    // A clock that was set back must not delay it.
    const since = Math.abs(now - startedAt);
    const most = checkpointSeconds * US_PER_SECOND;
    const least = Math.max(most * BUSY_SHARE, took * TIMES_AS_LONG);
    return since >= most || (asOf - startedAfter >= BUSY_RECORDS && since >= least);
  };

  return {
    get isRunning() {
      return running !== null;
    },
    atSegment() {
      if (running === null && lastBytes <= segmentBytes * SHARE_OF_SEGMENT) startedAt = null;
    },
    *steps(asOf, now) {
      try {
        if (running === null && isDue(asOf, now)) start(asOf, now);
        const own = running;
        if (own === null) return;
        for (const step of own.steps(asOf, now)) {
          if (step?.kind === 'whole') {
            lastBytes = own.bytes;
            took = Math.abs(now - (startedAt ?? now));
            running = null;
          }
          yield step;
          if (step?.kind !== 'whole' && running !== own) return;
        }
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        log.error({ cycle, reason }, 'no checkpoint for this part of the raw log');
        running = null;
      }
    },
    abandon,
  };
}
