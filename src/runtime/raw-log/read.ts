import { logCorrupt, logMissing } from './errors.ts';
import { scanSegment } from './scan.ts';
import { listSegments, type SegmentFile } from './segments.ts';
import type { CorruptPlace, LogPosition, LogRecord } from './types.ts';

export interface ReadOptions {
  /** One session; all by default. */
  readonly session?: number;
  /** The directory's segments, where they are listed already. */
  readonly segments?: readonly SegmentFile[];
  /** Start at this segment of each session read. */
  readonly fromSegment?: number;
  /** In the first of them, start at the record at this offset. */
  readonly fromOffset?: number;
  /** Records with this sequence and later ones. */
  readonly fromSeq?: number;
  /** Records up to this sequence; a reader of a log in use stops at its committed position. */
  readonly toSeq?: number;
  /** `throw` (default): TF_LOG_CORRUPT at the first bad record. `skip`: it is named in the stream, and what can be read after it follows. */
  readonly onCorrupt?: 'throw' | 'skip';
}

/** `position` of a corrupt place is that of the last good record before it; sequence 0 where there is none. */
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
    // Every record of this segment stands before the next one's first.
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
