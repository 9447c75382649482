import { crc32 } from 'node:zlib';

import { logVersionUnknown } from './errors.ts';
import {
  decodeHeader,
  decodePayload,
  FORMAT_VERSION,
  MAX_PAYLOAD_BYTES,
  MIN_PAYLOAD_BYTES,
  payloadSeq,
  RECORD_HEAD_BYTES,
} from './format.ts';
import { openSegment } from './segments.ts';
import type { BadReason, LogRecord, SegmentHeader } from './types.ts';
import { FileWindow } from './file-window.ts';

/** An item of a segment file. */
export type Scanned =
  | { readonly kind: 'header'; readonly header: SegmentHeader; readonly end: number }
  | { readonly kind: 'record'; readonly seq: number; readonly record: LogRecord; readonly offset: number; readonly end: number }
  /** A damaged record. If its length is plausible, the scan continues after the record; otherwise the scan ends here. */
  | { readonly kind: 'bad'; readonly offset: number; readonly bytes: number; readonly reason: BadReason };

/**
 * Reads one segment, all of it or from the record at an offset on. Uses a window of 1 MB, or of one record if that is
 * longer.
 */
export async function* scanSegment(path: string, from = 0): AsyncGenerator<Scanned, void, undefined> {
  const handle = await openSegment(path);
  try {
    const size = (await handle.stat()).size;
    yield* scan(new FileWindow(handle, size), path, from);
  } finally {
    await handle.close();
  }
}

async function* scan(window: FileWindow, path: string, from: number): AsyncGenerator<Scanned, void, undefined> {
  const header = await scanHeader(window, path);
  if (header === null) {
    yield { kind: 'bad', offset: 0, bytes: window.size, reason: 'header' };
    return;
  }
  yield header;
  let offset = Math.max(from, header.end);
  let last = 0;
  while (offset < window.size) {
    const left = window.size - offset;
    const head = await window.at(offset, Math.min(RECORD_HEAD_BYTES, left));
    const length = head.length < RECORD_HEAD_BYTES ? 0 : head.readUInt32LE(0);
    const reason = lengthProblem(length, left);
    if (reason !== null) {
      yield { kind: 'bad', offset, bytes: left, reason };
      return;
    }
    const crc = head.readUInt32LE(4);
    const payload = await window.at(offset + RECORD_HEAD_BYTES, length);
    const end = offset + RECORD_HEAD_BYTES + length;
    const read = readPayload(payload, crc, last, header.header);
    if (typeof read === 'string') yield { kind: 'bad', offset, bytes: end - offset, reason: read };
    else {
      last = payloadSeq(payload);
      yield { kind: 'record', seq: last, record: read, offset, end };
    }
    offset = end;
  }
}

/** Why a record length is invalid when `left` bytes remain; null if it is valid. */
export function lengthProblem(length: number, left: number): BadReason | null {
  if (left < RECORD_HEAD_BYTES) return 'partial';
  if (length < MIN_PAYLOAD_BYTES || length > MAX_PAYLOAD_BYTES) return 'length';
  return length > left - RECORD_HEAD_BYTES ? 'partial' : null;
}

function readPayload(payload: Buffer, crc: number, last: number, header: SegmentHeader): LogRecord | BadReason {
  if (crc32(payload) !== crc) return 'crc';
  const seq = payloadSeq(payload);
  if (!Number.isSafeInteger(seq) || seq <= last || seq < header.firstSeq) return 'sequence';
  return decodePayload(payload, header.venues) ?? 'payload';
}

/** Reads a segment's header; null if it is damaged. Throws TF_LOG_VERSION_UNKNOWN. */
export async function scanHeader(window: FileWindow, path: string): Promise<Extract<Scanned, { kind: 'header' }> | null> {
  let read = decodeHeader(await window.at(0, 0));
  while (!read.ok && read.why === 'short' && read.need <= window.size) read = decodeHeader(await window.at(0, read.need));
  if (read.ok) return { kind: 'header', header: read.header, end: read.bytes };
  if (read.why === 'version') throw logVersionUnknown({ file: path, version: read.version, known: FORMAT_VERSION });
  return null;
}
