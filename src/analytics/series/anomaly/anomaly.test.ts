import fc from 'fast-check';
import { expect, test } from 'vitest';

import { runs } from '../../../../test/testing/scale.ts';
import { close } from '../../flow/testing/close.ts';
import { cusumAnomalies } from '../changepoint/cusum.ts';
import { codeOf } from '../testing/code-of.ts';
import { made } from '../testing/noise.ts';
import { iqrFences, robustZScores, zScores } from './distance.ts';
import { ensembleByVote } from './ensemble.ts';
import { isolationForest } from './isolation-forest.ts';
import { hybridEsd, seasonalEsd } from './seasonal-esd.ts';
import { APART } from './types.ts';

const worked = [10, 12, 11, 13, 12, 11, 40];
const PAST = {
  zscore: (x: Float64Array) => zScores(x, { window: 20 }),
  robust: (x: Float64Array) => robustZScores(x, { window: 20 }),
  iqr: (x: Float64Array) => iqrFences(x, { window: 20 }),
  cusum: (x: Float64Array) => cusumAnomalies(x, { learn: 20 }),
} as const;

test('in the worked example the plain z is masked, the robust z is not', () => {
  close(robustZScores(worked).scores[6]!, 18.886, 1e-5);
  close(zScores(worked).scores[6]!, 2.26, 1e-3);
  expect(zScores(worked).flagged).toEqual([]);
  expect(robustZScores(worked).flagged).toEqual([6]);
  expect(iqrFences(worked).flagged).toEqual([6]);
  // q25 = 11, q75 = 12.5.
  close(iqrFences(worked).scores[6]!, 27.5 / 1.5);
});

test('no z-score of a series exceeds (n − 1) / √n', () => {
  const list = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 3, maxLength: 30 });
  fc.assert(
    fc.property(list, (values) => Math.max(...zScores(values).scores) <= (values.length - 1) / Math.sqrt(values.length) + 1e-9),
  );
});

test('scores don’t depend on shift and scale', () => {
  const list = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 8, maxLength: 50 });
  fc.assert(
    fc.property(list, (values) => {
      for (const run of [zScores, robustZScores, iqrFences, hybridEsd]) {
        const [plain, moved] = [run(values), run(values.map((value) => 8 * value + 1024))];
        plain.scores.forEach((score, i) => expect(moved.scores[i]).toBeCloseTo(score, 6));
      }
    }),
  );
});

test('later values don’t change earlier scores of detectors with sight `past`', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 25, max: 90 }), (seed, cut) => {
      const x = made(100, seed, (i, e) => (i === 60 ? 9 : e));
      const other = x.map((value, i) => (i < cut ? value : 100 - value));
      for (const run of Object.values(PAST)) {
        expect(run(x).sight).toBe('past');
        expect(run(other).scores.subarray(0, cut)).toEqual(run(x).scores.subarray(0, cut));
      }
    }),
    { numRuns: runs(30) },
  );
});

test('all detectors find a spike, and flag little of a clean series', () => {
  const x = made(400, 3, (i, e) => (i === 250 ? 12 : e));
  for (const run of [
    zScores,
    robustZScores,
    (y: Float64Array) => iqrFences(y, { threshold: 3 }),
    hybridEsd,
    PAST.zscore,
    PAST.robust,
  ]) {
    const { flagged } = run(x);
    expect(flagged).toContain(250);
    expect(flagged.length).toBeLessThan(16);
  }
  const forest = isolationForest(x, { seed: 1 });
  expect(forest.flagged).toContain(250);
  expect(forest.scores[250]).toBe(Math.max(...forest.scores));
});

test('a forest is reproducible by seed, flags the requested share, and gives a constant equal scores', () => {
  const x = made(300, 5, (_, e) => e);
  expect(isolationForest(x, { seed: 4 })).toEqual(isolationForest(x, { seed: 4 }));
  expect(isolationForest(x, { seed: 4 }).scores).not.toEqual(isolationForest(x, { seed: 5 }).scores);
  expect(isolationForest(x, { seed: 4, contamination: 0.05 }).flagged).toHaveLength(15);
  expect(isolationForest(new Float64Array(30).fill(2), { seed: 1 }).flagged).toEqual([]);
});

test('seasonal ESD finds a value that is ordinary for the series but unusual for its hour', () => {
  const clean = made(24 * 14, 7, (i, e) => 10 * Math.sin((2 * Math.PI * i) / 24) + 0.5 * e);
  const x = clean.with(150, 0 - clean[150]! + (Math.abs(clean[150]!) < 5 ? 8 : 0));
  expect(robustZScores(x).flagged).not.toContain(150);
  expect(seasonalEsd(x, { period: 24 }).flagged).toContain(150);
  expect(seasonalEsd(x, { period: 24 }).flagged.length).toBeLessThan(6);
});

test('Rosner’s test finds masked outliers too', () => {
  const x = made(60, 9, (i, e) => (i % 20 === 5 ? 30 + i : e));
  expect(hybridEsd(x).flagged).toEqual([5, 25, 45]);
  expect(
    hybridEsd(
      made(200, 2, (_, e) => e),
      { alpha: 1e-6 },
    ).flagged,
  ).toEqual([]);
});

test('a vote needs the configured number of votes, and lists the voters', () => {
  const x = made(200, 11, (i, e) => (i === 120 ? 15 : e));
  const vote = ensembleByVote([zScores(x), robustZScores(x), iqrFences(x)], { votes: 3 });
  expect(vote.flagged).toContain(120);
  expect(vote.voters.get(120)).toEqual(['zscore', 'robust_zscore', 'iqr']);
  for (const i of vote.flagged) expect(vote.voters.get(i)).toHaveLength(3);
  expect(vote.scores[120]).toBe(1);
  expect(codeOf(() => ensembleByVote([zScores(x)], { votes: 2 }))).toBe('TF_SERIES_OPTION_INVALID');
  expect(codeOf(() => ensembleByVote([zScores(x), zScores(worked)]))).toBe('TF_SERIES_OPTION_INVALID');
});

test('degenerate series', () => {
  const constant = new Float64Array(40).fill(5);
  for (const run of [zScores, robustZScores, iqrFences, hybridEsd, ...Object.values(PAST)])
    expect(run(constant).flagged).toEqual([]);
  expect(PAST.zscore(constant.with(30, 6)).scores[30]).toBe(APART);
  expect(robustZScores(constant.with(30, 6)).flagged).toEqual([30]);
  expect(seasonalEsd(constant, { period: 5 }).flagged).toEqual([]);
  expect(PAST.zscore(new Float64Array(3)).flagged).toEqual([]);
  for (const run of [zScores, robustZScores, iqrFences, hybridEsd]) {
    expect(codeOf(() => run([1]))).toBe('TF_SERIES_TOO_SHORT');
    expect(codeOf(() => run([1, 2, 3, 4, 5, 6, 7, NaN]))).toBe('TF_SERIES_NOT_FINITE');
  }
  expect(codeOf(() => zScores(worked, { window: 1 }))).toBe('TF_SERIES_OPTION_INVALID');
  expect(codeOf(() => isolationForest(worked, { seed: 1 }))).toBe('TF_SERIES_TOO_SHORT');
});
