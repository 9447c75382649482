import {
  assessDrift,
  bocpdChanges,
  cusumChanges,
  detectSeasonality,
  extractFeatures,
  pelt,
  stl,
} from '../src/analytics/series/index.ts';
import { scoreDetectors } from '../src/analytics/series/testing/detector-scores.ts';
import { jumps } from '../src/analytics/series/testing/streams.ts';
import type { BenchRow } from './support/row.ts';

const SEEDS = 30;
const LIMIT_MS = 100;
const ROUNDS = 9;
const SIZES = [500, 1000, 2000] as const;

function medianMs(run: () => unknown): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return times.toSorted((a, b) => a - b)[ROUNDS >> 1]!;
}

/** `length` values with a jump in each thousand. */
function values(length: number): Float64Array {
  const two = [jumps('persistent', 1).x, jumps('persistent', 2).x];
  return Float64Array.from({ length }, (_, i) => two[Math.floor(i / 1000) % 2]![i % 1000]!);
}

const WORK: readonly (readonly [string, (x: Float64Array) => unknown])[] = [
  ['drift, all detectors', (x) => assessDrift(x.subarray(0, x.length / 2), x.subarray(x.length / 2))],
  ['PELT', (x) => pelt(x)],
  ['CUSUM', (x) => cusumChanges(x)],
  ['BOCPD', (x) => bocpdChanges(x)],
  ['STL, period 24', (x) => stl(x, { period: 24 })],
  ['seasonality', (x) => detectSeasonality(x)],
  ['all features', (x) => extractFeatures(x, { period: 24 })],
];

/** Detectors scored on seeded streams with known truth, and timings against the required 100 ms for drift. */
export default function series(): Promise<readonly BenchRow[]> {
  const scores = scoreDetectors(SEEDS).map((one): BenchRow => {
    const { kind, detector, stream, sight, f1, precision, recall, delay, falseAlarms, events } = one;
    return {
      bench: `series: ${kind}, ${detector} (sees the ${sight}), ${stream}`,
      value: f1,
      unit: 'F1',
      against: 'every event found and no false alarm',
      ratio: f1,
      n: events,
      data: 'simulated',
      beside: { precision, recall, falseAlarmsPer1000: falseAlarms, ...(delay === null ? {} : { medianDelay: delay }) },
    };
  });
  const speeds = WORK.flatMap(([name, run]) =>
    SIZES.map((size): BenchRow => {
      const x = values(size);
      run(x);
      const value = medianMs(() => run(x));
      return {
        bench: `series: ${name}, ${size} values`,
        value,
        unit: 'ms',
        against: `${LIMIT_MS} ms`,
        ratio: value / LIMIT_MS,
        n: ROUNDS,
      };
    }),
  );
  return Promise.resolve([...scores, ...speeds]);
}
