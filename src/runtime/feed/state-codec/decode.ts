import { createBook, loadSnapshot, type OrderBook } from '../../../analytics/book/index.ts';
import { MOST_BYTES, MOST_CONTAINERS, MOST_DEPTH, STATE_VERSION, TAG } from './tags.ts';

/**
 * The inverse of `encodeState`. Throws RangeError on any other bytes. Every length is checked against the bytes that
 * remain before memory is allocated.
 */
export function decodeState(bytes: Uint8Array): unknown {
  if (bytes.length > MOST_BYTES) throw damaged('it is too long');
  const decoding: Decoding = {
    bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    at: 0,
    forms: [],
    containers: 0,
  };
  const version = byteOf(decoding);
  if (version < 1 || version > STATE_VERSION) throw damaged(`version ${version} is unknown`);
  const value = valueOf(decoding, 0);
  if (decoding.at !== bytes.length) throw damaged('bytes follow its end');
  return value;
}

interface Decoding {
  readonly bytes: Buffer;
  at: number;
  readonly forms: (readonly string[])[];
  containers: number;
}

const damaged = (why: string): RangeError => new RangeError(`a part of the state can't be read: ${why}`);

/** Start of the next `length` bytes. Throws if fewer remain. */
function take(decoding: Decoding, length: number): number {
  const { at, bytes } = decoding;
  if (length > bytes.length - at) throw damaged('it ends too soon');
  decoding.at = at + length;
  return at;
}

const byteOf = (decoding: Decoding): number => decoding.bytes[take(decoding, 1)] as number;

function varintOf(decoding: Decoding): number {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = byteOf(decoding);
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value;
  }
  throw damaged('a count is too long');
}

/** Reads a count of items of at least `least` bytes each. Throws if fewer bytes remain. */
function countOf(decoding: Decoding, least: number): number {
  const count = varintOf(decoding);
  if (count * least > decoding.bytes.length - decoding.at) throw damaged('it ends too soon');
  return count;
}

function textOf(decoding: Decoding, encoding: 'utf8' | 'utf16le'): string {
  const length = varintOf(decoding);
  const at = take(decoding, length);
  return decoding.bytes.toString(encoding, at, at + length);
}

/** A copy of the bytes of an array of numbers. */
function numbersOf(decoding: Decoding, each: number): ArrayBuffer {
  const length = countOf(decoding, each) * each;
  const at = take(decoding, length);
  const copy = new Uint8Array(length);
  copy.set(decoding.bytes.subarray(at, at + length));
  return copy.buffer;
}

const floatsOf = (decoding: Decoding): Float64Array => new Float64Array(numbersOf(decoding, 8));

function valueOf(decoding: Decoding, depth: number): unknown {
  const tag = byteOf(decoding);
  switch (tag) {
    case TAG.null:
      return null;
    case TAG.false:
      return false;
    case TAG.true:
      return true;
    case TAG.int: {
      const value = varintOf(decoding);
      return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    }
    case TAG.float:
      return decoding.bytes.readDoubleLE(take(decoding, 8));
    case TAG.text:
      return textOf(decoding, 'utf8');
    case TAG.text16:
      return textOf(decoding, 'utf16le');
    case TAG.floats:
      return floatsOf(decoding);
    case TAG.ints:
      return new Int32Array(numbersOf(decoding, 4));
  }
  if (depth >= MOST_DEPTH) throw damaged('it is nested too deeply');
  if (++decoding.containers > MOST_CONTAINERS) throw damaged('it has too many records');
  return containerOf(decoding, tag, depth + 1);
}

function containerOf(decoding: Decoding, tag: number, depth: number): unknown {
  switch (tag) {
    case TAG.array: {
      const items: unknown[] = [];
      for (let left = countOf(decoding, 1); left > 0; left--) items.push(valueOf(decoding, depth));
      return items;
    }
    case TAG.map: {
      const map = new Map<unknown, unknown>();
      for (let left = countOf(decoding, 2); left > 0; left--) map.set(valueOf(decoding, depth), valueOf(decoding, depth));
      return map;
    }
    case TAG.newForm: {
      const keys = Array.from({ length: countOf(decoding, 2) }, () => textOf(decoding, 'utf8'));
      decoding.forms.push(keys);
      return recordOf(decoding, keys, depth);
    }
    case TAG.form: {
      const keys = decoding.forms[varintOf(decoding)];
      if (keys === undefined) throw damaged('a record has an unknown form');
      return recordOf(decoding, keys, depth);
    }
    case TAG.book:
      return bookOf(decoding, depth);
    default:
      throw damaged(`${tag} begins no value`);
  }
}

function recordOf(decoding: Decoding, keys: readonly string[], depth: number): Readonly<Record<string, unknown>> {
  const record: Record<string, unknown> = {};
  for (const key of keys) {
    const value = valueOf(decoding, depth);
    // Assigning this key would change the record's prototype.
    if (key === '__proto__') Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
    else record[key] = value;
  }
  return record;
}

function bookOf(decoding: Decoding, depth: number): OrderBook {
  const bids = floatsOf(decoding);
  const asks = floatsOf(decoding);
  if (bids.length % 2 !== 0 || asks.length % 2 !== 0) throw damaged('levels come in pairs of price and size');
  const known = [valueOf(decoding, depth), valueOf(decoding, depth)];
  const [from, to] = known.map((end) => (typeof end === 'number' ? end : null)) as [number | null, number | null];
  const book = createBook();
  loadSnapshot(book, bids, asks);
  book.known = { from, to };
  return book;
}
