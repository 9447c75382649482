import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import { inParts } from '../../../test/testing/in-parts.ts';
import { report } from '../../../test/testing/report.ts';
import { shareOf } from '../../../test/testing/scale.ts';
import { CodedError } from '../../core/coded-error.ts';
import { parseJsonSeries, parseM4 } from './competition/index.ts';
import type { CompetitionSeries } from './competition/index.ts';
import { createModel, listModels } from './index.ts';

const folder = process.env['TALLYFOIL_TEST_DATA'];
if (folder === undefined) console.warn('skipped: TALLYFOIL_TEST_DATA is not set, so there are no competition series to fit');
const text = (file: string) => gunzipSync(readFileSync(join(folder!, 'forecast', file))).toString();

/** Every fourth hourly series, the first, fifth and so on: 104 of 414, because each costs as much as ten others. */
const HOURLY = { every: 4, said: ' (every fourth of 414, because each costs as much as ten others)' };
const SETS: Readonly<Record<string, () => readonly CompetitionSeries[]>> = {
  M1: () => parseJsonSeries(text('m1.jsonl.gz')),
  'M3 quarterly': () => parseJsonSeries(text('m3_quarterly.jsonl.gz')),
  'M4 hourly': () =>
    parseM4(text('m4_hourly_train.csv.gz'), text('m4_hourly_test.csv.gz'), 24).filter((_, i) => i % HOURLY.every === 0),
};
/** Ensembles that only repeat the members' fits at more origins: they cost most, so they are fitted to `ENSEMBLED` series of each set. */
const REPEATED = new Set(['EnsembleWeighted', 'EnsembleBest', 'EnsembleMean', 'EnsembleMedian', 'Stacking']);
const ENSEMBLED = 4;
const MODELS = listModels().filter(({ name }) => !REPEATED.has(name));
/** Refusals of a fit that follow from the series' length, which a model's capabilities state only roughly. */
const TOO_SHORT = 'TF_FORECAST_SERIES_TOO_SHORT';
/** An interval wider than this many largest magnitudes says nothing. */
const WIDE = 1e4;
const PART = 10;

/** Why a model that takes the series gave no usable forecast; null if it gave one, or refused before any work. */
async function failureOf(name: string, { training, period, actual }: CompetitionSeries): Promise<string | null> {
  const model = createModel(name);
  const input = { values: training, period };
  if (model.refusal(input)) return null;
  try {
    const fitted = await model.fit(input);
    const levels = model.capabilities.intervals === 'given' ? [95] : [];
    const { lower = [], upper = [] } = await fitted.forecast(actual.length, { levels });
    const largest = training.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const widest = Math.max(0, ...upper.flatMap((path, l) => Array.from(path, (bound, h) => bound - lower[l]![h]!)));
    return widest > WIDE * largest ? 'an interval of no use' : null;
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return error.code === TOO_SHORT ? null : error.code;
  }
}

/** Evenly spread series of a set. */
const spread = (all: readonly CompetitionSeries[], count: number) =>
  Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)]!);

test.skipIf(folder === undefined).each(Object.keys(SETS))('%s: no ensemble loses a series of a sample', async (name) => {
  const failures: string[] = [];
  let fits = 0;
  for (const one of spread(SETS[name]!(), ENSEMBLED)) {
    for (const model of REPEATED) {
      if (createModel(model).refusal({ values: one.training, period: one.period }) === null) fits++;
      const failure = await failureOf(model, one);
      if (failure !== null) failures.push(`${model} on ${one.id}: ${failure}`);
    }
  }
  report(`${name}: ${REPEATED.size} ensembles on ${ENSEMBLED} series, ${fits} fits, ${failures.length} lost`);
  expect(fits).toBeGreaterThan(0);
  expect(failures).toEqual([]);
});

test.skipIf(folder === undefined).each(Object.keys(SETS))('%s: no admissible model loses a series', async (name) => {
  const all = SETS[name]!();
  const count = Math.min(all.length, shareOf(all.length));
  const series = spread(all, count);
  const run = async (from: number, size: number) => {
    const failures: string[] = [];
    for (const one of series.slice(from, from + size)) {
      for (const model of MODELS) {
        const failure = await failureOf(model.name, one);
        if (failure !== null) failures.push(`${model.name} on ${one.id}: ${failure}`);
      }
    }
    return failures;
  };
  const failures = (await inParts({ name: `fits-${name.replace(' ', '-')}`, from: 0, count, size: PART }, run)).flat();
  report(
    `${name}${name === 'M4 hourly' ? HOURLY.said : ''}: ${MODELS.length} models on ${count} series, ${failures.length} lost${failures.length > 0 ? `: ${failures.join(', ')}` : ''}`,
  );
  expect(failures).toEqual([]);
});
