import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import { competitionTable, parseM4 } from '../competition/index.ts';
import { createModel } from '../index.ts';

const folder = process.env['TALLYFOIL_TEST_DATA'];
if (folder === undefined) console.warn('skipped: TALLYFOIL_TEST_DATA is not set, so there are no hourly series to forecast');
const text = (file: string) => gunzipSync(readFileSync(join(folder!, 'forecast', file))).toString();

/** Every 23rd series; the long tests use all. */
const EVERY = 23;

test.skipIf(folder === undefined)('on M4 hourly boosting halves the seasonal naive’s OWA', async () => {
  const series = parseM4(text('m4_hourly_train.csv.gz'), text('m4_hourly_test.csv.gz'), 24).filter((_, i) => i % EVERY === 0);
  const entries = ['GradientBoosting', 'NaiveSeasonal'].map((name) => ({ model: createModel(name), published: null }));
  const [ours, naive] = await competitionTable(series, entries, { yardstick: createModel('Naive2'), clock: () => 0 });
  expect(ours!.n).toBe(18);
  expect(ours!.ours.owa).toBeLessThan(0.55 * naive!.ours.owa);
  expect(ours!.ours.smape).toBeLessThan(8);
});
