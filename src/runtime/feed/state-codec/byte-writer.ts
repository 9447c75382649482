import { MOST_BYTES } from './tags.ts';

const FIRST_BYTES = 1 << 16;
/** Shorter texts are written character by character, which is faster than a call of the general encoder. */
const SHORT_TEXT = 32;

/** A growing byte buffer. */
export interface ByteWriter {
  byte(value: number): void;
  varint(value: number): void;
  float(value: number): void;
  /** The count of bytes as a varint, then the text as UTF-8. The text must be well-formed. */
  text(value: string): void;
  text16(value: string): void;
  /** The count of numbers as a varint, then their bytes. */
  numbers(values: Float64Array | Int32Array): void;
  /** A copy of what was written. */
  finish(): Uint8Array;
}

/** Throws RangeError once a part is longer than `MOST_BYTES`. */
export function createByteWriter(): ByteWriter {
  let bytes = Buffer.allocUnsafe(FIRST_BYTES);
  let view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;

  const reserve = (more: number): void => {
    if (at + more <= bytes.length) return;
    if (at + more > MOST_BYTES) throw new RangeError(`a part of the state is longer than ${MOST_BYTES} bytes`);
    const next = Buffer.allocUnsafe(Math.max(at + more, bytes.length * 2));
    bytes.copy(next, 0, 0, at);
    bytes = next;
    view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  };

  const varint = (value: number): void => {
    reserve(5);
    let left = value;
    for (; left > 0x7f; left >>>= 7) bytes[at++] = (left & 0x7f) | 0x80;
    bytes[at++] = left;
  };

  /** Whether the text is ASCII and was written. */
  const wroteAscii = (value: string): boolean => {
    reserve(value.length + 1);
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i);
      if (code > 0x7f) return false;
      bytes[at + 1 + i] = code;
    }
    bytes[at] = value.length;
    at += value.length + 1;
    return true;
  };

  return {
    byte(value) {
      reserve(1);
      bytes[at++] = value;
    },
    varint,
    float(value) {
      reserve(8);
      view.setFloat64(at, value, true);
      at += 8;
    },
    text(value) {
      if (value.length <= SHORT_TEXT && wroteAscii(value)) return;
      const length = Buffer.byteLength(value);
      varint(length);
      reserve(length);
      at += bytes.write(value, at, 'utf8');
    },
    text16(value) {
      varint(value.length * 2);
      reserve(value.length * 2);
      at += bytes.write(value, at, 'utf16le');
    },
    numbers(values) {
      varint(values.length);
      reserve(values.byteLength);
      bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
      at += values.byteLength;
    },
    finish: () => new Uint8Array(bytes.subarray(0, at)),
  };
}
