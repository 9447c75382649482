import { withArticle } from '../../../core/index.ts';
import { topLevels, type OrderBook } from '../../../analytics/book/index.ts';
import { createByteWriter, type ByteWriter } from './byte-writer.ts';
import { isBook, MOST_CONTAINERS, MOST_DEPTH, STATE_VERSION, TAG } from './tags.ts';

const INT_MOST = 0x3fff_ffff;

/**
 * Encodes plain data with maps, arrays of numbers and books as bytes; `decodeState` restores every bit of every number.
 * The same data in the same order give the same bytes. Keys whose value is undefined are left out.
 * Throws RangeError on data that are not plain or exceed a limit.
 */
export function encodeState(value: unknown): Uint8Array {
  const out = createByteWriter();
  out.byte(STATE_VERSION);
  encodeInto({ out, forms: new Map(), counted: { forms: 0, containers: 0 } }, value, 0);
  return out.finish();
}

interface Form {
  readonly keys: readonly string[];
  readonly number: number;
}

interface Encoding {
  readonly out: ByteWriter;
  /** Key lists of records seen so far, by their first key. */
  readonly forms: Map<string, Form[]>;
  readonly counted: { forms: number; containers: number };
}

function encodeInto(encoding: Encoding, value: unknown, depth: number): void {
  const { out } = encoding;
  if (value === null || value === undefined) return out.byte(TAG.null);
  if (typeof value === 'number') return encodeNumber(out, value);
  if (typeof value === 'string') return encodeText(out, value);
  if (typeof value === 'boolean') return out.byte(value ? TAG.true : TAG.false);
  if (typeof value !== 'object') throw new RangeError(`${withArticle(typeof value)} is not plain data`);
  if (value instanceof Float64Array) {
    out.byte(TAG.floats);
    return out.numbers(value);
  }
  if (value instanceof Int32Array) {
    out.byte(TAG.ints);
    return out.numbers(value);
  }
  if (depth >= MOST_DEPTH || ++encoding.counted.containers > MOST_CONTAINERS)
    throw new RangeError('the state is nested too deeply or has too many records');
  if (Array.isArray(value)) {
    out.byte(TAG.array);
    out.varint(value.length);
    for (const item of value) encodeInto(encoding, item, depth + 1);
  } else if (value instanceof Map) {
    out.byte(TAG.map);
    out.varint(value.size);
    for (const [key, item] of value) {
      encodeInto(encoding, key, depth + 1);
      encodeInto(encoding, item, depth + 1);
    }
  } else if (isBook(value)) encodeBook(encoding, value, depth);
  else encodeRecord(encoding, value as Readonly<Record<string, unknown>>, depth);
}

function encodeNumber(out: ByteWriter, value: number): void {
  const whole = value | 0;
  if (whole === value && whole >= -INT_MOST && whole <= INT_MOST && !Object.is(value, -0)) {
    out.byte(TAG.int);
    return out.varint(whole < 0 ? -2 * whole - 1 : 2 * whole);
  }
  out.byte(TAG.float);
  out.float(value);
}

function encodeText(out: ByteWriter, value: string): void {
  const fits = value.isWellFormed();
  out.byte(fits ? TAG.text : TAG.text16);
  if (fits) out.text(value);
  else out.text16(value);
}

function encodeBook(encoding: Encoding, book: OrderBook, depth: number): void {
  const { out } = encoding;
  out.byte(TAG.book);
  out.numbers(topLevels(book, 'bid', book.bid.count));
  out.numbers(topLevels(book, 'ask', book.ask.count));
  encodeInto(encoding, book.known.from, depth + 1);
  encodeInto(encoding, book.known.to, depth + 1);
}

function encodeRecord(encoding: Encoding, record: Readonly<Record<string, unknown>>, depth: number): void {
  if (!isPlain(record)) throw new RangeError('an instance of a class is not plain data');
  const { out } = encoding;
  const keys = Object.keys(record);
  for (const key of keys) if (record[key] === undefined) return encodeRecord(encoding, withoutUndefined(record), depth);
  const known = formOf(encoding, keys);
  if (known === null) {
    out.byte(TAG.newForm);
    out.varint(keys.length);
    for (const key of keys) {
      if (!key.isWellFormed()) throw new RangeError('a key with a lone surrogate');
      out.text(key);
    }
  } else {
    out.byte(TAG.form);
    out.varint(known);
  }
  for (const key of keys) encodeInto(encoding, record[key], depth + 1);
}

const withoutUndefined = (record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));

/** The number of a known form; null for a new form, which is then added. */
function formOf({ forms, counted }: Encoding, keys: readonly string[]): number | null {
  const first = keys[0] ?? '';
  const candidates = forms.get(first);
  if (candidates !== undefined) for (const form of candidates) if (isSame(form.keys, keys)) return form.number;
  const form = { keys, number: counted.forms++ };
  if (candidates === undefined) forms.set(first, [form]);
  else candidates.push(form);
  return null;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};
