import { logCorrupt, logMissing } from './errors.ts';
import { scanSegment } from './scan.ts';
import { listSegments, type SegmentFile } from './segments.ts';
import type { CorruptPlace, LogPosition, LogRecord } from './types.ts';

export interface ReadOptions {
  /** The session to read; all by default. */
  readonly session?: number;
  /** The directory's segments, if already listed. */
  readonly segments?: readonly SegmentFile[];
  /** Start at this segment of each session read. */
  readonly fromSegment?: number;
  /** In that first segment, start at the record at this offset. */
  readonly fromOffset?: number;
  /** Only records from this sequence on. */
  readonly fromSeq?: number;
  /** Only records up to this sequence; for a log in use, pass its committed position. */
  readonly toSeq?: number;
  /**
   * `throw` (default): throws TF_LOG_CORRUPT at the first bad record. `skip`: yields an item for it and continues with later
   * records.
   */
  readonly onCorrupt?: 'throw' | 'skip';
}

/** For a corrupt record, `position` is that of the last good record before it; sequence 0 if there is none. */
export interface ReadItem {
  readonly position: LogPosition;
  readonly record: LogRecord | ({ readonly kind: 'corrupt' } & CorruptPlace);
}

/** Reads a data directory's log in order, through a small window of each file. */
export async function* readRawLog(directory: string, options: ReadOptions = {}): AsyncGenerator<ReadItem, void, undefined> {
  const { session, segments, fromSegment = 0, fromOffset = 0, fromSeq = 0, toSeq = Infinity, onCorrupt = 'throw' } = options;
  const all = (segments ?? (await listSegments(directory))).filter((found) => session === undefined || found.session === session);
  if (all.length === 0) throw logMissing({ directory });
  const chosen = all.filter((found) => found.segment >= fromSegment);
  for (const [index, { path, session: own, header }] of chosen.entries()) {
    const next = chosen[index + 1];
    // All records of this segment come before the first record of the next segment.
    if (next?.session === own && next.header !== null && next.header.firstSeq <= fromSeq) continue;
    if (header !== null && header.firstSeq > toSeq) continue;
    let seq = 0;
    const log = header?.log ?? undefined;
    for await (const found of scanSegment(path, index === 0 ? fromOffset : 0)) {
      if (found.kind === 'header') continue;
      if (found.kind === 'bad') {
        const { offset, bytes, reason } = found;
        if (onCorrupt === 'throw') throw logCorrupt({ file: path, offset, reason });
        yield { position: { session: own, seq, log }, record: { kind: 'corrupt', file: path, offset, bytes, reason } };
        continue;
      }
      seq = found.seq;
      if (seq > toSeq) break;
      if (seq >= fromSeq) yield { position: { session: own, seq, log }, record: found.record };
    }
  }
}
