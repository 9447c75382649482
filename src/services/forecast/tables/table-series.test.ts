import { expect, test } from 'vitest';
import { seededRandom } from '../../../core/index.ts';
import { readTable } from './read-table.ts';
import { readTimes } from './read-times.ts';
import { seriesOf } from './table-series.ts';

const at = (micros: number | null) => (micros === null ? null : new Date(micros / 1_000).toISOString());

test.each([
  ['2024-03-01', '2024-03-01T00:00:00.000Z'],
  ['2024-03-01T05:06:07.5Z', '2024-03-01T05:06:07.500Z'],
  ['2024-03-01 05:06', '2024-03-01T05:06:00.000Z'],
  ['2024-03-01T05:00:00+02:00', '2024-03-01T03:00:00.000Z'],
  ['2024/3/1', '2024-03-01T00:00:00.000Z'],
  ['20240301', '2024-03-01T00:00:00.000Z'],
  ['1949-01', '1949-01-01T00:00:00.000Z'],
  ['2024-Q2', '2024-04-01T00:00:00.000Z'],
  ['Mar 2024', '2024-03-01T00:00:00.000Z'],
  ['1 March 2024', '2024-03-01T00:00:00.000Z'],
  ['1.3.2024', '2024-03-01T00:00:00.000Z'],
  ['1709251200', '2024-03-01T00:00:00.000Z'],
  ['1709251200000', '2024-03-01T00:00:00.000Z'],
  ['1709251200000000', '2024-03-01T00:00:00.000Z'],
  ['2024-03-01T24:00', '2024-03-02T00:00:00.000Z'],
  ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
  ['2024-03-01T24:30', null],
  ['2024-03-01T05:00+24:00', null],
  ['2024-02-30', null],
  ['0050-01-01', null],
  ['1 Foo 2024', null],
  ['soon', null],
] as const)('%s is %s', (text, time) => {
  const read = () => at(readTimes({ name: 'time', cells: [text], lines: [2] }, 'day first').times[0]!);
  if (time === null) expect(read).toThrow(expect.objectContaining({ code: 'TF_FORECAST_CELL_INVALID' }));
  else expect(read()).toBe(time);
});

const read = (text: string, wish = {}) => seriesOf(readTable(text), wish);
const codeOf = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return null;
};
const days = (values: readonly (number | string)[], from = 1) =>
  values.map((value, i) => `2024-01-${String(from + i).padStart(2, '0')},${value}`).join('\n');

test('rows out of order are sorted, repeated ones left out, and both are remarked', () => {
  const { input, timeAt, remarks } = read('date,y\n2024-01-03,3\n2024-01-01,1\n2024-01-02,2\n2024-01-02,2\n2024-01-04,4\n');
  expect(Array.from(input.values)).toEqual([1, 2, 3, 4]);
  expect(timeAt!(4)).toBe('2024-01-05T00:00:00.000Z');
  expect(remarks.join(' ')).toMatch(/equal to another row.*sorted/);
});

test('a time with two values is refused', () => {
  expect(codeOf(() => read('date,y\n2024-01-01,1\n2024-01-02,2\n2024-01-02,9\n2024-01-03,3\n'))).toBe(
    'TF_FORECAST_TIMES_CONFLICT',
  );
});

test('a hole is refused: nothing is made up for it', () => {
  expect(codeOf(() => read(`date,y\n${days([1, 2, '', 4, 5, 6, 7, 8])}\n`))).toBe('TF_FORECAST_GAPS_FOUND');
  expect(codeOf(() => read(`date,y\n${days([1, 2])}\n${days([4, 5, 6, 7], 4)}\n`))).toBe('TF_FORECAST_GAPS_FOUND');
  expect(codeOf(() => read('y\n1\n2\nNA\n4\n5\n'))).toBe('TF_FORECAST_GAPS_FOUND');
});

const bridged = (text: string) => read(text, { fill: 'line' });

