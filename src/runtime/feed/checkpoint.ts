import { bookFromJson, bookToJson, type BookJson, type OrderBook } from '../../analytics/book/index.ts';
import type { FeedState } from './state.ts';

type Tagged = { $map: [unknown, unknown][] } | { $levels: number[] } | { $book: BookJson };

const isBook = (value: object): value is OrderBook => 'bid' in value && 'ask' in value && 'known' in value;

/** Plain data with maps, typed arrays and books, as JSON that reads back to the same. Numbers survive exactly. */
export function toCheckpoint(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item !== 'object' || item === null) return item;
    if (item instanceof Map) return { $map: [...item] } satisfies Tagged;
    if (item instanceof Float64Array) return { $levels: [...item] } satisfies Tagged;
    if (isBook(item)) return { $book: bookToJson(item) } satisfies Tagged;
    return item;
  });
}

/** The inverse of `toCheckpoint`. The caller says what it wrote. */
export function fromCheckpoint<T = FeedState>(text: string): T {
  return JSON.parse(text, (_key, item: unknown) => {
    if (typeof item !== 'object' || item === null) return item;
    if ('$map' in item) return new Map((item as { $map: [unknown, unknown][] }).$map);
    if ('$levels' in item) return Float64Array.from((item as { $levels: number[] }).$levels);
    if ('$book' in item) return bookFromJson((item as { $book: BookJson }).$book);
    return item;
  }) as T;
}
