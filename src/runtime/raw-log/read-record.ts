import { indexSegment } from './checkpoint-index.ts';
import { scanSegment } from './scan.ts';
import type { SegmentFile } from './segments.ts';
import type { LogRecord } from './types.ts';

/** Reads a single record; null if it is missing or damaged. `segments`: the session's segments, in order. */
export async function readRecord(segments: readonly SegmentFile[], seq: number): Promise<LogRecord | null> {
  const segment = segments.findLast(({ header }) => header !== null && header.firstSeq <= seq);
  if (segment === undefined) return null;
  const { marks } = await indexSegment(segment);
  for await (const found of scanSegment(segment.path, marks.findLast((mark) => mark.seq <= seq)?.offset ?? 0)) {
    if (found.kind !== 'record' || found.seq < seq) continue;
    return found.seq === seq ? found.record : null;
  }
  return null;
}
