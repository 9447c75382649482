import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

import { bookFromJson, bookToJson, type BookJson, type OrderBook } from '../../analytics/book/index.ts';

type Tagged = { $map: [unknown, unknown][] } | { $book: BookJson };
/** `z`: compressed. */
type NumbersKey = '$f64' | '$zf64' | '$i32' | '$zi32';

const isBook = (value: object): value is OrderBook => 'bid' in value && 'ask' in value && 'known' in value;

/** Arrays of at least this size are compressed; half an hour of trades then takes a third of the space. */
const PACK_FROM_BYTES = 1_024;
/** Far more than half an hour of the busiest market takes. */
const MOST_UNPACKED = { maxOutputLength: 64 << 20 };
const FASTEST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Encodes the bytes of the numbers, so that NaN and every bit survive. */
function encode(numbers: Float64Array | Int32Array): Partial<Record<NumbersKey, string>> {
  const bytes = Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  const isPacked = bytes.length >= PACK_FROM_BYTES;
  const text = (isPacked ? zstdCompressSync(bytes, FASTEST) : bytes).toString('base64');
  if (numbers instanceof Float64Array) return isPacked ? { $zf64: text } : { $f64: text };
  return isPacked ? { $zi32: text } : { $i32: text };
}

const copyOf = ({ buffer, byteOffset, byteLength }: Buffer): ArrayBuffer =>
  (buffer as ArrayBuffer).slice(byteOffset, byteOffset + byteLength);

const plain = (text: string): ArrayBuffer => copyOf(Buffer.from(text, 'base64'));
const unpacked = (text: string): ArrayBuffer => copyOf(zstdDecompressSync(Buffer.from(text, 'base64'), MOST_UNPACKED));

/** Encodes plain data with maps, typed arrays and books as JSON; `fromCheckpoint` restores an equal value. */
export function toCheckpoint(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item !== 'object' || item === null) return item;
    if (item instanceof Map) return { $map: [...item] } satisfies Tagged;
    if (item instanceof Float64Array || item instanceof Int32Array) return encode(item);
    if (isBook(item)) return { $book: bookToJson(item) } satisfies Tagged;
    return item;
  });
}

/** The inverse of `toCheckpoint`; the caller must know the type. Throws on any other text. */
export function fromCheckpoint(text: string): unknown {
  return JSON.parse(text, (_key, item: unknown) => {
    if (typeof item !== 'object' || item === null) return item;
    if ('$map' in item) return new Map((item as { $map: [unknown, unknown][] }).$map);
    if ('$f64' in item) return new Float64Array(plain((item as { $f64: string }).$f64));
    if ('$zf64' in item) return new Float64Array(unpacked((item as { $zf64: string }).$zf64));
    if ('$i32' in item) return new Int32Array(plain((item as { $i32: string }).$i32));
    if ('$zi32' in item) return new Int32Array(unpacked((item as { $zi32: string }).$zi32));
    if ('$book' in item) return bookFromJson((item as { $book: BookJson }).$book);
    return item;
  });
}
