import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isMissing } from './missing.ts';
import { readNumbers } from './read-numbers.ts';
import { readTable } from './read-table.ts';
import { decodeText } from './read-text.ts';

const cell = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('a,b', 'say "so"', 'two\nlines', ';', '\t', '12.5'));
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

test('what was quoted by the rules is read back, whatever is in the cells and whichever separates', () =>
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }),
      fc.constantFrom(',', ';', '\t', '|'),
      fc.constantFrom('\n', '\r\n'),
      (rows, separator, end) => {
        const text = [['first', 'second'], ...rows].map((row) => row.map(quoted).join(separator)).join(end);
        fc.pre(rows.every((row) => row.some((each) => each !== '')));
        expect(readTable(text).rows).toEqual(rows);
      },
    ),
  ));

test.each([
  ['a,b\n1,2\n3,4\n', ['a', 'b']],
  ['\uFEFFa;b\n1,5;2\n', ['a', 'b']],
  ['a\tb\r\n1\t2\r\n\r\n', ['a', 'b']],
  ['1,2\n3,4', ['column 1', 'column 2']],
  ['only\n1\n2\n', ['only']],
])('%j has the columns %j', (text, names) => {
  expect(readTable(text).names).toEqual(names);
});

test('rows that end early are filled up with a remark, rows that go on are refused with their line', () => {
  expect(readTable('a,b\n1\n2,3\n')).toMatchObject({
    rows: [
      ['1', ''],
      ['2', '3'],
    ],
    lines: [2, 3],
  });
  expect(readTable('a,b\n1\n').remarks[0]).toMatch(/end early/);
  expect(() => readTable('a,b\n1,2\n1,2,3\n')).toThrow(/Line 3 .* 3 cells, and line 1, which was read as the header, has 2/);
});

test.each([[''], ['\n\n'], ['a,b\n'], ['a\n"open'], ['a,a\n1,2'], ['a\n"x"y']])('%j is refused with a code', (text) => {
  expect(() => readTable(text)).toThrow(expect.objectContaining({ code: 'TF_FORECAST_TABLE_INVALID' }));
});

test('UTF-16, Latin-1 and gzip are read', () => {
  expect(decodeText(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('é,1', 'utf16le')])).text).toContain('é,1');
  expect(decodeText(Buffer.from('é', 'latin1'))).toMatchObject({ text: 'é', remarks: [expect.stringMatching(/Latin-1/)] });
  expect(decodeText(gzipSync('a,b')).text).toBe('a,b');
});

const numbers = (cells: readonly string[], context = {}) =>
  Array.from(
    readNumbers({ name: 'x', cells, lines: cells.map((_, i) => i + 2) }, { shown: null, separator: ';', ...context }).values,
  );

test.each([
  [
    ['1', '2.5', '-3e2'],
    [1, 2.5, -300],
  ],
  [
    ['1,5', '2,25'],
    [1.5, 2.25],
  ],
  [
    ['1.234,5', '2,0'],
    [1234.5, 2],
  ],
  [
    ['1,234.5', '1,234'],
    [1234.5, 1234],
  ],
  [
    ['1,234,567', '12'],
    [1_234_567, 12],
  ],
  [
    ['$1.50', '-$2', '$-3', '($4.25)', '−$5'],
    [1.5, -2, -3, -4.25, -5],
  ],
] as const)('%j are %j', (cells, values) => {
  expect(numbers(cells)).toEqual(values);
});

test('missing words are NaN; a comma that may be either, and text, are refused', () => {
  expect(['', 'NA', 'null', '-', 'NaN'].every(isMissing)).toBe(true);
  expect(numbers(['1', 'NA'])[1]).toBeNaN();
  expect(() => numbers(['1,234', '2,345'])).toThrow(expect.objectContaining({ code: 'TF_FORECAST_NUMBERS_AMBIGUOUS' }));
  expect(() => numbers(['1', 'two'])).toThrow(/"two" in column x, line 3/);
});

test.each([
  [
    'a,b\n1,5" pipe\n2,say "so"\n',
    [
      ['1', '5" pipe'],
      ['2', 'say "so"'],
    ],
  ],
  ['a,b\n "x" , "y"\n', [['x', 'y']]],
  [
    'a,b\r1,2\r\r3,4\r',
    [
      ['1', '2'],
      ['3', '4'],
    ],
  ],
  ['a;b\n" x ";\t2 \n', [[' x ', '2']]],
])('%j has the rows %j', (text, rows) => {
  expect(readTable(text).rows).toEqual(rows);
});

test('a row is found on the line that it begins on, whatever lines end with and whatever quotes hold', () => {
  expect(readTable('a\n"1\r\n2"\n3\n\n"4\n5"\n6').lines).toEqual([2, 4, 6, 8]);
  expect(readTable('a\r1\r\r2').lines).toEqual([2, 4]);
});

test('what follows a closing quote is refused beside quotes that are text', () => {
  for (const row of ['"x"y', '5" pipe\n"x"y', '"x"y\n5" pipe'])
    expect(() => readTable(`a\n${row}\n`)).toThrow('something follows the closing quote');
});
