import { expect, test } from 'vitest';
import { day, read, refusal, rows, wave } from './testing/tables.ts';

test.each([
  ['decimal years', (i: number) => (2021 + i / 12).toFixed(4), false],
  ['decimal years with a decimal comma', (i: number) => `"${(2021 + i / 12).toFixed(4).replace('.', ',')}"`, false],
  ['decimal years, newest first', (i: number) => (2024 - i / 12).toFixed(4), true],
  ['hours since a date', (i: number) => String(1_087_000 + 6 * i), false],
  ['day numbers with clocks, newest first', (i: number) => (739_254 - i / 24).toFixed(6), true],
  ['elapsed seconds with a hole', (i: number) => ((i > 9 ? i + 3 : i) / 2).toFixed(1), false],
  ['clocks without a colon', (i: number) => String((i % 24) * 100), false],
])('%s beside the values are no rows without times: refused', (_, index, falls) => {
  const text = `q,reading\n${rows(30, (i) => `${index(i)},${wave(i)}`)}\n`;
  const refused = refusal(text, { column: 'reading' });
  expect(refused?.code).toBe('TF_FORECAST_CELL_AMBIGUOUS');
  expect(refused?.message).toMatch(/in column q, line 2,/);
  expect(refused?.advice).toMatch(/--time none/);
  if (falls) expect(refused?.advice).toMatch(/may be the newest/);
  expect(read(text, { column: 'reading', time: 'none' }).input.values).toHaveLength(30);
});

test('numbers that go up and down beside named values are no index', () => {
  const text = `q,reading\n${rows(30, (i) => `${(((i * 11) % 7) / 4).toFixed(2)},${wave(i)}`)}\n`;
  expect(read(text, { column: 'reading' }).input.values).toHaveLength(30);
});

test.each([
  ['-', '+'],
  ['D', 'C'],
  ['DR', 'CR'],
  ['Debit', 'Credit'],
  ['S', 'H'],
  ['Soll', 'Haben'],
])('%s and %s beside amounts are signs: refused', (minus, plus) => {
  const text = (sign: (i: number) => string) =>
    `date,k,amount\n${rows(24, (i) => `${day(i)},${i % 3 ? plus : minus},${sign(i)}${wave(i)}`)}\n`;
  expect(refusal(text(() => ''))).toMatchObject({ message: expect.stringMatching(/in column k, line 2,.*sign/) as string });
  expect(
    read(
      text(() => ''),
      { id: 'none' },
    ).input.values,
  ).toHaveLength(24);
  expect(read(text((i) => (i % 3 ? '' : '-'))).input.values[0]).toBeLessThan(0);
});

const inTurn = (labels: readonly string[], level: (at: number) => number) =>
  `date,w,y\n${rows(36, (i) => `${day(i)},${labels[i % labels.length]},${(level(i % labels.length) + Number(wave(Math.floor(i / labels.length)))).toFixed(1)}`)}\n`;

test.each([
  ['two texts', ['in', 'out']],
  ['two numbers', ['7', '8']],
  ['three numbers', ['1', '2', '3']],
])('%s in turn with levels apart are series: refused', (_, labels) => {
  expect(refusal(inTurn(labels, (at) => 200 * at))).toMatchObject({
    code: 'TF_FORECAST_SERIES_SEVERAL',
    message: expect.stringMatching(/column w has [23] values/) as string,
  });
  expect(
    read(
      inTurn(labels, (at) => 200 * at),
      { id: 'none' },
    ).input.values,
  ).toHaveLength(36);
});

test('labels in turn with one level, and halves of a day, are one series', () => {
  expect(read(inTurn(['a', 'b'], () => 0)).input.values).toHaveLength(36);
  expect(read(inTurn(['AM', 'PM'], (at) => 200 * at)).input.values).toHaveLength(36);
});

test.each([
  ['no decimals left', (i: number) => `${170 + i}.25`, '17'],
  ['one decimal of two left', (i: number) => `${170 + i}.25`, '181.2'],
  ['digits of a whole number lost', (i: number) => String(4_600 + i), '46'],
  ['digits behind a comma of thousands lost', (i: number) => `"1,${600 + i}"`, '1'],
])('%s at the end of a file without a line end: refused', (_, cell, last) => {
  const text = `date,y\n${rows(12, (i) => `${day(i)},${cell(i)}`)}\n${day(12)},${last}`;
  expect(refusal(text, { decimal: 'point' })).toMatchObject({ message: expect.stringMatching(/line 14, is shorter/) as string });
  expect(read(`${text}\n`, { decimal: 'point' }).input.values).toHaveLength(13);
});

test.each([
  ['998', (i: number) => String(1_012 - i)],
  ['0', (i: number) => String(4 + 6 * (i % 7))],
  ['998', (i: number) => `"1,0${30 - i}"`],
  ['171', (i: number) => (i % 4 ? `${170 + i}.5` : String(170 + i))],
])('a whole cell, %s, may end a file without a line end', (last, cell) => {
  const text = `date,y\n${rows(12, (i) => `${day(i)},${cell(i)}`)}\n${day(12)},${last}`;
  expect(read(text, { decimal: 'point' }).input.values.at(-1)).toBe(Number(last));
});

test.each(['-999.25', '-9999.25', '-127.00', '85.00', '99.99'])('%s far from the others may be a code: refused', (code) => {
  const text = `date,y\n${rows(20, (i) => `${day(i)},${i === 7 ? code : wave(i)}`)}\n`;
  expect(refusal(text)).toMatchObject({ code: 'TF_FORECAST_CELL_AMBIGUOUS', message: expect.stringMatching(/line 9/) as string });
  expect(read(text, { missing: 'none' }).input.values[7]).toBe(Number(code));
});

test('one value tens of spreads away is used, and said; two are not', () => {
  const table = (at: readonly number[]) => `date,y\n${rows(20, (i) => `${day(i)},${at.includes(i) ? 1_234.5 : wave(i)}`)}\n`;
  expect(read(table([7])).remarks.join(' ')).toMatch(/1234\.5 in line 9 lies more than 30 times the spread/);
  expect(read(table([7, 9])).remarks.join(' ')).not.toMatch(/lies more/);
});

test('85 among whole numbers is a value', () => {
  expect(refusal(`date,y\n${rows(20, (i) => `${day(i)},${i === 7 ? 85 : 10 + (i % 4)}`)}\n`)).toBeNull();
});

test('seconds since another date than 1970 are no epoch', () => {
  const table = (name: string) => `${name},y\n${rows(20, (i) => `${757_382_400 + 3_600 * i},${wave(i)}`)}\n`;
  expect(refusal(table('time (seconds since 2000-01-01)'))?.message).toMatch(/line 2, counts from a time that the header names/);
  expect(read(table('time (seconds since 1970-01-01)')).timeAt!(0)).toBe('1994-01-01T00:00:00.000Z');
});
