import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addSample,
  newBookSamples,
  newestSampleBy,
  oldestSampleAt,
  SAMPLED_WALLS_MOST,
  SAMPLES_MOST,
  type BookSample,
  type SizedWall,
} from './book-samples.ts';

const DEPTHS = [5, 4, null, 7.25];
const wall = (side: 'bid' | 'ask', price: number, size: number): SizedWall => ({ side, price, size });

test('with more bid walls than a sample holds, the larger ask wall is sampled', () => {
  const samples = newBookSamples();
  const bids = Array.from({ length: 30 }, (_, i) => wall('bid', 99 - i / 10, 10 + i));
  addSample(samples, { at: 1, bid: 99.9, ask: 100, depths: DEPTHS, walls: [...bids, wall('ask', 101, 500)] });
  const sample = newestSampleBy(samples, 1);
  expect(sample).toMatchObject({ at: 1, bid: 99.9, ask: 100, depths: DEPTHS, found: 31 });
  expect(sample?.walls).toHaveLength(SAMPLED_WALLS_MOST);
  expect(sample?.walls?.[0]).toEqual(wall('ask', 101, 500));
  expect(sample?.walls?.at(-1)?.size).toBe(17);
});

test('packed samples equal the samples added, to the bit, and the oldest are dropped', () => {
  const price = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
  const walls = fc.option(fc.array(fc.record({ side: fc.constantFrom('bid', 'ask'), price, size: price }), { maxLength: 30 }), {
    nil: null,
  });
  const given = fc.array(fc.record({ bid: price, ask: price, walls }), { minLength: 1, maxLength: SAMPLES_MOST + 40 });
  fc.assert(
    fc.property(given, (rows) => {
      const samples = newBookSamples();
      const wanted = rows.map((row, at): BookSample => {
        addSample(samples, { at, depths: DEPTHS, ...row });
        const largest = row.walls?.toSorted((a, b) => b.size - a.size).slice(0, SAMPLED_WALLS_MOST) ?? null;
        return { at, depths: DEPTHS, ...row, walls: largest, found: row.walls?.length ?? 0 };
      });
      const kept = wanted.slice(-SAMPLES_MOST);
      expect(oldestSampleAt(samples)).toBe(kept[0]?.at);
      expect(newestSampleBy(samples, (kept[0]?.at ?? 0) - 1)).toBeNull();
      for (const one of kept) expect(newestSampleBy(samples, one.at + 0.5)).toEqual(one);
    }),
    { numRuns: 30 },
  );
});

test('an empty store has no sample', () => {
  expect([oldestSampleAt(newBookSamples()), newestSampleBy(newBookSamples(), 5)]).toEqual([null, null]);
});
