import { expect, test } from 'vitest';
import { day, read, rows } from './testing/tables.ts';

const value = (i: number) => String(100 + i);
const block = (from: number, count: number) => rows(count, (i) => `${day(from + i)},${value(from + i)}`);
const values = Array.from({ length: 30 }, (_, i) => 100 + i);

// alcibiade/pan-discovery#7, bennettoxford/openprescribing#251: files joined with their headers.
test.each([
  ['joined files', `date,y\n${block(0, 10)}\ndate,y\n${block(10, 10)}\ndate,y\n${block(20, 10)}\n`, 2, 12],
  ['joined newest first', `date,y\n${block(20, 10)}\ndate, y\n${block(0, 20)}\n`, 1, 12],
  ['a header twice at the beginning', `date,y\ndate,y\n${block(0, 30)}\n`, 1, 2],
])('%s: the headers inside are left out, and said', (_, text, count, line) => {
  const { input, remarks } = read(text);
  expect(Array.from(input.values)).toEqual(values);
  expect(remarks[0]).toBe(`Left out, as headers that repeat: ${count}, the first in line ${line}.`);
});

// BurntSushi/xsv#245: names of units under the header.
test.each([
  ['UTC,kW', 'UTC, kW'],
  [',USD', 'USD'],
  ['[YYYY-MM-DD],[m³/s]', '[YYYY-MM-DD], [m³/s]'],
])('the row of units %s is left out, and said', (units, shown) => {
  const { input, remarks } = read(`date,y\n${units}\n${block(0, 30)}\n`);
  expect(Array.from(input.values)).toEqual(values);
  expect(remarks[0]).toBe(`Left out, as names of units: line 2, ${shown}.`);
});

test('files joined with headers and units lose both, and a column of text keeps its first text', () => {
  const part = (from: number) => rows(15, (i) => `${day(from + i)},north,${value(from + i)}`);
  const { input } = read(`date,site,y\nUTC,name,kW\n${part(0)}\ndate,site,y\nUTC,name,kW\n${part(15)}\n`);
  expect(Array.from(input.values)).toEqual(values);
});

test('JSON lines are read whatever the order of their keys, with their numbers as they are written', () => {
  const numbers = ['996', '1.005', '1.1e3', '-2', '0.5'];
  const text = rows(10, (i) => {
    const y = numbers[i % 5]!;
    return i % 2 === 0 ? `{"date":"${day(i)}","y":${y},"ok":true}` : `{"y": ${y}, "date": "${day(i)}"}`;
  });
  const { input, column } = read(`\uFEFF${text}\n\n`, { missing: 'none' });
  expect(column).toBe('y');
  expect(Array.from(input.values.subarray(0, 5))).toEqual([996, 1.005, 1_100, -2, 0.5]);
  // The points of JSON numbers are decimal, whatever is asked for.
  expect(read(`${text}\n`, { missing: 'none', decimal: 'comma' }).input.values[1]).toBe(1.005);
});
