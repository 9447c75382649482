import { crc32 } from 'node:zlib';

import { isLogId, isRecord, parseBounded, SOURCES, type VenueId } from '../../core/index.ts';
import { callFromLog } from '../feed/logged-call.ts';
import { pieceBytes, readPiece, readWhole, WHOLE_PAYLOAD_BYTES, writePiece, writeWhole } from './piece-format.ts';
import { isHeader, isLogRecord, isRecordTime } from './record-shape.ts';
import type { LogRecord, PieceRecord, SegmentHeader, WholeRecord, WrittenRecord } from './types.ts';

/** Version of the byte layout; docs/raw-log.md describes it. */
export const FORMAT_VERSION = 1;

const MAGIC = Buffer.from('TALLYFRL', 'latin1');
/** Magic 8, version 2, reserved 2, JSON length 4, CRC 4. */
export const HEADER_FIXED_BYTES = 20;
/** Maximum length of a header's JSON; a longer one is damage. */
const MAX_HEADER_JSON = 1 << 20;

/** Length and CRC before each payload. */
export const RECORD_HEAD_BYTES = 8;
/** A payload has at least kind and sequence, so that zero bytes are never read as records. */
export const MIN_PAYLOAD_BYTES = 9;
/** Maximum payload, 64 MB. The writer refuses more; the reader treats more as damage. */
export const MAX_PAYLOAD_BYTES = 64 << 20;

const TICK = 1;
const FRAME = 2;
const SENT = 3;
const JSON_RECORD = 4;
const CHECKPOINT = 5;
const PIECE = 6;
const WHOLE = 7;

const TICK_BYTES = 18;
const TEXT_AT = 22;

export function encodeHeader({ log, ...header }: Omit<SegmentHeader, 'version'>): Buffer {
  const json = Buffer.from(JSON.stringify(log === null ? header : { ...header, log }));
  const fixed = Buffer.alloc(HEADER_FIXED_BYTES);
  MAGIC.copy(fixed);
  fixed.writeUInt16LE(FORMAT_VERSION, 8);
  fixed.writeUInt32LE(json.length, 12);
  fixed.writeUInt32LE(crc32(json, crc32(fixed.subarray(0, 16))), 16);
  return Buffer.concat([fixed, json]);
}

export type HeaderRead =
  | { readonly ok: true; readonly header: SegmentHeader; readonly bytes: number }
  | { readonly ok: false; readonly why: 'damaged' }
  /** More bytes are needed to decide. */
  | { readonly ok: false; readonly why: 'short'; readonly need: number }
  | { readonly ok: false; readonly why: 'version'; readonly version: number };

/** Reads a segment's header from the first bytes of its file. */
export function decodeHeader(bytes: Buffer): HeaderRead {
  if (bytes.length < HEADER_FIXED_BYTES) return { ok: false, why: 'short', need: HEADER_FIXED_BYTES };
  if (!bytes.subarray(0, 8).equals(MAGIC)) return { ok: false, why: 'damaged' };
  const version = bytes.readUInt16LE(8);
  const end = HEADER_FIXED_BYTES + bytes.readUInt32LE(12);
  if (end > HEADER_FIXED_BYTES + MAX_HEADER_JSON) return { ok: false, why: 'damaged' };
  if (bytes.length < end) return { ok: false, why: 'short', need: end };
  const json = bytes.subarray(HEADER_FIXED_BYTES, end);
  // The CRC covers the version too, so a flipped bit there is damage and not another version.
  if (crc32(json, crc32(bytes.subarray(0, 16))) !== bytes.readUInt32LE(16)) return { ok: false, why: 'damaged' };
  if (version !== FORMAT_VERSION) return { ok: false, why: 'version', version };
  const header = parsed(json.toString('utf8'));
  if (!isHeader(header)) return { ok: false, why: 'damaged' };
  const source = SOURCES.find((known) => known === header.source) ?? null;
  const log = isLogId(header.log) ? header.log : null;
  return { ok: true, header: { ...header, version, source, log }, bytes: end };
}

/** A record prepared for the buffer, with its size and form. */
export type Prepared = PreparedText | PreparedPart;

interface PreparedPart {
  readonly kind: typeof PIECE | typeof WHOLE;
  readonly part: PieceRecord | WholeRecord;
  readonly bytes: number;
}

interface PreparedText {
  readonly kind: typeof TICK | typeof FRAME | typeof SENT | typeof JSON_RECORD;
  readonly venue: number;
  readonly conn: number;
  readonly at: number;
  readonly text: string;
  /** Size including length and CRC. */
  readonly bytes: number;
}

const MAX_CONN = 0xffff_ffff;

