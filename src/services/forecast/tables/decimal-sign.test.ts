import { expect, test } from 'vitest';
import { day, read, refusal, rows } from './testing/tables.ts';

const table = (count: number, cell: (i: number) => string) => `date;y\n${rows(count, (i) => `${day(i)};${cell(i)}`)}\n`;
const three = (i: number, sign: string) => `1${sign}${120 + i}`;
const NUMBERS = 'TF_FORECAST_NUMBERS_AMBIGUOUS';

test.each([
  ['a comma beside points', '.', ['1,5']],
  ['a point beside commas', ',', ['1.5']],
  ['two commas beside points', '.', ['1,5', '1,6']],
  ['a lost digit', '.', ['1.13']],
  ['a digit too many', ',', ['1,1305']],
  ['one cell with both signs', '.', ['1.130,5']],
])('%s decides nothing for the column: refused, naming the cells', (_, sign, odd) => {
  const text = table(30, (i) => odd[i - 9] ?? three(i, sign));
  const refused = refusal(text);
  expect(refused?.code).toBe(NUMBERS);
  expect(refused?.message).toContain(`"1${sign}120" in column y, line 2, can mean 1.120 or 1120`);
  expect(refused?.message).toContain(
    odd.length === 1 ? `only "${odd[0]}" in line 11 shows which and may be mistyped` : 'only 2 cells show',
  );
  expect(refused?.advice).toMatch(/--decimal/);
  const asked = odd[0]!.endsWith(',5') || sign === ',' ? 'comma' : 'point';
  if (odd[0] !== '1.5') expect(read(text, { decimal: asked }).input.values).toHaveLength(30);
});

test.each([
  ['as many cells as show it', (i: number) => (i % 2 ? `${900 + i},5` : three(i, '.')), 'comma', 1_120],
  ['two cells with both signs', (i: number) => (i % 12 === 5 ? `1.${120 + i},5` : three(i, '.')), 'comma', 1_120],
  ['one number of millions', (i: number) => (i === 9 ? '1.000.000' : three(i, '.')), 'comma', 1_120],
  ['zeros lost at the end of some cells', (i: number) => (i % 10 === 5 ? '1.5' : three(i, '.')), 'point', 1.12],
  ['three decimals after a zero', (i: number) => (i === 9 ? '0.987' : three(i, '.')), 'point', 1.12],
] as const)('%s decide for the column', (_, cell, decimal, first) => {
  const { input } = read(table(30, cell));
  expect(input.values[0]).toBe(first);
  expect(input.values).toEqual(read(table(30, cell), { decimal }).input.values);
});

test('a table of commas has decimal points, also where one cell has lost a zero', () => {
  const text = `date,y\n${rows(30, (i) => `${day(i)},${i === 9 ? '1.13' : three(i, '.')}`)}\n`;
  expect(read(text).input.values[0]).toBe(1.12);
  expect(read(text).remarks.join(' ')).toMatch(/pass --decimal comma/);
});

test.each([
  ['2,500', (i: number) => (1.5 + i / 10).toFixed(1)],
  ['1.234', (i: number) => (1_230.5 + i).toFixed(2)],
  ['2.500', (i: number) => (1.5 + i / 10).toFixed(1).replace('.', ',')],
])('%s is a thousand times out of line as it is read, and in line otherwise: refused', (odd, cell) => {
  const text = table(30, (i) => (i === 9 ? odd : cell(i)));
  expect(refusal(text)).toMatchObject({
    code: NUMBERS,
    message: expect.stringMatching(
      new RegExp(
        `^"${odd.replace('.', '[.]')}" in column y, line 11, can mean .*, and by the column’s decimal sign it is far from all others`,
      ),
    ) as string,
  });
});

test('a cell with the rarer of both signs is named, and what to do', () => {
  const text = table(30, (i) => (i === 9 ? '2.5' : `${i},5`));
  expect(refusal(text)).toMatchObject({
    message: '"2.5" in column y, line 11, does not have a decimal comma, with which the column is read.',
    advice: expect.stringContaining('--decimal point') as string,
  });
});

test('a column decides for another only if it decides for itself, and if all others agree', () => {
  const text = (a: (i: number) => string, b: (i: number) => string) =>
    `date;y;a;b\n${rows(30, (i) => `${day(i)};${three(i, '.')};${a(i)};${b(i)}`)}\n`;
  const point = (i: number) => `${i}.5`;
  const comma = (i: number) => `${i},5`;
  expect(read(text(comma, comma)).input.values[0]).toBe(1_120);
  expect(refusal(text(comma, point))?.code).toBe(NUMBERS);
  expect(refusal(text((i) => (i === 9 ? '1,5' : three(i, '.')), String))?.code).toBe(NUMBERS);
});
