import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import {
  competitionTable,
  formatTable,
  M3_QUARTERLY,
  M4_HOURLY,
  parseJsonSeries,
  parseM4,
} from '../src/analytics/forecast/competition/index.ts';
import type { CompetitionSeries, PublishedEntry } from '../src/analytics/forecast/competition/index.ts';
import { createModel } from '../src/analytics/forecast/index.ts';
import type { BenchRow } from './support/row.ts';
import { rounded } from './support/stats.ts';

const HOURS_A_DAY = 24;

/**
 * The tables of M4 hourly and M3 quarterly with the published columns beside ours, from the folder `TALLYFOIL_TEST_DATA`. Prints the
 * tables to stderr, and returns a row for each method. `ratio` is our MASE divided by the published MASE.
 */
export default async function forecastBench(): Promise<readonly BenchRow[]> {
  const folder = process.env['TALLYFOIL_TEST_DATA'];
  if (folder === undefined) {
    console.error('skipped: TALLYFOIL_TEST_DATA is not set, so there are no competition series to forecast');
    return [];
  }
  const text = (file: string) => gunzipSync(readFileSync(join(folder, 'forecast', file))).toString();
  const m4 = parseM4(text('m4_hourly_train.csv.gz'), text('m4_hourly_test.csv.gz'), HOURS_A_DAY);
  const m3 = parseJsonSeries(text('m3_quarterly.jsonl.gz'));
  return [...(await rows('M4 hourly', m4, M4_HOURLY)), ...(await rows('M3 quarterly', m3, M3_QUARTERLY))];
}

async function rows(
  title: string,
  series: readonly CompetitionSeries[],
  entries: readonly PublishedEntry[],
): Promise<readonly BenchRow[]> {
  const table = await competitionTable(
    series,
    entries.map(({ model, published }) => ({ model: createModel(model), published })),
    { yardstick: createModel('Naive2'), clock: () => performance.now() },
  );
  console.error(formatTable(title, table));
  return table.map(({ model, ours, published, n, msPerSeries }) => ({
    bench: `forecast-${title.toLowerCase().replace(' ', '-')}-${model.toLowerCase()}`,
    value: rounded(ours.mase, 3),
    unit: 'MASE',
    against: published ? `${published.name} as published, ${published.mase}` : 'the seasonal naive in the sample, 1',
    ratio: rounded(ours.mase / (published?.mase ?? 1), 3),
    n,
    data: 'recorded' as const,
    beside: { smape: rounded(ours.smape, 3), owa: rounded(ours.owa, 3), ms_per_series: rounded(msPerSeries, 2) },
  }));
}
