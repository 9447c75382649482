import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readTable } from './read-table.ts';
import { decodeText } from './read-text.ts';
import { seriesOf, type SeriesRead, type SeriesWish } from './table-series.ts';

// Small files made after public bug reports of programs that read series. Each has the trouble of one report.
const folder = new URL('fixtures/', import.meta.url);
const read = (name: string, wish: SeriesWish = {}): SeriesRead =>
  seriesOf(readTable(decodeText(readFileSync(new URL(name, folder))).text), wish);
const nextDays = ({ timeAt, input }: SeriesRead, count: number) =>
  Array.from({ length: count }, (_, i) => timeAt!(input.values.length + i).replace('T00:00:00.000Z', ''));
const refusal = (name: string, wish: SeriesWish = {}) => {
  try {
    read(name, wish);
  } catch (error) {
    const { code, message, advice } = error as { code: string; message: string; advice: string };
    return { code, message, advice };
  }
  return null;
};

test.each([
  ['b01-investing-newest-first.csv', 'Price', 100, 218.9, ['2021-03-02']],
  ['b03-yfinance-us-dst.csv', 'Close', 100, 218.9, ['2023-04-26', '2023-04-27', '2023-04-28', '2023-05-01']],
  ['b05-month-end-from-feb.csv', 'y', 100, 170, ['2022-02-28', '2022-03-31', '2022-04-30']],
  ['b05b-month-end-from-apr.csv', 'y', 100, 170, ['2022-04-30', '2022-05-31', '2022-06-30']],
  ['b13-civil-days-dst.csv', 'kwh', 100, 178.9, ['2020-04-19', '2020-04-20']],
  ['b17-every-12-months.csv', 'y', 100, 146.3, ['2004-01-01', '2005-01-01']],
  ['b17-every-8-months.csv', 'y', 100, 146.3, ['1996-01-01', '1996-09-01']],
  ['b18-years.csv', 'gdp', 102, 170, ['2024-01-01', '2025-01-01']],
  ['b19-three-years.csv', 'y', 100, 106, ['2004-01-01', '2005-01-01', '2006-01-01']],
  ['b19b-jul-aug-sep.csv', 'y', 100, 106, ['2024-10-01', '2024-11-01', '2024-12-01']],
  ['b25-eurostat-2020M01.csv', 'Value', 100, 135, ['2023-01-01', '2023-02-01']],
] as const)('%s is read from %s, from oldest to newest, and continues at the next dates', (name, column, first, last, next) => {
  const series = read(name);
  expect(series.column).toBe(column);
  expect([series.input.values[0], series.input.values.at(-1)]).toEqual([first, last]);
  expect(nextDays(series, next.length)).toEqual(next);
});

test('newest first is turned around, and said', () => {
  expect(read('b01-investing-newest-first.csv').remarks.join(' ')).toMatch(/newest first and were turned around/);
});

test.each([
  ['b07-epoch-float-hole.csv', 'TF_FORECAST_GAPS_FOUND', /3 of 60 values/],
  ['b08-postgres-plus00.csv', 'TF_FORECAST_GAPS_FOUND', /1 of 60 values/],
  ['b22-total-row.csv', 'TF_FORECAST_ROW_NOT_DATA', /Line 42 .*"Total"/],
  ['b23-one-bad-date-newest-first.csv', 'TF_FORECAST_CELL_INVALID', /"2024-02-30" in column date, line \d+/],
  ['b26-three-weeks-missing-weekdays.csv', 'TF_FORECAST_GAPS_TOO_MANY', /15 of 60 .* 15 in a row/],
  ['b27-yahoo-null-rows-weekdays.csv', 'TF_FORECAST_GAPS_FOUND', /5 of 60 values/],
  ['b27b-null-rows-all-days.csv', 'TF_FORECAST_GAPS_FOUND', /5 of 60 values/],
  [
    'b33-german-thousands-only.csv',
    'TF_FORECAST_NUMBERS_AMBIGUOUS',
    /"1\.101" in column umsatz, line 3, can mean 1\.101 or 1101/,
  ],
  ['b36b-long-two-series-apart.csv', 'TF_FORECAST_SERIES_SEVERAL', /column unique_id has 2 values, A, B/],
] as const)('%s is refused as %s: %s', (name, code, message) => {
  expect(refusal(name)).toMatchObject({ code, message: expect.stringMatching(message) as string });
});

test('what was refused is read once it is said how', () => {
  expect(read('b33-german-thousands-only.csv', { decimal: 'comma' }).input.values.at(-1)).toBe(1_139);
  expect(read('b33-german-thousands-only.csv', { decimal: 'point' }).input.values.at(-1)).toBe(1.139);
  const one = read('b36b-long-two-series-apart.csv', { id: 'unique_id=B' });
  expect(one.input.values.at(-1)).toBe(529);
  expect(one.remarks[0]).toMatch(/rows have unique_id B; only they are used/);
  expect(read('b08-postgres-plus00.csv', { fill: 'line' }).remarks.join(' ')).toMatch(/NOT measured/);
});
