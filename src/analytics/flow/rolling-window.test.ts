import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../test/testing/scale.ts';
import { seededRandom } from '../../core/index.ts';
import {
  addToWindow,
  advanceWindow,
  clearWindow,
  coveredSeconds,
  createRollingWindow,
  isComplete,
  windowCount,
  windowFromJson,
  windowSum,
  windowToJson,
} from './rolling-window.ts';

test('after a million events the streaming sum is the batch sum to 1e-9, whatever sizes passed through', () => {
  const random = seededRandom(7);
  const window = createRollingWindow(1_000, 1);
  const kept: [number, number][] = [];
  let at = 0;
  for (let i = 0; i < 1_000_000; i++) {
    at += Math.floor(random() * 5);
    // Amounts over twelve orders of magnitude, of both signs: they ruin a plain running sum.
    const amount = (random() - 0.5) * 10 ** Math.floor(random() * 12 - 4);
    addToWindow(window, at, [amount]);
    if (i >= 990_000) kept.push([at, amount]);
  }
  // Then only small amounts, so that any remaining error of the large ones would show.
  for (let i = 0; i < 400; i++) {
    at += 4;
    const amount = 1e-4 * random();
    addToWindow(window, at, [amount]);
    kept.push([at, amount]);
  }
  const batch = kept.filter(([time]) => time > at - 1_000).reduce((sum, [, amount]) => sum + amount, 0);
  expect(windowCount(window)).toBe(250);
  expect(Math.abs(windowSum(window, 0) - batch)).toBeLessThan(1e-9 * Math.abs(batch));
});

const event = fc.record({
  jump: fc.integer({ min: -30, max: 20 }),
  // As venues write them: multiples of 10⁻⁸.
  amount: fc.integer({ min: -1e14, max: 1e14 }).map((units) => units / 1e8),
  kind: fc.constantFrom('event' as const, 'event' as const, 'event' as const, 'advance' as const, 'json' as const),
});

test('streaming equals batch for events in any order, also through checkpoints', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 400 }), (events) => {
      let window = createRollingWindow(50, 1);
      const straight = createRollingWindow(50, 1);
      const all: { at: number; amount: number }[] = [];
      let newest = Number.NEGATIVE_INFINITY;
      let at = 1_000;
      for (const { jump, amount, kind } of events) {
        at += jump;
        if (kind === 'json') window = windowFromJson(JSON.parse(JSON.stringify(windowToJson(window))));
        else if (kind === 'advance') {
          newest = Math.max(newest, at);
          for (const one of [window, straight]) advanceWindow(one, at);
        } else {
          newest = Math.max(newest, at);
          const counted = at > newest - 50;
          for (const one of [window, straight]) expect(addToWindow(one, at, [amount])).toBe(counted);
          if (counted) all.push({ at, amount });
        }
      }
      const inside = all.filter((one) => one.at > newest - 50);
      const gross = inside.reduce((sum, one) => sum + Math.abs(one.amount), 0);
      const batch = inside.reduce((sum, one) => sum + one.amount, 0);
      expect(windowCount(window)).toBe(inside.length);
      expect(Math.abs(windowSum(window, 0) - batch)).toBeLessThanOrEqual(1e-9 * gross);
      expect(JSON.stringify(windowToJson(window))).toBe(JSON.stringify(windowToJson(straight)));
    }),
    { numRuns: runs(100) },
  );
});

test('the window excludes its older edge and includes its newer edge', () => {
  const window = createRollingWindow(10, 1);
  addToWindow(window, 100, [1]);
  addToWindow(window, 110, [2]);
  expect(windowSum(window, 0)).toBe(2);
  expect(addToWindow(window, 100, [5])).toBe(false);
  expect(addToWindow(window, 101, [5])).toBe(true);
  expect(windowSum(window, 0)).toBe(7);
  advanceWindow(window, 120);
  expect([windowSum(window, 0), windowCount(window)]).toEqual([0, 0]);
});

test('it is complete only if the caller has set a start before the whole span', () => {
  const window = createRollingWindow(10_000_000, 0);
  expect([isComplete(window), coveredSeconds(window)]).toEqual([false, 0]);
  window.since = 100_000_000;
  advanceWindow(window, 104_000_000);
  expect([isComplete(window), coveredSeconds(window)]).toEqual([false, 4]);
  advanceWindow(window, 110_000_000);
  expect([isComplete(window), coveredSeconds(window)]).toEqual([true, 10]);
  clearWindow(window);
  expect([isComplete(window), windowCount(window), window.newest]).toEqual([false, 0, null]);
});

test('an amount or time that isn’t finite is refused, because it could never be removed', () => {
  const window = createRollingWindow(10, 1);
  expect(() => addToWindow(window, 1, [Number.NaN])).toThrow(RangeError);
  expect(() => addToWindow(window, Number.NaN, [1])).toThrow(RangeError);
  expect(() => addToWindow(window, 1, [])).toThrow(RangeError);
  expect(() => windowFromJson({ ...windowToJson(window), rows: { times: [1], values: [] } })).toThrow(RangeError);
});
