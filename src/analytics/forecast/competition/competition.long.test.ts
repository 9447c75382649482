import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';

import { createModel } from '../index.ts';
import { conformalForecast, coverage } from '../evaluate/index.ts';
import { competitionTable, parseJsonSeries, parseM4 } from './index.ts';
import type { CompetitionSeries } from './index.ts';

const folder = process.env['TALLYFOIL_TEST_DATA'];
if (folder === undefined) console.warn('skipped: TALLYFOIL_TEST_DATA is not set, so there are no competition series to forecast');
const text = (file: string) => gunzipSync(readFileSync(join(folder!, 'forecast', file))).toString();

async function accuracy(series: readonly CompetitionSeries[], name: string, yardstick = 'Naive2') {
  const [row] = await competitionTable(series, [{ model: createModel(name), published: null }], {
    yardstick: createModel(yardstick),
    clock: () => 0,
  });
  expect(row!.n).toBe(series.length);
  return row!.ours;
}

describe.skipIf(folder === undefined)('M4 hourly', () => {
  const series = folder === undefined ? [] : parseM4(text('m4_hourly_train.csv.gz'), text('m4_hourly_test.csv.gz'), 24);

  test.each([
    ['Naive', 43.003, 11.608],
    ['NaiveSeasonal', 13.912, 1.193],
    ['Naive2', 18.383, 2.395],
  ] as const)('%s equals the published figure to three decimals', async (name, smape, mase) => {
    const ours = await accuracy(series, name);
    expect(ours.smape.toFixed(3)).toBe(smape.toFixed(3));
    expect(ours.mase.toFixed(3)).toBe(mase.toFixed(3));
  });

  test.each([
    ['SES', 18.094, 2.385],
    ['Theta', 18.138, 2.455],
    ['FourTheta', 17.756, 1.808],
  ] as const)('%s equals the published figure to 0.02', async (name, smape, mase) => {
    const ours = await accuracy(series, name);
    expect(Math.abs(ours.smape - smape)).toBeLessThan(0.02);
    expect(Math.abs(ours.mase - mase)).toBeLessThan(0.02);
  });

  test('boosting on each series alone has a smaller error than the winner', async () => {
    const ours = await accuracy(series, 'GradientBoosting');
    expect(ours.smape).toBeLessThan(9.328);
    expect(ours.mase).toBeLessThan(0.893);
    expect(ours.owa).toBeLessThan(0.44);
  });

  test.each(['Theta', 'Naive2'])(
    'split conformal 90 % intervals around %s cover 0.88 to 0.92 of the held-out values',
    async (name) => {
      const options = { horizon: 48, levels: [90], origins: 99, step: 4 };
      let sum = 0;
      for (const { training, actual, period } of series) {
        const path = await conformalForecast(createModel(name), { values: training, period }, options);
        sum += coverage(actual, { lower: path!.lower![0]!, upper: path!.upper![0]! });
      }
      console.info(`conformal coverage at 90 % around ${name} on M4 hourly: ${((100 * sum) / series.length).toFixed(2)} %`);
      expect(sum / series.length).toBeGreaterThan(0.88);
      expect(sum / series.length).toBeLessThan(0.92);
    },
  );
});

describe.skipIf(folder === undefined)('M3 quarterly', () => {
  const series = folder === undefined ? [] : parseJsonSeries(text('m3_quarterly.jsonl.gz'));

  test.each([
    ['Theta', 9.35, 1.13],
    ['AutoETS', 9.7, 1.19],
    ['AutoARIMA', 10.1, 1.21],
    ['EnsembleMean', 9.05, 1.08],
    ['Ensemble', 8.956, 1.087],
  ] as const)('%s is at or below its limit', async (name, smape, mase) => {
    const ours = await accuracy(series, name);
    expect(ours.smape).toBeLessThanOrEqual(smape);
    expect(ours.mase).toBeLessThanOrEqual(mase);
  });
});
