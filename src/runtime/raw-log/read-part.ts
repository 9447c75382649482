import { crc32 } from 'node:zlib';
import type { RecordPlace } from './checkpoint-index.ts';
import { logCorrupt } from './errors.ts';
import { decodePayload, MAX_PAYLOAD_BYTES, payloadSeq, RECORD_HEAD_BYTES } from './format.ts';
import { unpackPiece } from './piece-format.ts';
import { openSegment } from './segments.ts';
import type { LogRecord } from './types.ts';
import type { PartPlaces } from './whole-checkpoints.ts';

/** Reads the bytes of one part. Throws TF_LOG_CORRUPT if its records no longer exist. */
export async function readPart({ name, asOf, pieces }: PartPlaces): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (const [index, place] of pieces.entries()) {
    const record = await readRecordAt(place);
    if (record.kind !== 'piece' || record.name !== name || record.asOf !== asOf || record.piece !== index) throw corrupt(place);
    try {
      parts.push(unpackPiece(record));
    } catch (cause) {
      throw corrupt(place, cause);
    }
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
}

/** Reads the text of an earlier build's checkpoint. Throws TF_LOG_CORRUPT. */
export async function readText(place: RecordPlace): Promise<string> {
  const record = await readRecordAt(place);
  if (record.kind !== 'checkpoint') throw corrupt(place);
  return record.state;
}

const corrupt = ({ path, offset }: RecordPlace, cause?: unknown) => logCorrupt({ file: path, offset, reason: 'payload' }, cause);

async function readRecordAt(place: RecordPlace): Promise<LogRecord> {
  const { path, offset, seq } = place;
  const handle = await openSegment(path);
  try {
    const head = Buffer.alloc(RECORD_HEAD_BYTES);
    await handle.read(head, 0, head.length, offset);
    const length = head.readUInt32LE(0);
    if (length > MAX_PAYLOAD_BYTES || length > (await handle.stat()).size - offset) throw corrupt(place);
    const payload = Buffer.alloc(length);
    await handle.read(payload, 0, length, offset + RECORD_HEAD_BYTES);
    const isWhole = crc32(payload) === head.readUInt32LE(4) && payloadSeq(payload) === seq;
    const record = isWhole ? decodePayload(payload, []) : null;
    if (record === null) throw corrupt(place);
    return record;
  } finally {
    await handle.close();
  }
}
