import { expect, test } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { CodedError } from '../../core/index.ts';
import { readTable } from '../../services/forecast/tables/read-table.ts';
import { seriesOf } from '../../services/forecast/tables/table-series.ts';
import { catalogue } from './catalogue.ts';

const day = (i: number) => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
const random = seededRandom(12);
const rows = (valueAt: (i: number) => number | string) => Array.from({ length: 40 }, (_, i) => `${day(i)},${valueAt(i)}`);
const season = (i: number) => 20 + 5 * Math.sin((2 * Math.PI * i) / 7) + random();

/** Messy values from files, and whether they must give a forecast. */
const FILES: Readonly<Record<string, readonly string[]>> = {
  unsorted: rows(season).toSorted((a, b) => a.slice(-3).localeCompare(b.slice(-3))),
  'duplicate times': rows(season).flatMap((row) => [row, row]),
  'a time with two values': [...rows(season), `${day(3)},-1`],
  'a gap': rows((i) => (i === 20 || i === 21 ? '' : season(i))),
  'a long gap': rows((i) => (i > 10 && i < 25 ? '' : season(i))),
  'not a number': rows((i) => (i === 7 ? 'NaN' : season(i))),
  constant: rows(() => 5),
  tiny: rows(season).slice(0, 2),
  'three rows': rows(season).slice(0, 3),
  negative: rows((i) => -season(i)),
  huge: rows((i) => (season(i) * 1e90).toExponential(6)),
  'beyond squares': rows((i) => (season(i) * 1e200).toExponential(6)),
  'mostly zeros': rows((i) => (i % 6 === 0 ? 3 : 0)),
  'all zeros': rows(() => 0),
};

test.each(Object.entries(FILES))('%s: every model gives a finite forecast or a coded refusal', async (_, lines) => {
  const answers: string[] = [];
  for (const { name } of catalogue.listModels()) {
    try {
      const { input } = seriesOf(readTable(`date,y\n${lines.join('\n')}\n`), { period: 7, fill: 'line' });
      const { mean } = await (await catalogue.createModel(name).fit(input, { maxSteps: 100 })).forecast(3);
      expect(mean.every(Number.isFinite)).toBe(true);
      answers.push(name);
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      expect(error.code).toMatch(/^TF_(?:FORECAST|SERIES)_/);
    }
  }
  const refusedWhole = ['a time with two values', 'a long gap', 'beyond squares', 'tiny'].includes(_);
  expect(answers.length > 0).toBe(!refusedWhole);
});
