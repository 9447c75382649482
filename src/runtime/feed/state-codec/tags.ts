import type { OrderBook } from '../../../analytics/book/index.ts';

/** Version of this format; a reader accepts all versions up to it. Version 1 had no `ints`. */
export const STATE_VERSION = 2;

/** First byte of each value. Docs: raw-log.md, "State of a part". */
export const TAG = {
  null: 0,
  false: 1,
  true: 2,
  /** Zigzag varint, 32 bits. */
  int: 3,
  /** Eight bytes, little-endian. */
  float: 4,
  /** Length in bytes (varint), then UTF-8. */
  text: 5,
  /** Length in bytes (varint), then UTF-16LE; for a text with a lone surrogate. */
  text16: 6,
  /** Number of items (varint), then the items. */
  array: 7,
  /** Number of keys (varint), each a text without its tag; then the values. The record's form gets the next number. */
  newForm: 8,
  /** Number of an earlier form (varint), then the values. */
  form: 9,
  /** Number of entries (varint), then key and value of each. */
  map: 10,
  /** Number of values (varint), eight bytes each. */
  floats: 11,
  /** Bids and asks as `floats` without tags, then both ends of the known range as values with tags. */
  book: 12,
  /** Number of integers (varint), four bytes each. */
  ints: 13,
} as const;

/** Maximum nesting; no real state reaches a tenth of it. */
export const MOST_DEPTH = 100;
/** Maximum bytes of one part; thirty times the busiest market measured. */
export const MOST_BYTES = 64 << 20;
/** Maximum records, arrays and maps in one part; an empty one takes 2 bytes here but a hundred times more in memory. */
export const MOST_CONTAINERS = 1 << 20;

export const isBook = (value: object): value is OrderBook => 'bid' in value && 'ask' in value && 'known' in value;
