import type { OrderBook } from '../../../analytics/book/index.ts';

/** Version of the bytes below; a reader knows each up to this one. Version 1 had no `ints`. */
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
  /** Varint of bytes, UTF-8. */
  text: 5,
  /** Varint of bytes, UTF-16LE: a text with a lone surrogate. */
  text16: 6,
  /** Varint of items. */
  array: 7,
  /** Varint of keys, each a text without its tag; then the values. The record's form gets the next number. */
  newForm: 8,
  /** Varint: number of a form already seen; then the values. */
  form: 9,
  /** Varint of entries, key and value each. */
  map: 10,
  /** Varint of numbers, eight bytes each. */
  floats: 11,
  /** Bids and asks as `floats` without tags, then both ends of the known range as values. */
  book: 12,
  /** Varint of whole numbers, four bytes each. */
  ints: 13,
} as const;

/** Deeper nesting is damage: no state has a tenth of it. */
export const MOST_DEPTH = 100;
/** Most bytes of one part; thirty times the busiest market measured. */
export const MOST_BYTES = 64 << 20;
/** Most records, arrays and maps in one part; an empty one takes 2 bytes here and a hundred times that in memory. */
export const MOST_CONTAINERS = 1 << 20;

export const isBook = (value: object): value is OrderBook => 'bid' in value && 'ask' in value && 'known' in value;
