import type { Micros } from '../../core/index.ts';
import { downtimeBetween, type Downtime } from './downtime.ts';
import { scanSegment } from './scan.ts';
import { listSegments } from './segments.ts';
import type { SegmentFile } from './segments.ts';
import type { CorruptPlace, HoleRecord } from './types.ts';

/** Two adjacent records whose sequence numbers are not consecutive. */
export interface SequenceBreak {
  readonly session: number;
  readonly after: number;
  readonly next: number;
}

export interface VerifyReport {
  /** Whether there is no damage and no unexplained gap; holes that the log records are allowed. */
  readonly ok: boolean;
  readonly segments: number;
  readonly sessions: readonly number[];
  readonly records: number;
  readonly checkpoints: number;
  readonly bytes: number;
  readonly corrupt: readonly CorruptPlace[];
  /** Sequence breaks without a hole record. */
  readonly breaks: readonly SequenceBreak[];
  readonly holes: readonly (HoleRecord & { readonly session: number })[];
  /** Time between its sessions, oldest first. */
  readonly downtime: readonly Downtime[];
  /** The newest segment was cut by a crash; the next start repairs it. */
  readonly tornTail: CorruptPlace | null;
}

/** Verifies a log, or only its `newest` segments. */
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
  /** Time of the last record with a time. */
  until: Micros | null;
}

interface SegmentRead {
  /** Time of the first record with a time; null if none has one. */
  readonly from: Micros | null;
  /** Its last sequence number, or the previous segment's if it has no records. */
  readonly last: number | null;
  /** Damaged places at the end, without a good record after them. */
  readonly tail: readonly CorruptPlace[];
}

/** Adds one segment to the results. `before`: last sequence of the session before this segment. */
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

/** Merges the damaged places of a torn end into one. */
function merged(places: readonly CorruptPlace[]): CorruptPlace | null {
  const first = places[0];
  return first === undefined ? null : { ...first, bytes: places.reduce((sum, { bytes }) => sum + bytes, 0) };
}

const explains = (hole: HoleRecord & { readonly session: number }, { session, after, next }: SequenceBreak): boolean =>
  hole.session === session && hole.from <= after + 1 && hole.to >= next - 1;
