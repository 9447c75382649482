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

/** Position of a record. */
export interface RecordPlace {
  readonly path: string;
  readonly offset: number;
  readonly seq: number;
}

/** A record that determines where a replay can start. `checkpoint`: the whole state as text, from an earlier build. */
export type IndexedRecord = RecordPlace &
  (
    | Omit<PieceRecord, 'data' | 'isPacked'>
    | WholeRecord
    | { readonly kind: 'checkpoint'; readonly bytes: number }
    | Pick<HoleRecord, 'kind' | 'lost' | 'reason'>
  );

/** Index of one segment, so that a replay can start inside it. */
export interface SegmentIndex {
  readonly records: readonly IndexedRecord[];
  /** Positions of some records, in order, to start near a sequence number without reading from the beginning. */
  readonly marks: readonly RecordPlace[];
  /** Inputs per venue, as far as record headers show it; to estimate the cost of replaying one venue. */
  readonly inputs: ReadonlyMap<VenueId, number>;
}

const MARK_EVERY_BYTES = 1 << 17;

/**
 * Indexes a segment from its record headers, up to the first invalid one. Only checkpoint and hole records are read, and
 * indexed if their CRC is correct.
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

/** Index entry of a checkpoint or hole record; null for any other record. */
function indexed(payload: Buffer, place: RecordPlace): IndexedRecord | null {
  const record = decodePayload(payload, []);
  if (record?.kind === 'hole') return { ...place, kind: 'hole', lost: record.lost, reason: record.reason };
  if (record?.kind === 'checkpoint') return { ...place, kind: 'checkpoint', bytes: payload.length };
  if (record?.kind === 'whole') return { ...place, ...record };
  if (record?.kind !== 'piece' || record.asOf >= place.seq) return null;
  const { data: _data, isPacked: _isPacked, ...piece } = record;
  return { ...place, ...piece };
}
