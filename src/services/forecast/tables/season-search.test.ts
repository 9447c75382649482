import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { seededRandom } from '../../../core/random.ts';
import { normals } from '../../../analytics/series/testing/noise.ts';
import { periodOf } from './season.ts';

/** A search of 2,000 values tests at most 666 candidates in each of at most three rounds. */
const MOST_READ = 3 * 2_000 * 666;

/** A slow wave that rises, as a price of every ten seconds. */
const slow = (length: number) => Float64Array.from({ length }, (_, i) => 100 + i / 200 + Math.sin(i / 900));

const noisy = (length: number, period: number) => {
  const random = seededRandom(3);
  return Float64Array.from({ length }, (_, i) => 50 + 9 * Math.sin((2 * Math.PI * i) / period) + random());
};

const DATA = process.env['TALLYFOIL_TEST_DATA'];
const B41 = join(DATA ?? '', 'field-reports', 'b41-ten-second-30000-rows.csv.gz');

test.skipIf(DATA === undefined || !existsSync(B41))(
  'the field report of 30,000 rows of ten seconds is searched in few steps',
  () => {
    const [, ...rows] = gunzipSync(readFileSync(B41)).toString().trim().split('\n');
    const values = Float64Array.from(rows, (row) => Number(row.split(',')[1]));
    expect(values).toHaveLength(30_000);
    const { period, valuesRead } = periodOf(values, 8_640);
    expect(period).toBe(1);
    expect(valuesRead).toBeGreaterThan(0);
    // 166 means of 180 values; the single values would take 1.4 million a round.
    expect(valuesRead).toBeLessThanOrEqual(3 * 166 * 55);
  },
);

test.each([
  ['ten seconds', 30_000, 8_640],
  ['ten seconds, ten times as long', 300_000, 8_640],
  ['a second', 300_000, 86_400],
  ['a minute', 100_000, 1_440],
  ['five minutes', 100_000, 288],
  ['an hour', 100_000, 24],
  ['a day', 20_000, 7],
  ['no known length', 300_000, null],
] as const)(
  'the search in a long series of steps of %s stays in its budget, whether it finds a season or none',
  (_, length, usual) => {
    for (const values of [slow(length), noisy(length, usual ?? 50)]) {
      const { valuesRead } = periodOf(values, usual);
      expect(valuesRead).toBeGreaterThan(0);
      expect(valuesRead).toBeLessThanOrEqual(MOST_READ);
    }
    expect(periodOf(noisy(length, usual ?? 50), usual).period).toBe(usual ?? 50);
  },
);

/** Twenty days of normal noise around a day of some shape. */
const days = (usual: number, shape: (share: number) => number, seed: number) => {
  const noise = normals(seed);
  return Float64Array.from({ length: 20 * usual }, (_, i) => 50 + shape((i % usual) / usual) + noise());
};

test.each([48, 60, 72, 96, 120, 144, 240, 288, 360, 480, 720, 1_440])(
  'a day of %i steps is found, be it a smooth one or one of a busy hour',
  (usual) => {
    const [smooth, hour] = [(share: number) => 4 * Math.sin(2 * Math.PI * share), (share: number) => (share < 1 / 24 ? 8 : 0)];
    for (const seed of [1, 2, 3]) {
      expect(periodOf(days(usual, smooth, seed), usual).period, `smooth, seed ${seed}`).toBe(usual);
      expect(periodOf(days(usual, hour, seed), usual).period, `busy hour, seed ${seed}`).toBe(usual);
      expect(
        periodOf(
          days(usual, () => 0, seed),
          usual,
        ).period,
        `noise, seed ${seed}`,
      ).toBe(1);
    }
  },
);
