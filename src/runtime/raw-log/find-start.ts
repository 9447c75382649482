import { counted, type Micros } from '../../core/index.ts';
import { indexSegment, type IndexedRecord, type SegmentIndex } from './checkpoint-index.ts';
import type { SegmentFile } from './segments.ts';
import { wholeCheckpoints, type WholeCheckpoint } from './whole-checkpoints.ts';

/** Where a replay starts: with this state, at this segment and offset. */
export interface RestoreStart {
  /** Null at the session's beginning, where there is no earlier state. */
  readonly checkpoint: WholeCheckpoint | null;
  readonly segment: SegmentFile;
  readonly fromOffset: number;
  /** First record that some part of the state does not include. */
  readonly fromSeq: number;
  /** Bytes of the session's log from this position on. */
  readonly bytesAhead: number;
  /** Inputs per venue in its segment. */
  readonly inputs: SegmentIndex['inputs'];
}

/** Finds replay starts in one session's log. Indexes each segment once. Methods return a reason if there is no start. */
export interface StartFinder {
  /** The latest complete checkpoint before a record. */
  startFor(seq: number): Promise<RestoreStart | string>;
  /** The latest checkpoint that was complete at a time; otherwise the earliest one before a record. */
  startBefore(at: Micros, seq: number): Promise<RestoreStart | string>;
  /** Every complete checkpoint from a segment on, oldest first. */
  startsFrom(segment: number): AsyncGenerator<RestoreStart, void, undefined>;
}

const TOO_OLD = 'the log that is kept has no whole checkpoint before that time';

/** `segments`: the segments of one session, in order. */
export function createStartFinder(segments: readonly SegmentFile[]): StartFinder {
  const indexes = new Map<SegmentFile, Promise<SegmentIndex>>();
  const indexOf = (segment: SegmentFile): Promise<SegmentIndex> => {
    const known = indexes.get(segment) ?? indexSegment(segment);
    indexes.set(segment, known);
    return known;
  };

  const place = (segment: SegmentFile, fromOffset: number, { inputs }: SegmentIndex) => {
    const ahead = segments.filter((other) => other.segment >= segment.segment);
    return { segment, fromOffset, inputs, bytesAhead: ahead.reduce((sum, { bytes }) => sum + bytes, -fromOffset) };
  };

  const startAt = async (checkpoint: WholeCheckpoint): Promise<RestoreStart | null> => {
    const { fromSeq } = checkpoint;
    const segment = segments.findLast(({ header }) => header !== null && header.firstSeq <= fromSeq);
    if (segment === undefined) return null;
    const index = await indexOf(segment);
    return { checkpoint, fromSeq, ...place(segment, index.marks.findLast(({ seq }) => seq <= fromSeq)?.offset ?? 0, index) };
  };

  /** Searches backwards from a segment for the latest matching checkpoint. */
  async function search(last: number, isWanted: (record: IndexedRecord) => boolean): Promise<RestoreStart | string> {
    const records: IndexedRecord[] = [];
    for (let i = last; i >= 0; i--) {
      const segment = segments[i] as SegmentFile;
      records.unshift(...(await indexOf(segment)).records.filter(isWanted));
      const checkpoint = wholeCheckpoints(records).at(-1);
      const start = checkpoint === undefined ? null : await startAt(checkpoint);
      if (start !== null) return start;
      const hole = records.findLast(({ kind }) => kind === 'hole');
      if (hole?.kind === 'hole')
        return `the log has a hole: ${counted(hole.lost, 'record')} lost, ${hole.reason}; no checkpoint is whole so soon after it`;
      if (segment.header?.firstSeq === 1) return { checkpoint: null, fromSeq: 1, ...place(segment, 0, await indexOf(segment)) };
    }
    return TOO_OLD;
  }

  async function* startsFrom(number: number): AsyncGenerator<RestoreStart, void, undefined> {
    const records: IndexedRecord[] = [];
    let given = 0;
    for (const segment of segments) {
      if (segment.segment < number) continue;
      const own = (await indexOf(segment)).records;
      // A replay can't continue past a hole, but a checkpoint before it is still a start.
      for (const part of splitAtHoles(own)) {
        if (part.isAfterHole) {
          records.length = 0;
          given = 0;
        }
        records.push(...part.records);
        const found = wholeCheckpoints(records);
        for (const checkpoint of found.slice(given)) {
          const start = await startAt(checkpoint);
          if (start !== null) yield start;
        }
        given = found.length;
      }
    }
  }

  return {
    startFor: (seq) =>
      search(
        segments.findLastIndex(({ header }) => header !== null && header.firstSeq <= seq),
        (record) => record.seq <= seq,
      ),
    async startBefore(at, seq) {
      const last = segments.findLastIndex(({ header }) => header !== null && header.createdAt <= at && header.firstSeq <= seq);
      const found = await search(last, (record) => record.seq <= seq && (record.kind !== 'whole' || record.at <= at));
      if (typeof found !== 'string') return found;
      for await (const start of startsFrom(segments[Math.max(0, last)]?.segment ?? 0))
        return (start.checkpoint?.seq ?? 0) <= seq ? start : found;
      return found;
    },
    startsFrom,
  };
}

function splitAtHoles(
  records: readonly IndexedRecord[],
): readonly { readonly isAfterHole: boolean; readonly records: IndexedRecord[] }[] {
  const parts = [{ isAfterHole: false, records: [] as IndexedRecord[] }];
  for (const record of records) {
    if (record.kind === 'hole') parts.push({ isAfterHole: true, records: [] });
    else parts.at(-1)?.records.push(record);
  }
  return parts;
}
