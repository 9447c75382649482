import { crc32 } from 'node:zlib';
import { FileWindow } from './file-window.ts';
import type { VenueId } from '../../core/index.ts';
import {
  compactInputVenue,
  decodePayload,
  DECIDING_BYTES,
  mayDecideStart,
  MIN_PAYLOAD_BYTES,
  payloadSeq,
  RECORD_HEAD_BYTES,
} from './format.ts';
import { lengthProblem, scanHeader } from './scan.ts';
import { openSegment, type SegmentFile } from './segments.ts';
import type { HoleRecord, PieceRecord, WholeRecord } from './types.ts';

/** Where a record begins. */
export interface RecordPlace {
  readonly path: string;
  readonly offset: number;
  readonly seq: number;
}

/** A record that decides where a replay can start; `checkpoint` is the whole state as text, of an earlier build. */
export type IndexedRecord = RecordPlace &
  (
    | Omit<PieceRecord, 'data' | 'isPacked'>
    | WholeRecord
    | { readonly kind: 'checkpoint'; readonly bytes: number }
    | Pick<HoleRecord, 'kind' | 'lost' | 'reason'>
  );

/** What one segment has for those who start in its middle. */
export interface SegmentIndex {
  readonly records: readonly IndexedRecord[];
  /** Some of its records, in order: to start near a sequence without reading what stands before. */
  readonly marks: readonly RecordPlace[];
  /** How many inputs each venue has in it, as far as the heads of records say: what a replay of one venue may cost. */
  readonly inputs: ReadonlyMap<VenueId, number>;
}

const MARK_EVERY_BYTES = 1 << 17;

/**
 * Looks a segment over by the heads of its records, up to the first that can't be right; only those of checkpoints and holes
 * are read, and counted where their CRC holds.
 */
export async function indexSegment({ path }: SegmentFile): Promise<SegmentIndex> {
  const records: IndexedRecord[] = [];
  const marks: RecordPlace[] = [];
  const inputs = new Map<VenueId, number>();
  const handle = await openSegment(path);
  try {
    const { size } = await handle.stat();
    const window = new FileWindow(handle, size);
    const header = await scanHeader(window, path);
    let marked = Number.NEGATIVE_INFINITY;
    for (let offset = header?.end ?? size; size - offset >= RECORD_HEAD_BYTES + MIN_PAYLOAD_BYTES;) {
      const need = Math.min(RECORD_HEAD_BYTES + DECIDING_BYTES, size - offset);
      const head = window.held(offset, need) ?? (await window.at(offset, need));
      const length = head.readUInt32LE(0);
      if (lengthProblem(length, size - offset) !== null) break;
      const start = head.subarray(RECORD_HEAD_BYTES);
      const place = { path, offset, seq: payloadSeq(start) };
      if (offset - marked >= MARK_EVERY_BYTES) {
        marks.push(place);
        marked = offset;
      }
      const venue = header?.header.venues[compactInputVenue(start) ?? -1];
      if (venue !== undefined) inputs.set(venue, (inputs.get(venue) ?? 0) + 1);
      if (mayDecideStart(start)) {
        const crc = head.readUInt32LE(4);
        const payload = await window.at(offset + RECORD_HEAD_BYTES, length);
        const found = crc32(payload) === crc ? indexed(payload, place) : null;
        if (found !== null) records.push(found);
      }
      offset += RECORD_HEAD_BYTES + length;
    }
  } finally {
    await handle.close();
  }
  return { records, marks, inputs };
}

/** A record of a checkpoint or hole; null for any other. */
function indexed(payload: Buffer, place: RecordPlace): IndexedRecord | null {
  const record = decodePayload(payload, []);
  if (record?.kind === 'hole') return { ...place, kind: 'hole', lost: record.lost, reason: record.reason };
  if (record?.kind === 'checkpoint') return { ...place, kind: 'checkpoint', bytes: payload.length };
  if (record?.kind === 'whole') return { ...place, ...record };
  if (record?.kind !== 'piece' || record.asOf >= place.seq) return null;
  const { data: _data, isPacked: _isPacked, ...piece } = record;
  return { ...place, ...piece };
}
