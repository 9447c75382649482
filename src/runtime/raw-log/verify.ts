import type { Micros } from '../../core/index.ts';
import { downtimeBetween, type Downtime } from './downtime.ts';
import { scanSegment } from './scan.ts';
import { listSegments } from './segments.ts';
import type { SegmentFile } from './segments.ts';
import type { CorruptPlace, HoleRecord } from './types.ts';

/** Sequences that follow each other in the log and should not. */
export interface SequenceBreak {
  readonly session: number;
  readonly after: number;
  readonly next: number;
}

export interface VerifyReport {
  /** Nothing is damaged or missing without a word; holes that the log itself owns up to are in order. */
  readonly ok: boolean;
  readonly segments: number;
  readonly sessions: readonly number[];
  readonly records: number;
  readonly checkpoints: number;
  readonly bytes: number;
  readonly corrupt: readonly CorruptPlace[];
  /** Breaks that no hole explains. */
  readonly breaks: readonly SequenceBreak[];
  readonly holes: readonly (HoleRecord & { readonly session: number })[];
  /** Time between its sessions, oldest first. */
  readonly downtime: readonly Downtime[];
  /** A crash cut the newest segment; the next start puts that right. */
  readonly tornTail: CorruptPlace | null;
}

/** Reads a log and reports on it: all of it, or its `newest` segments. */
export async function verifyRawLog(directory: string, { newest }: { readonly newest?: number } = {}): Promise<VerifyReport> {
  const all = await listSegments(directory);
  const segments = newest === undefined ? all : all.slice(-newest);
  const found: Found = { records: 0, checkpoints: 0, corrupt: [], breaks: [], holes: [], downtime: [], until: null };
  let session = 0;
  let last: number | null = null;
  let tornTail: CorruptPlace | null = null;
  for (const segment of segments) {
    const follows = segment.session === session;
    const { until } = found;
    const read = await verifySegment(segment, follows ? last : null, found);
    const pause = follows || until === null || read.from === null ? null : downtimeBetween(until, read.from);
    if (pause !== null) found.downtime.push(pause);
    session = segment.session;
    last = read.last;
    if (segment === segments.at(-1)) tornTail = merged(read.tail);
    else found.corrupt.push(...read.tail);
  }
  const breaks = found.breaks.filter((gap) => !found.holes.some((hole) => explains(hole, gap)));
  return {
    ok: found.corrupt.length === 0 && breaks.length === 0,
    segments: segments.length,
    sessions: [...new Set(segments.map((segment) => segment.session))],
    records: found.records,
    checkpoints: found.checkpoints,
    bytes: segments.reduce((sum, { bytes }) => sum + bytes, 0),
    corrupt: found.corrupt,
    breaks,
    holes: found.holes,
    downtime: found.downtime,
    tornTail,
  };
}

interface Found {
  records: number;
  checkpoints: number;
  readonly corrupt: CorruptPlace[];
  readonly breaks: SequenceBreak[];
  readonly holes: (HoleRecord & { readonly session: number })[];
  readonly downtime: Downtime[];
  /** Time of the last record read that has one. */
  until: Micros | null;
}

interface SegmentRead {
  /** Time of its first record that has one; null where none has. */
  readonly from: Micros | null;
  /** Its last sequence, or the one before it where it has none. */
  readonly last: number | null;
  /** Bad places with nothing good after them. */
  readonly tail: readonly CorruptPlace[];
}

/** Adds one segment to what was found. `before`: the sequence that its session ended at so far. */
async function verifySegment({ path, session }: SegmentFile, before: number | null, found: Found): Promise<SegmentRead> {
  let last = before;
  let tail: CorruptPlace[] = [];
  let from: Micros | null = null;
  for await (const item of scanSegment(path)) {
    if (item.kind === 'bad') {
      tail.push({ file: path, offset: item.offset, bytes: item.bytes, reason: item.reason });
      continue;
    }
    const next = item.kind === 'header' ? item.header.firstSeq : item.seq;
    if (last !== null && next !== last + 1) found.breaks.push({ session, after: last, next });
    last = item.kind === 'header' ? next - 1 : next;
    if (item.kind === 'header') continue;
    found.corrupt.push(...tail);
    tail = [];
    found.records++;
    const at = item.record.kind === 'input' ? item.record.input.at : item.record.kind === 'sent' ? item.record.at : null;
    from ??= at;
    found.until = at ?? found.until;
    if (item.record.kind === 'checkpoint' || item.record.kind === 'whole') found.checkpoints++;
    if (item.record.kind === 'hole') found.holes.push({ session, ...item.record });
  }
  return { last, tail, from };
}

/** A torn end is one place, however it reads. */
function merged(places: readonly CorruptPlace[]): CorruptPlace | null {
  const first = places[0];
  return first === undefined ? null : { ...first, bytes: places.reduce((sum, { bytes }) => sum + bytes, 0) };
}

const explains = (hole: HoleRecord & { readonly session: number }, { session, after, next }: SequenceBreak): boolean =>
  hole.session === session && hole.from <= after + 1 && hole.to >= next - 1;
