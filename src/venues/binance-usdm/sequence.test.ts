import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DecodedDelta } from '../../core/index.ts';
import { book } from './sequence.ts';

const none = new Float64Array(0);
const delta = (prev: number | undefined, first: number | null, last: number | null): DecodedDelta => ({
  kind: 'book_delta',
  symbol: 'X',
  first,
  last,
  ...(prev === undefined ? {} : { prev }),
  checksum: null,
  bids: none,
  asks: none,
  tsEvent: null,
});

test.each([
  [100, 80, 90, 100, 'old'],
  [100, 80, 90, 99, 'old'],
  [100, 80, 90, 101, 'next'],
  [100, 95, 100, 105, 'next'],
  [100, 100, 103, 105, 'next'],
  [100, 101, 102, 105, 'gap'],
  [100, 101, 150, 160, 'gap'],
  [null, 80, 90, 101, 'gap'],
  [100, 80, null, null, 'gap'],
] as const)('on a snapshot that ends at %s, an update after %s of %s…%s is %s', (last, prev, first, end, continuity) =>
  expect(book.bridge(last, delta(prev, first, end))).toBe(continuity),
);

test.each([
  [100, 100, 101, 101, 'next'],
  [100, 100, 150, 160, 'next'],
  [100, 99, 100, 120, 'gap'],
  [100, 101, 102, 120, 'gap'],
  [100, 80, 90, 100, 'old'],
  [100, undefined, 101, 120, 'gap'],
  [null, 1, 2, 3, 'gap'],
] as const)('on a book that ends at %s, an update after %s of %s…%s is %s', (last, prev, first, end, continuity) =>
  expect(book.next(last, delta(prev, first, end))).toBe(continuity),
);

test('in any unbroken run each follows, however far ids jump; a repeat is old, and one left out is a gap at once', () =>
  fc.assert(
    fc.property(
      fc.array(fc.record({ jump: fc.integer({ min: 1, max: 500 }), length: fc.nat({ max: 50 }) }), {
        minLength: 3,
        maxLength: 40,
      }),
      fc.nat(),
      (steps, pick) => {
        let last = 1_000;
        const run = steps.map(({ jump, length }) => {
          const prev = last;
          last = prev + jump + length;
          return delta(prev, prev + jump, last);
        });
        const left = 1 + (pick % (run.length - 2));
        for (let i = 1; i < run.length; i++) {
          const [before, now] = [run[i - 1] as DecodedDelta, run[i] as DecodedDelta];
          expect(book.next(before.last, now)).toBe('next');
          expect(book.next(now.last, now)).toBe('old');
        }
        const [before, after] = [run[left - 1] as DecodedDelta, run[left + 1] as DecodedDelta];
        expect([book.next(before.last, after), book.bridge(before.last, after)]).toEqual(['gap', 'gap']);
      },
    ),
  ));
