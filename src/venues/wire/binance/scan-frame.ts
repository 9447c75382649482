import type { Decoded } from '../../../core/index.ts';
import { ascii, type ByteCursor } from '../byte-cursor.ts';

const STREAM = ascii('{"stream":"');
const DATA = ascii('","data":');
const ENDS = ascii('}}');
const END = ascii('}');

/**
 * Fast path for one frame, wrapped (`{"stream", "data"}`) or raw. `message` reads the object inside up to its closing brace,
 * and returns null for an unknown object. Returns null on any other format; the slow path with `JSON.parse` then reads the
 * frame.
 */
export function scanFrame(cursor: ByteCursor, frame: string, message: () => Decoded | null): Decoded | null {
  if (!cursor.open(frame)) return null;
  const wrapped = cursor.skipsIf(STREAM);
  if (wrapped) {
    cursor.text();
    cursor.expect(DATA);
  }
  const said = message();
  if (said === null) return null;
  cursor.expect(wrapped ? ENDS : END);
  return cursor.finished() ? said : null;
}
