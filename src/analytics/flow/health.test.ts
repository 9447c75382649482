import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  balancePart,
  depthPart,
  flowPart,
  freshnessPart,
  HEALTH_WEIGHTS,
  healthScore,
  spreadPart,
  type HealthParts,
} from './health.ts';
import { createRollingMedian, medianOf, medianReadyAt, observeValue } from './rolling-median.ts';
import { close } from './testing/close.ts';

const worked: HealthParts = { spread: 0.9, depth: 0.7, balance: 0.8, flow: 0.5, anomalies: 1, freshness: 1 };
const nothing: HealthParts = { spread: null, depth: null, balance: null, flow: null, anomalies: null, freshness: null };

test('worked example of the score', () => {
  close(healthScore(worked)!.score, 80, 1e-12);
  expect(healthScore(worked)!.missing).toEqual([]);
  expect(Object.values(HEALTH_WEIGHTS).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
});

test('a missing part is listed, and the weights of the others are scaled up', () => {
  const { score, missing } = healthScore({ ...worked, anomalies: null })!;
  expect(missing).toEqual(['anomalies']);
  close(score, 65 / 0.85, 1e-12);
  expect(healthScore(nothing)).toBeNull();
});

test('the score is between the worst and the best part, and never falls if a part improves', () => {
  const part = fc.option(fc.double({ min: 0, max: 1, noNaN: true }));
  const all = fc.record({ spread: part, depth: part, balance: part, flow: part, anomalies: part, freshness: part });
  fc.assert(
    fc.property(all, fc.double({ min: 0, max: 1, noNaN: true }), (parts, better) => {
      const present = Object.values(parts).filter((value) => value !== null);
      const health = healthScore(parts);
      if (present.length === 0) {
        expect(health).toBeNull();
        return;
      }
      expect(health!.score).toBeGreaterThanOrEqual(100 * Math.min(...present) - 1e-9);
      expect(health!.score).toBeLessThanOrEqual(100 * Math.max(...present) + 1e-9);
      if (parts.depth === null) return;
      expect(healthScore({ ...parts, depth: Math.max(parts.depth, better) })!.score).toBeGreaterThanOrEqual(health!.score - 1e-9);
    }),
  );
});

test('parts from raw values', () => {
  expect([spreadPart(1, 2), spreadPart(2, 2), spreadPart(4, 2), spreadPart(8, 2), spreadPart(32, 2), spreadPart(99, 2)]).toEqual([
    1, 1, 0.75, 0.5, 0, 0,
  ]);
  expect([depthPart(5, 10), depthPart(20, 10), flowPart(0, 10), flowPart(3, 4)]).toEqual([0.5, 1, 0, 0.75]);
  expect([balancePart(0), balancePart(-0.25), balancePart(1)]).toEqual([1, 0.75, 0]);
  expect([freshnessPart(0), freshnessPart(1_000), freshnessPart(5_000), freshnessPart(60_000)]).toEqual([1, 0.8, 0, 0]);
});

test('a part without its input or its history is null, never neutral', () => {
  expect([
    spreadPart(null, 1),
    spreadPart(1, null),
    spreadPart(1, 0),
    depthPart(1, null),
    depthPart(null, 1),
    flowPart(1, 0),
  ]).toEqual(Array(6).fill(null));
  expect([balancePart(null), freshnessPart(null)]).toEqual([null, null]);
});

test('the rolling median weights by time, drops values older than its window and says when it will be ready', () => {
  const state = createRollingMedian({ windowUs: 100, everyUs: 10, minimum: 3 });
  expect([medianOf(state), medianReadyAt(state)]).toEqual([null, null]);
  for (let at = 0; at < 10; at++) observeValue(state, 1_000, at);
  observeValue(state, null, 15);
  observeValue(state, Number.NaN, 15);
  observeValue(state, 2, 16);
  observeValue(state, 9, 3);
  expect([state.values, medianOf(state), medianReadyAt(state)]).toEqual([[1_000, 2], null, 20]);
  observeValue(state, 4, 20);
  expect([medianOf(state), medianReadyAt(state)]).toEqual([4, null]);
  for (let at = 200; at < 1_000; at += 5) observeValue(state, at, at);
  expect(state.values).toEqual([900, 910, 920, 930, 940, 950, 960, 970, 980, 990]);
  expect(medianOf(JSON.parse(JSON.stringify(state)))).toBe(945);
});
