import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

import { bookFromJson, bookToJson, type BookJson, type OrderBook } from '../../analytics/book/index.ts';

type Tagged = { $map: [unknown, unknown][] } | { $f64: string } | { $zf64: string } | { $book: BookJson };

const isBook = (value: object): value is OrderBook => 'bid' in value && 'ask' in value && 'known' in value;

/** Arrays from this size on are packed: half an hour of trades takes a third of the room. */
const PACK_FROM_BYTES = 1_024;
/** Far above what half an hour of the busiest market packs. */
const MOST_UNPACKED = { maxOutputLength: 64 << 20 };
const FASTEST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** The bytes of the numbers, so that NaN and every last bit survive. */
function encode(numbers: Float64Array): Tagged {
  const bytes = Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  if (bytes.length < PACK_FROM_BYTES) return { $f64: bytes.toString('base64') };
  return { $zf64: zstdCompressSync(bytes, FASTEST).toString('base64') };
}

const numbersOf = ({ buffer, byteOffset, byteLength }: Buffer): Float64Array =>
  new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));

/** Plain data with maps, typed arrays and books, as JSON that reads back to the same. */
export function toCheckpoint(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item !== 'object' || item === null) return item;
    if (item instanceof Map) return { $map: [...item] } satisfies Tagged;
    if (item instanceof Float64Array) return encode(item);
    if (isBook(item)) return { $book: bookToJson(item) } satisfies Tagged;
    return item;
  });
}

/** The inverse of `toCheckpoint`; the caller knows what it wrote. Throws on a text that it did not write. */
export function fromCheckpoint(text: string): unknown {
  return JSON.parse(text, (_key, item: unknown) => {
    if (typeof item !== 'object' || item === null) return item;
    if ('$map' in item) return new Map((item as { $map: [unknown, unknown][] }).$map);
    if ('$f64' in item) return numbersOf(Buffer.from((item as { $f64: string }).$f64, 'base64'));
    if ('$zf64' in item)
      return numbersOf(zstdDecompressSync(Buffer.from((item as { $zf64: string }).$zf64, 'base64'), MOST_UNPACKED));
    if ('$book' in item) return bookFromJson((item as { $book: BookJson }).$book);
    return item;
  });
}
