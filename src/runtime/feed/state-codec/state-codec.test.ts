import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../../test/testing/scale.ts';
import { createBook, loadSnapshot } from '../../../analytics/book/index.ts';
import { decodeState, encodeState } from './index.ts';

const number = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.constantFrom(-0, 0, NaN, Infinity, -Infinity, 2 ** 30, 2 ** 31, -(2 ** 31), 2 ** 30 - 1, -(2 ** 30)),
);
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.constantFrom('\uD800', 'é'.repeat(40), ''));
const key = fc.oneof(
  fc.string({ unit: 'grapheme' }).filter((name) => name.isWellFormed()),
  fc.constantFrom('__proto__', 'constructor', 'length'),
);
const state = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    number,
    text,
    fc.boolean(),
    fc.constant(null),
    fc.float64Array({ maxLength: 30 }),
    fc.int32Array({ maxLength: 30 }),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(key, tie('value'), { maxKeys: 5 }),
    fc.array(fc.tuple(fc.oneof(number, text), tie('value')), { maxLength: 5 }).map((entries) => new Map(entries)),
  ),
})).value;

describe('what is encoded comes back', () => {
  test('to the bit, and the same state gives the same bytes', () =>
    fc.assert(
      fc.property(state, (value) => {
        const bytes = encodeState(value);
        const back = decodeState(bytes);
        expect(Buffer.from(encodeState(back)).equals(Buffer.from(bytes))).toBe(true);
        expect(back).toEqual(structuredClone(value));
      }),
      { numRuns: runs(300) },
    ));

  test('a book with its known range, and no room to spare', () => {
    const book = createBook();
    loadSnapshot(book, Float64Array.of(100, 1, 99.5, 2), Float64Array.of(101, 3));
    book.known = { from: 99.5, to: null };
    const back = decodeState(encodeState({ book })) as { book: typeof book };
    expect(back.book.known).toEqual({ from: 99.5, to: null });
    expect(Buffer.from(encodeState(back)).equals(Buffer.from(encodeState({ book })))).toBe(true);
    expect(encodeState(book).length).toBeLessThan(100);
  });

  test('a key without a value is left out, as an absent one is', () => {
    expect(encodeState({ a: 1, b: undefined })).toEqual(encodeState({ a: 1 }));
  });

  test.each([
    ['a function', () => {}],
    ['a big integer', 5n],
    ['a date', new Date(0)],
    ['a set', new Set()],
    ['bytes', new Uint8Array(3)],
  ])('%s is no plain data', (_what, value) => expect(() => encodeState({ value })).toThrow(RangeError));
});

describe('bytes that were not written here', () => {
  const refused = (bytes: Uint8Array) => {
    try {
      decodeState(bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
    }
  };

  test('are refused and never more, flipped, cut or made up', () =>
    fc.assert(
      fc.property(state, fc.nat(), fc.nat(255), fc.uint8Array({ maxLength: 60 }), (value, at, byte, made) => {
        const bytes = encodeState(value);
        const flipped = bytes.slice();
        flipped[at % bytes.length] = byte;
        refused(flipped);
        refused(bytes.subarray(0, at % bytes.length));
        refused(Uint8Array.of(2, ...made));
      }),
      { numRuns: runs(300) },
    ));

  test('claim no more than they have: nothing is made room for', () => {
    // Arrays, maps, records, numbers and texts that claim four billion items in six bytes.
    for (const tag of [5, 6, 7, 8, 10, 11, 12, 13])
      expect(() => decodeState(Uint8Array.of(1, tag, 0xff, 0xff, 0xff, 0xff, 0x0f))).toThrow(RangeError);
  });

  test('nested without end, or of empty records without number, are refused', () => {
    const deep = new Uint8Array(100_000).fill(7);
    for (let i = 1; i < deep.length; i += 2) deep[i] = 1;
    expect(() => decodeState(Uint8Array.of(1, ...deep))).toThrow('nested too deeply');
    const count = (1 << 20) + 10;
    const many = new Uint8Array(6 + count * 2);
    many.set([1, 7, 0x80 | (count & 0x7f), 0x80 | ((count >> 7) & 0x7f), (count >> 14) & 0x7f]);
    for (let i = 5; i < many.length - 1; i += 2) many[i] = 10;
    expect(() => decodeState(many)).toThrow('too many records');
  });

  test('of another version are named', () => expect(() => decodeState(Uint8Array.of(3, 0))).toThrow('version 3 is unknown'));

  test('a key can not change what a record is', () => {
    const back = decodeState(encodeState(JSON.parse('{"__proto__":{"isAdmin":true}}'))) as Record<string, unknown>;
    expect(back['isAdmin']).toBeUndefined();
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
  });
});
