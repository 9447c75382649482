import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Touch } from '../book/index.ts';
import { integratedOfi, integratedOfiWeights, scaleOfi } from './integrated-ofi.ts';
import { breakOfi, createOfiWindow, observeTouch, ofi, ofiFromJson, ofiLevelsStep, ofiOver, ofiStep, ofiToJson } from './ofi.ts';
import { close } from './testing/close.ts';

const touch = (bid: number, bidSize: number, ask: number, askSize: number): Touch => ({ bid, bidSize, ask, askSize });
const five = [
  touch(100, 5, 100.2, 4),
  touch(100, 7, 100.2, 3),
  touch(100.1, 2, 100.2, 3),
  touch(100.1, 2, 100.3, 6),
  touch(99.9, 4, 100.3, 5),
];

test('worked example: steps and their sum', () => {
  expect(five.slice(1).map((after, i) => ofiStep(five[i]!, after))).toEqual([3, 2, 3, -1]);
  expect(ofi(five)).toBe(7);
  expect([ofi([]), ofi(five.slice(0, 1))]).toEqual([null, null]);
});

const top = (bids: number[], asks: number[]) => ({ bids: Float64Array.from(bids), asks: Float64Array.from(asks) });
const books = [
  top([100, 5, 99.9, 3], [100.2, 4, 100.3, 6]),
  top([100, 7, 99.9, 2], [100.2, 3, 100.3, 8]),
  top([100.1, 2, 100, 7], [100.2, 3, 100.3, 8]),
];

test('worked example: steps at two levels, plain and scaled by mean depth', () => {
  const steps = [ofiLevelsStep(books[0]!, books[1]!, 2)!, ofiLevelsStep(books[1]!, books[2]!, 2)!];
  expect(steps).toEqual([
    [3, -3],
    [2, 7],
  ]);
  const meanDepths = [0, 1].map((m) => books.reduce((sum, { bids, asks }) => sum + bids[2 * m + 1]! + asks[2 * m + 1]!, 0) / 6);
  close(meanDepths[0]!, 4);
  close(meanDepths[1]!, 5.666667);
  const scaled = scaleOfi(steps, meanDepths)!;
  close(scaled[0]![0]!, 0.75);
  close(scaled[0]![1]!, -9 / 17);
  close(scaled[1]![0]!, 0.5);
  close(scaled[1]![1]!, 21 / 17);
});

test('a missing level makes the step unknown', () => {
  expect(ofiLevelsStep(books[0]!, books[1]!, 3)).toBeNull();
  expect(scaleOfi([[1, 2]], [1, 0])).toBeNull();
});

test('the weights are the first principal component, which has all the variance of points on a line', () => {
  const line = [-2, -1, 0.5, 3].map((t) => [1 + 0.6 * t, 2 + 0.3 * t, 0.1 * t]);
  const weights = integratedOfiWeights(line)!;
  for (const [m, wanted] of [0.6, 0.3, 0.1].entries()) close(weights[m]!, wanted, 1e-9);
  close(integratedOfi([1, 2, 3], weights), 0.6 + 0.6 + 0.3, 1e-9);
  expect([integratedOfiWeights([[1, 2]]), integratedOfiWeights([[1], [1]]), integratedOfi([1], [1, 2])]).toEqual([
    null,
    null,
    null,
  ]);
});

test('swapping the sides turns the sign; an unchanged touch is no flow', () => {
  const any = fc.record({
    bid: fc.integer({ min: 1, max: 50 }),
    bidSize: fc.integer({ min: 1, max: 99 }),
    ask: fc.integer({ min: 51, max: 100 }),
    askSize: fc.integer({ min: 1, max: 99 }),
  });
  const mirror = ({ bid, bidSize, ask, askSize }: Touch) => touch(-ask, askSize, -bid, bidSize);
  fc.assert(
    fc.property(any, any, (before, after) => {
      expect(ofiStep(mirror(before), mirror(after))).toBeCloseTo(-ofiStep(before, after), 12);
      expect(ofiStep(before, before)).toBe(0);
    }),
  );
});

test('streaming equals batch over the window, and is null until the book was complete throughout', () => {
  const any = fc.record({
    bid: fc.integer({ min: 1, max: 50 }),
    bidSize: fc.double({ min: 0.001, max: 99, noNaN: true }),
    ask: fc.integer({ min: 51, max: 100 }),
    askSize: fc.double({ min: 0.001, max: 99, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(any, { minLength: 2, maxLength: 80 }), fc.integer({ min: 1, max: 60 }), (touches, span) => {
      let state = createOfiWindow(span);
      for (const [at, one] of touches.entries()) {
        state = ofiFromJson(JSON.parse(JSON.stringify(ofiToJson(state))));
        observeTouch(state, one, at);
      }
      const now = touches.length - 1;
      const value = ofiOver(state, now);
      if (now < span) expect(value).toBeNull();
      else expect(Math.abs(value! - ofi(touches.slice(now - span))!)).toBeLessThan(1e-9);
      breakOfi(state);
      expect(ofiOver(state, now + 1)).toBeNull();
    }),
  );
});