/** Chooses a record's form: compact if that represents the record exactly, else JSON. */
export function prepare(record: WrittenRecord, venues: ReadonlyMap<VenueId, number>): Prepared {
  if (record.kind === 'piece') return { kind: PIECE, part: record, bytes: RECORD_HEAD_BYTES + pieceBytes(record) };
  if (record.kind === 'whole') return { kind: WHOLE, part: record, bytes: RECORD_HEAD_BYTES + WHOLE_PAYLOAD_BYTES };
  const said = record.kind === 'input' ? record.input : record;
  if (said.kind === 'tick' || said.kind === 'frame' || said.kind === 'sent') {
    const venue = venues.get(said.venue);
    if (venue !== undefined && said.kind === 'tick')
      return { kind: TICK, venue, conn: 0, at: said.at, text: '', bytes: RECORD_HEAD_BYTES + TICK_BYTES };
    // UTF-8 has no lone surrogates; JSON escapes them.
    if (venue !== undefined && said.kind !== 'tick' && fitsCompact(said.conn) && said.text.isWellFormed()) {
      const bytes = RECORD_HEAD_BYTES + TEXT_AT + Buffer.byteLength(said.text);
      return { kind: said.kind === 'frame' ? FRAME : SENT, venue, conn: said.conn, at: said.at, text: said.text, bytes };
    }
  }
  const text = JSON.stringify(record);
  const bytes = RECORD_HEAD_BYTES + MIN_PAYLOAD_BYTES + Buffer.byteLength(text);
  return { kind: JSON_RECORD, venue: 0, conn: 0, at: 0, text, bytes };
}

const fitsCompact = (conn: number): boolean => Number.isInteger(conn) && conn >= 0 && conn <= MAX_CONN;

/** Writes a prepared record at `offset`; `target` has room for `prepared.bytes`. */
export function writeRecord(target: Buffer, offset: number, seq: number, prepared: Prepared): void {
  const payload = offset + RECORD_HEAD_BYTES;
  const end = offset + prepared.bytes;
  target[payload] = prepared.kind;
  target.writeDoubleLE(seq, payload + 1);
  if ('part' in prepared) {
    if (prepared.part.kind === 'piece') writePiece(target, payload, prepared.part);
    else writeWhole(target, payload, prepared.part);
  } else if (prepared.kind === JSON_RECORD) target.write(prepared.text, payload + MIN_PAYLOAD_BYTES, 'utf8');
  else {
    target[payload + 9] = prepared.venue;
    if (prepared.kind === TICK) target.writeDoubleLE(prepared.at, payload + 10);
    else {
      target.writeUInt32LE(prepared.conn, payload + 10);
      target.writeDoubleLE(prepared.at, payload + 14);
      target.write(prepared.text, payload + TEXT_AT, 'utf8');
    }
  }
  target.writeUInt32LE(end - payload, offset);
  target.writeUInt32LE(crc32(target.subarray(payload, end)), offset + 4);
}

/** Offset after `{"kind":"` of a JSON record. */
const JSON_KIND_AT = MIN_PAYLOAD_BYTES + 9;
const HOLE_OR_CHECKPOINT = ['h', 'c'].map((sign) => sign.charCodeAt(0));
/** Bytes of a payload needed to see whether it determines where a replay can start. */
export const DECIDING_BYTES = JSON_KIND_AT + 1;

/** Whether a payload may be a checkpoint or hole record, by its first bytes. */
export const mayDecideStart = (payload: Buffer): boolean =>
  payload[0] === JSON_RECORD ? HOLE_OR_CHECKPOINT.includes(payload[JSON_KIND_AT] ?? 0) : (payload[0] ?? 0) >= CHECKPOINT;

/** The venue index of a compact input, from the first bytes of its payload; null for other records. */
export const compactInputVenue = (payload: Buffer): number | null =>
  payload[0] === TICK || payload[0] === FRAME ? (payload[9] ?? null) : null;

/** The sequence number of a payload with a valid CRC. */
export const payloadSeq = (payload: Buffer): number => payload.readDoubleLE(1);

/** Decodes a payload with a valid CRC; null if this version can't. */
export function decodePayload(payload: Buffer, venues: readonly VenueId[]): LogRecord | null {
  const kind = payload[0];
  if (kind === CHECKPOINT) return { kind: 'checkpoint', state: payload.toString('utf8', MIN_PAYLOAD_BYTES) };
  if (kind === PIECE) return readPiece(payload);
  if (kind === WHOLE) return readWhole(payload);
  if (kind === JSON_RECORD) return parseRecord(payload.toString('utf8', MIN_PAYLOAD_BYTES));
  if (payload.length < TICK_BYTES) return null;
  const venue = venues[payload[9] ?? 0];
  if (venue === undefined) return null;
  if (kind === TICK) {
    const at = payload.readDoubleLE(10);
    return isRecordTime(at) ? { kind: 'input', input: { kind: 'tick', venue, at } } : null;
  }
  if (payload.length < TEXT_AT || (kind !== FRAME && kind !== SENT)) return null;
  const conn = payload.readUInt32LE(10);
  const at = payload.readDoubleLE(14);
  if (!isRecordTime(at)) return null;
  const text = payload.toString('utf8', TEXT_AT);
  return kind === SENT
    ? { kind: 'sent', venue, conn, at, text }
    : { kind: 'input', input: { kind: 'frame', venue, conn, at, text } };
}

function parseRecord(text: string): LogRecord | null {
  const record = inTodaysForm(parsed(text));
  return isLogRecord(record) ? record : null;
}

/** Converts the calls of REST inputs from earlier builds to the present form. */
function inTodaysForm(record: unknown): unknown {
  if (!isRecord(record) || !isRecord(record['input']) || !('call' in record['input'])) return record;
  return { ...record, input: { ...record['input'], call: callFromLog(record['input']['call']) } };
}

/** Parses JSON; undefined if invalid. The CRC was valid, so it was written this way; the caller reports it as unreadable. */
function parsed(text: string): unknown {
  const read = parseBounded(text, { maxLength: MAX_PAYLOAD_BYTES });
  return read.ok ? read.value : undefined;
}
