import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DecodedDelta } from '../../core/index.ts';
import { book } from './sequence.ts';

const none = new Float64Array(0);
const delta = (first: number | null, last: number | null): DecodedDelta => ({
  kind: 'book_delta',
  symbol: 'X',
  first,
  last,
  checksum: null,
  bids: none,
  asks: none,
  tsEvent: null,
});

test.each([
  [100, 90, 100, 'old'],
  [100, 90, 101, 'next'],
  [100, 101, 105, 'next'],
  [100, 100, 101, 'next'],
  [100, 102, 105, 'gap'],
  [null, 1, 2, 'gap'],
  [100, null, null, 'gap'],
] as const)('on a snapshot that ends at %s, %s…%s is %s', (last, first, end, continuity) =>
  expect(book.bridge(last, delta(first, end))).toBe(continuity),
);

test.each([
  [100, 101, 101, 'next'],
  [100, 101, 120, 'next'],
  [100, 100, 120, 'gap'],
  [100, 102, 120, 'gap'],
  [100, 90, 100, 'old'],
  [null, 1, 2, 'gap'],
] as const)('on a book that ends at %s, %s…%s is %s', (last, first, end, continuity) =>
  expect(book.next(last, delta(first, end))).toBe(continuity),
);

test('in any unbroken run each follows, a repeat is old, and one left out is a gap at once', () =>
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 3, maxLength: 40 }), fc.nat(), (lengths, pick) => {
      let last = 1_000;
      const run = lengths.map((length) => delta(last + 1, (last += length)));
      const left = 1 + (pick % (run.length - 2));
      for (let i = 1; i < run.length; i++) {
        const [before, now] = [run[i - 1] as DecodedDelta, run[i] as DecodedDelta];
        expect(book.next(before.last, now)).toBe('next');
        expect(book.next(now.last, now)).toBe('old');
      }
      expect(book.next((run[left - 1] as DecodedDelta).last, run[left + 1] as DecodedDelta)).toBe('gap');
    }),
  ));
