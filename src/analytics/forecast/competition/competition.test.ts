import { expect, test } from 'vitest';

import { createModel } from '../index.ts';
import {
  combineTables,
  competitionTable,
  formatTable,
  M3_ALL,
  M3_MONTHLY,
  M3_OTHER,
  M3_QUARTERLY,
  M3_YEARLY,
  parseJsonSeries,
  parseM4,
} from './index.ts';

const jsonl = '{"id":"A","freq":1,"x":[1,2,4,7],"xx":[8,10]}\n{"id":"B","freq":1,"x":[5,5,5,6],"xx":[6,6]}\n';

test('a table of two small series equals scores by hand', async () => {
  const series = parseJsonSeries(jsonl);
  const naive = createModel('naive');
  const published = { name: 'Naive', smape: 12, mase: 0.5, owa: null };
  const [row] = await competitionTable(series, [{ model: naive, published }], { yardstick: naive, clock: () => 0 });
  // A: forecasts 7, 7 of 8, 10, scale 2; B: 6, 6 of 6, 6.
  expect(row!.ours.smape).toBeCloseTo(((200 / 15 + 600 / 17) / 2 + 0) / 2, 12);
  expect(row!.ours.mase).toBeCloseTo((2 / 2 + 0) / 2, 12);
  expect(row!.ours.owa).toBe(1);
  expect(formatTable('Two', [row!])).toMatch(
    /Two, 2 series[^]*Naive +12\.157 +0\.500 +1\.000 +0\.00 +Naive +12\.000 +0\.500 +–$/,
  );
});

test('a series that a model refuses is counted, not scored', async () => {
  const [row] = await competitionTable(parseJsonSeries(jsonl), [{ model: createModel('HoltWinters'), published: null }], {
    yardstick: createModel('naive'),
    clock: () => 0,
  });
  expect([row!.n, row!.refused]).toEqual([0, 2]);
});

test('a model that refuses some series has no OWA in a part or the whole, because the yardstick covers other series', async () => {
  const series = parseJsonSeries(
    `${jsonl}{"id":"C","freq":4,"x":[1,2,3,5,2,3,4,6,3,4,5,7,4,5,6,8,5,6,7,9,6,7,8,10],"xx":[7,8]}\n`,
  );
  const naive = createModel('naive');
  const entries = [naive, createModel('NaiveSeasonal'), createModel('HoltWinters')].map((model) => ({ model, published: null }));
  const part = await competitionTable(series, entries, { yardstick: naive, clock: () => 0 });
  const whole = combineTables([part, part], { yardstick: naive.name, publishedOf: () => null });
  for (const rows of [part, whole]) expect(rows.map(({ ours }) => Number.isFinite(ours.owa))).toEqual([true, true, false]);
  expect([part[2]!.n, part[2]!.refused, whole[2]!.refused]).toEqual([1, 2, 4]);
});

test('M4 files are joined by id; padding is removed, and a missing test part is refused', () => {
  const training = '"V1","V2","V3"\n"H1","605","586"\n"H2","7",""\n';
  const [first, second] = parseM4(training, 'V1,V2\nH2,8\nH1,619\n', 24);
  expect(first).toEqual({ id: 'H1', period: 24, training: Float64Array.of(605, 586), actual: Float64Array.of(619) });
  expect(second?.training).toEqual(Float64Array.of(7));
  expect(() => parseM4(training, 'V1,V2\nH1,619\n', 24)).toThrow(/H2 has no test part/);
});

/** M3's 3,003 series by part (Makridakis & Hibon 2000). */
const M3_SIZES = [
  [M3_YEARLY, 645],
  [M3_QUARTERLY, 756],
  [M3_MONTHLY, 1_428],
  [M3_OTHER, 174],
] as const;

test.each(M3_ALL.flatMap(({ model, published }) => (published === null ? [] : [[published.name, model, published] as const])))(
  'M3’s overall figures of %s are the means of its parts, weighted by number of series (%s)',
  (_, model, whole) => {
    const pooled = (pick: 'smape' | 'mase') =>
      M3_SIZES.reduce((sum, [part, n]) => sum + (n * part.find((entry) => entry.model === model)!.published![pick]!) / 3_003, 0);
    expect(Math.abs(pooled('smape') - whole.smape!)).toBeLessThan(0.0015);
    expect(Math.abs(pooled('mase') - whole.mase)).toBeLessThan(0.0015);
  },
);
