import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { isRecordTime } from './record-shape.ts';
import type { PieceRecord, WholeRecord } from './types.ts';

/** Version of the two layouts below; docs/raw-log.md, "Checkpoints". */
const VERSION = 1;
/** Both begin after kind and sequence. */
const BODY_AT = 9;
const NAME_AT = 33;
const WHOLE_BYTES = 26;

const LAST = 1;
const PACKED = 2;

/** Maximum decompressed size of a piece, bytes. */
const MOST_PIECE_BYTES = 1 << 20;
/** Maximum compression ratio of a piece, so that a small file can't become a large state. */
const MOST_RATIO = 64;
const PACK_FROM_BYTES = 1_024;
const MOST_NAME_BYTES = 1_024;

const FASTEST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Makes a piece of a part, compressed if that saves space. Throws RangeError if the piece or its name is too long. */
export function packPiece({
  bytes,
  ...piece
}: Omit<PieceRecord, 'kind' | 'rawBytes' | 'isPacked' | 'data'> & { readonly bytes: Uint8Array }): PieceRecord {
  if (bytes.length > MOST_PIECE_BYTES || Buffer.byteLength(piece.name) > MOST_NAME_BYTES)
    throw new RangeError(`${piece.name.slice(0, 80)} is no piece of a checkpoint`);
  const record = { kind: 'piece', ...piece, rawBytes: bytes.length } as const;
  const packed = bytes.length < PACK_FROM_BYTES ? bytes : zstdCompressSync(bytes, FASTEST);
  const isPacked = packed.length < bytes.length && bytes.length <= packed.length * MOST_RATIO;
  return { ...record, isPacked, data: isPacked ? packed : bytes };
}

/** The decompressed bytes of a piece. Throws RangeError on a piece that `packPiece` did not make. */
export function unpackPiece({ name, isPacked, rawBytes, data }: PieceRecord): Uint8Array {
  const bytes = isPacked ? unpacked(data, rawBytes) : data;
  if (bytes?.length !== rawBytes) throw new RangeError(`a piece of ${name} does not unpack to ${rawBytes} bytes`);
  return bytes;
}

function unpacked(data: Uint8Array, most: number): Uint8Array | null {
  try {
    return zstdDecompressSync(data, { maxOutputLength: Math.max(1, most) });
  } catch {
    // For any error, the caller reports that the piece does not unpack.
    return null;
  }
}

export const pieceBytes = ({ name, data }: PieceRecord): number => NAME_AT + Buffer.byteLength(name) + data.length;
export const WHOLE_PAYLOAD_BYTES = WHOLE_BYTES;

/** Writes a piece's fields after kind and sequence. `payload`: offset of the payload. */
export function writePiece(target: Buffer, payload: number, piece: PieceRecord): void {
  const name = Buffer.from(piece.name);
  target[payload + BODY_AT] = VERSION;
  target.writeUInt32LE(piece.cycle, payload + 10);
  target.writeDoubleLE(piece.asOf, payload + 14);
  target.writeUInt32LE(piece.piece, payload + 22);
  target[payload + 26] = (piece.isLast ? LAST : 0) | (piece.isPacked ? PACKED : 0);
  target.writeUInt32LE(piece.rawBytes, payload + 27);
  target.writeUInt16LE(name.length, payload + 31);
  name.copy(target, payload + NAME_AT);
  target.set(piece.data, payload + NAME_AT + name.length);
}

export function writeWhole(target: Buffer, payload: number, { cycle, parts, at }: WholeRecord): void {
  target[payload + BODY_AT] = VERSION;
  target.writeUInt32LE(cycle, payload + 10);
  target.writeUInt32LE(parts, payload + 14);
  target.writeDoubleLE(at, payload + 18);
}

/** Reads a piece; null if its version is unknown or it is invalid. Its data are a copy. */
export function readPiece(payload: Buffer): PieceRecord | null {
  if (payload.length < NAME_AT || payload[BODY_AT] !== VERSION) return null;
  const asOf = payload.readDoubleLE(14);
  const flags = payload[26] as number;
  const rawBytes = payload.readUInt32LE(27);
  const dataAt = NAME_AT + payload.readUInt16LE(31);
  const isPacked = (flags & PACKED) !== 0;
  const held = payload.length - dataAt;
  if (!Number.isSafeInteger(asOf) || asOf < 0 || rawBytes > MOST_PIECE_BYTES || held < 0) return null;
  if (isPacked ? rawBytes > held * MOST_RATIO : rawBytes !== held) return null;
  return {
    kind: 'piece',
    cycle: payload.readUInt32LE(10),
    name: payload.toString('utf8', NAME_AT, dataAt),
    asOf,
    piece: payload.readUInt32LE(22),
    isLast: (flags & LAST) !== 0,
    isPacked,
    rawBytes,
    data: new Uint8Array(payload.subarray(dataAt)),
  };
}

export function readWhole(payload: Buffer): WholeRecord | null {
  if (payload.length !== WHOLE_BYTES || payload[BODY_AT] !== VERSION) return null;
  const at = payload.readDoubleLE(18);
  return isRecordTime(at) ? { kind: 'whole', cycle: payload.readUInt32LE(10), parts: payload.readUInt32LE(14), at } : null;
}
