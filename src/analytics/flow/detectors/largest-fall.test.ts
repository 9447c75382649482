import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fallFacts, fallWithin, fallWords, withMid, type LargestFall } from './largest-fall.ts';

const S = 1_000_000;
const over = (mids: readonly number[]): LargestFall => {
  const fall = fallWithin(mids, (mids.length - 1) * S);
  if (fall === null) throw new Error('no mid');
  return fall;
};

test('worked example: 148.335 to 139.885 is a fall of 5.70 % in three seconds, whatever comes before and after', () => {
  const fall = over([148.2, 148.335, 148.3, 142, 139.885, 147.5, 147.54]);
  const facts = fallFacts(fall, 3.5 * S);
  expect(facts).toMatchObject({ fall_from: 148.335, fall_to: 139.885, fall_s: 3, fall_after_s: -2.5 });
  expect(facts.fall_pct).toBeCloseTo(5.6966, 4);
  expect(fallWords(fall)).toBe('mid fell from 148.335 to 139.885 (-5.70 %) in 3 s from 00:00:01Z');
});

test('a later high counts only once the fall from it is larger', () => {
  expect(fallFacts(over([100, 98, 101, 99.5]), 0)).toMatchObject({ fall_from: 100, fall_to: 98, fall_s: 1 });
  expect(fallFacts(over([100, 98, 101, 98.5]), 0)).toMatchObject({ fall_from: 101, fall_to: 98.5, fall_s: 1 });
});

test('a mid that only rises has a fall of 0; without a mid there is none', () => {
  const fall = over([100, 100, 101]);
  expect(fallFacts(fall, 0)).toEqual({ fall_from: 101, fall_to: 101, fall_pct: 0, fall_after_s: 2, fall_s: 0 });
  expect(fallWords(fall)).toBe('mid has not fallen');
  expect(fallWithin([], 0)).toBeNull();
});

test('it is the largest difference of a mid and a later one, and continues across calls', () => {
  const mid = fc.integer({ min: 1, max: 40 });
  fc.assert(
    fc.property(fc.array(mid, { minLength: 1, maxLength: 12 }), fc.array(mid, { maxLength: 12 }), (first, then) => {
      const all = [...first, ...then];
      const start = over(first);
      const fall = then.reduce((so, value, i) => withMid(so, value, (first.length + i) * S), start);
      expect(fall).toEqual(over(all));
      const largest = Math.max(...all.flatMap((a, i) => all.slice(i).map((b) => a - b)));
      expect(fall.from - fall.to).toBe(largest);
      expect([all[fall.fromAt / S], all[fall.toAt / S]]).toEqual([fall.from, fall.to]);
      expect(fall.fromAt).toBeLessThanOrEqual(fall.toAt);
    }),
  );
});