test('asked to bridge, one missing value of many lies on the line between its neighbours, and is said not to be measured', () => {
  const { input, remarks } = bridged(`date,y\n${days([1, 2, '', 4, 5, 6, 7, 8])}\n`);
  expect(Array.from(input.values)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(remarks.join(' ')).toMatch(/1 missing value.*2024-01-03.*NOT measured/);
});

test('a row that isn’t there is a missing value too, empty ends are cut, a large hole is refused whatever is asked', () => {
  const without = bridged(`date,y\n${days([1, 2])}\n${days([4, 5, 6, 7], 4)}\n`);
  expect(Array.from(without.input.values)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(Array.from(read(`date,y\n${days(['', 2, 3, 4, 5, ''])}\n`).input.values)).toEqual([2, 3, 4, 5]);
  expect(codeOf(() => bridged(`date,y\n${days([1, 2, 3])}\n${days([4, 5, 6], 20)}\n`))).toBe('TF_FORECAST_GAPS_TOO_MANY');
});

test('a missing time between neighbours is put there; one that they don’t settle is refused', () => {
  expect(Array.from(read('date,y\n2024-01-01,1\n,2\n2024-01-03,3\n2024-01-04,4\n').input.values)).toEqual([1, 2, 3, 4]);
  expect(codeOf(() => read('date,y\n2024-01-01,1\n2024-01-02,2\n2024-01-03,3\n,9\n'))).toBe('TF_FORECAST_CELL_INVALID');
});

test('days and months are distinguished by a day over 12, or by the only reading with even steps, or not at all', () => {
  expect(read('date,y\n12/31/2023,1\n1/1/2024,2\n1/2/2024,3\n').timeAt!(0)).toBe('2023-12-31T00:00:00.000Z');
  const months = Array.from(
    { length: 15 },
    (_, i) => `01/${String((i % 12) + 1).padStart(2, '0')}/${2020 + Math.floor(i / 12)},${i}`,
  );
  expect(read(`date,y\n${months.join('\n')}\n`).timeAt!(14)).toBe('2021-03-01T00:00:00.000Z');
  expect(codeOf(() => read('date,y\n01/02/2024,1\n03/04/2024,2\n11/12/2024,3\n'))).toBe('TF_FORECAST_DATES_AMBIGUOUS');
});

test('weekdays of a market have no holes at weekends, and go on with weekdays', () => {
  const rows = Array.from({ length: 40 }, (_, i) => new Date(Date.UTC(2024, 0, 1 + i)))
    .filter((day) => ![0, 6].includes(day.getUTCDay()))
    .map((day, i) => `${day.toISOString().slice(0, 10)},${100 + i}`);
  const { input, timeAt, remarks } = read(`Date,Close\n${rows.join('\n')}\n`);
  expect(input.values).toHaveLength(rows.length);
  expect(remarks.join(' ')).toMatch(/No row is of a Saturday or Sunday/);
  expect(new Date(timeAt!(rows.length)).getUTCDay()).toBe(1);
});

test('the close is taken of a candle file, a choice without a usual name is refused, a typo finds its neighbour', () => {
  expect(read('date,open,close\n2024-01-01,1,2\n2024-01-02,3,4\n2024-01-03,5,6\n')).toMatchObject({ column: 'close' });
  const two = 'date,heater,ice cream\n2024-01-01,1,2\n2024-01-02,3,4\n2024-01-03,5,6\n';
  expect(codeOf(() => read(two))).toBe('TF_FORECAST_COLUMN_UNCLEAR');
  expect(() => read(two, { column: 'heatre' })).toThrow(
    expect.objectContaining({ advice: expect.stringMatching(/Did you mean heater/) as string }),
  );
});

test('an unknown id is refused with the values of its column', () => {
  const multi = `symbol,date,close\n${['A', 'B'].flatMap((symbol) => [1, 2, 3].map((day) => `${symbol},2024-01-0${day},${day}`)).join('\n')}\n`;
  expect(() => read(multi, { id: 'symbol=C' })).toThrow(
    expect.objectContaining({
      code: 'TF_FORECAST_ID_UNKNOWN',
      message: 'No row has "C" in column symbol.',
      advice: 'Values of symbol: A, B.',
    }),
  );
  expect(() => read(multi, { id: 'C' })).toThrow(
    expect.objectContaining({
      message: 'No column holds the value "C".',
      advice: 'Write --id COLUMN=VALUE with a column and one of its values. Columns: symbol, date, close.',
    }),
  );
  expect(() => read(multi, { id: 'simbol=A' })).toThrow(
    expect.objectContaining({
      message: 'The table has no column "simbol".',
      advice: 'Did you mean symbol? It has: symbol, date, close.',
    }),
  );
  expect(() => read(multi.replace('close', 'side').replaceAll(/,\d\n/g, ',A\n'), { id: 'A' })).toThrow(
    expect.objectContaining({
      message: 'Several columns hold the value "A".',
      advice: 'Write --id COLUMN=VALUE with one of these columns. Columns: symbol, side.',
    }),
  );
  const many = `symbol,close\n${Array.from({ length: 25 }, (_, i) => `S${i},1`).join('\n')}\n`;
  expect(() => read(many, { id: 'symbol=C' })).toThrow(
    expect.objectContaining({ advice: expect.stringMatching(/^Values of symbol: S0, .*S19 and 5 more\.$/) as string }),
  );
});

test('times on no common step are refused', () => {
  expect(codeOf(() => read('time,y\n2024-01-01T00:00:00Z,1\n2024-01-01T00:07:00Z,2\n2024-01-01T00:19:03.5Z,3\n'))).toBe(
    'TF_FORECAST_STEP_MISSING',
  );
});

test('without times each row is a step, and a season is looked for', () => {
  const { input, timeAt, remarks } = read(
    `y\n${Array.from({ length: 60 }, (_, t) => 10 + 5 * Math.sin((t * Math.PI) / 3) + ((t * 7919) % 13) / 9).join('\n')}\n`,
  );
  expect(input.period).toBe(6);
  expect(timeAt).toBeNull();
  expect(remarks.join(' ')).toMatch(/each row is one step/);
});

test('a season of thousands of steps is found in the means of several values', () => {
  const random = seededRandom(7);
  const rows = Array.from({ length: 12_000 }, (_, i) => {
    const time = new Date(Date.UTC(2024, 0, 1) + 30_000 * i).toISOString();
    return `${time},${(50 + 9 * Math.sin((2 * Math.PI * i) / 2_880) + random()).toFixed(3)}`;
  });
  const seasonal = read(`time,y\n${rows.join('\n')}\n`);
  expect(seasonal.input.period).toBe(2_880);
  const flat = rows.map((row) => `${row.split(',')[0]},${(50 + 9 * random()).toFixed(3)}`);
  expect(read(`time,y\n${flat.join('\n')}\n`).input.period).toBe(1);
});
