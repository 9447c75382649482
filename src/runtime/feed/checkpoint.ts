import { bookFromJson, bookToJson, type BookJson, type OrderBook } from '../../analytics/book/index.ts';

type Tagged = { $map: [unknown, unknown][] } | { $f64: string } | { $book: BookJson };

const isBook = (value: object): value is OrderBook => 'bid' in value && 'ask' in value && 'known' in value;

/** The bytes of the numbers, so that NaN and every last bit survive. */
const encode = (numbers: Float64Array): string =>
  Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength).toString('base64');

function decode(text: string): Float64Array {
  const bytes = Buffer.from(text, 'base64');
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** Plain data with maps, typed arrays and books, as JSON that reads back to the same. */
export function toCheckpoint(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item !== 'object' || item === null) return item;
    if (item instanceof Map) return { $map: [...item] } satisfies Tagged;
    if (item instanceof Float64Array) return { $f64: encode(item) } satisfies Tagged;
    if (isBook(item)) return { $book: bookToJson(item) } satisfies Tagged;
    return item;
  });
}

/** The inverse of `toCheckpoint`; the caller knows what it wrote. */
export function fromCheckpoint(text: string): unknown {
  return JSON.parse(text, (_key, item: unknown) => {
    if (typeof item !== 'object' || item === null) return item;
    if ('$map' in item) return new Map((item as { $map: [unknown, unknown][] }).$map);
    if ('$f64' in item) return decode((item as { $f64: string }).$f64);
    if ('$book' in item) return bookFromJson((item as { $book: BookJson }).$book);
    return item;
  });
}
