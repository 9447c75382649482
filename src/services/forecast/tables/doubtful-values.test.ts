import { expect, test } from 'vitest';
import { day, read, refusal, rows, two } from './testing/tables.ts';

const CELLS: readonly (readonly [string, (i: number) => string, RegExp])[] = [
  ['degrees', (i) => `${20 + i}.1°C`, /unit/],
  ['degrees alone', (i) => `${20 + i}.1°`, /unit/],
  ['a unit with a power', (i) => `${20 + i}.1 µg/m³`, /unit/],
  ['a currency in words', (i) => `${100 + i},30 Euro`, /unit/],
  ['debit and credit behind', (i) => `${39 - i}.70 ${i < 9 ? 'DR' : 'CR'}`, /unit/],
  ['a minus behind', (i) => `${100 + i},30-`, /minus at the end/],
  ['about', (i) => `~${20 + i}`, /approximate/],
  ['hexadecimal', (i) => `0x${(500 + 7 * i).toString(16)}`, /hexadecimal/],
  ['durations', (i) => `0:${two(10 + i)}:00`, /duration/],
  ['fractions', (i) => `${20 + i} 1/8`, /fraction/],
  ['a currency before', (i) => `Rs. ${100 + i}.50`, /currency/],
  ['the code of a currency before', (i) => `CHF ${100 + i}.50`, /currency/],
  ['marks of notes', (i) => `${100 + i}.5(1)`, /mark/],
  ['units in half of the cells', (i) => `${100 + i}.5${i % 2 === 0 ? ' kg' : ''}`, /unit|Several columns/],
];

test.each(CELLS.map(([kind, cell, problem]) => ({ kind, cell, problem })))(
  'values with $kind are not passed over for another column, whatever the names',
  ({ cell, problem }) => {
    for (const names of ['ref,reading', 'station,temperature', 'line,Balance', 'a,b']) {
      const text = `date,${names}\n${rows(24, (i) => `${day(i)},${7_000 + ((i * 7) % 5)},"${cell(i)}"`)}\n`;
      const refused = refusal(text);
      expect(refused?.message).toMatch(problem);
      expect(refused?.advice).toMatch(/--column/);
      const [, column] = names.split(',');
      if (!/Several/.test(refused!.message)) expect(refused!.message).toContain(`in column ${column}, line 2,`);
      expect(read(text, { column: names.split(',')[0]! }).input.values).toHaveLength(24);
    }
  },
);

test('a table without a column of plain numbers names the first cell that is nearly one, and its problem', () => {
  const text = `date,weight\n${rows(24, (i) => `${day(i)},${100 + i} kg`)}\n`;
  expect(refusal(text)?.message).toBe('"100 kg" in column weight, line 2, has a unit or a multiplier.');
});

test.each([
  ['sizes', (i: number) => ['500 ml', '1 l'][i % 3 === 0 ? 1 : 0]!],
  ['a constant size', () => '20 kg'],
  ['seats', (i: number) => `${12 + i}${'ABCDEFG'[i % 7]}`],
  ['codes', (i: number) => `C${two(i)}`],
  ['items', (i: number) => `item ${i}`],
  ['ordinals', (i: number) => `${i + 4}th`],
  ['ages', (i: number) => `${20 + 5 * (i % 2)}-${24 + 5 * (i % 2)}`],
  ['addresses', (i: number) => `${10 + i} Main Street`],
  ['numbers of invoices', (i: number) => `2024/${110 + i}`],
  ['results of matches', (i: number) => `${i % 6}:${i % 5}`],
  ['a few notes', (i: number) => (i % 9 === 0 ? `${i} kg` : '')],
  ['other dates', (i: number) => day(i + 9)],
])('%s beside the values are no values', (_, cell) => {
  const text = `time,what,revenue\n${rows(24, (i) => `${day(i)},${cell(i)},${100 + ((i * 7) % 5)}.5`)}\n`;
  expect(read(text).column).toBe('revenue');
});

test('a usual name settles which column holds the values', () => {
  const text = `Date,Price,Vol.\n${rows(24, (i) => `${day(i)},${100 + i}.5,${900 + i}.1K`)}\n`;
  expect(read(text).column).toBe('Price');
});

test.each(['#NV', 'k.A.', '-1.#IND', '1.#QNAN', '#WERT!', '#BEZUG!'])('%s is a missing value', (word) => {
  const text = `date;y\n${rows(12, (i) => `${day(i)};${i === 5 ? word : i}`)}\n`;
  expect(refusal(text)?.code).toBe('TF_FORECAST_GAPS_FOUND');
});

test('a table of very many columns is refused soon, and its message lists few of them', () => {
  const count = 12_000;
  const text = `date,${rows(count, (i) => `c${i}`).replaceAll('\n', ',')}\n${rows(3, (i) => `${day(i)},${'1,'.repeat(count - 1)}1`)}\n`;
  const refused = refusal(text);
  expect(refused?.code).toBe('TF_FORECAST_COLUMN_UNCLEAR');
  expect(refused?.message).toMatch(/ and 11980 more\.$/);
});
