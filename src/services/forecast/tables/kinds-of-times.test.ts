import { expect, test } from 'vitest';
import type { SeriesWish } from './table-series.ts';
import { read, refusal } from './testing/tables.ts';

const codeOf = (text: string, wish: SeriesWish = {}): string | null => refusal(text, wish)?.code ?? null;
/** A table of the given times; the values count up. */
const table = (times: readonly string[], name = 'date') =>
  `${name};y\n${times.map((time, i) => `${time};${(10.5 + i).toFixed(2)}`).join('\n')}\n`;
const range = (count: number, at: (i: number) => string) => Array.from({ length: count }, (_, i) => at(i));
const two = (n: number) => String(n).padStart(2, '0');
const iso = (year: number, month: number, day: number) => new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const dmy = (i: number, separator = '/') =>
  iso(2024, 0, 1 + i)
    .split('-')
    .toReversed()
    .join(separator);

/** Forms of one time in each row, the first time, and the time after the last. */
const READ: readonly (readonly [string, readonly string[], string, string, string?])[] = [
  [
    'Mon D, YYYY',
    range(
      40,
      (i) => `"${MONTHS[new Date(iso(2024, 0, 1 + i)).getUTCMonth()]} ${new Date(iso(2024, 0, 1 + i)).getUTCDate()}, 2024"`,
    ),
    '2024-01-01',
    '2024-02-10',
  ],
  ['D Mon YYYY', range(20, (i) => `${i + 1} January 2024`), '2024-01-01', '2024-01-21'],
  ['DD-MON-YY', range(20, (i) => `${two(i + 1)}-JAN-24`), '2024-01-01', '2024-01-21'],
  ['SAS dates', range(20, (i) => `${two(i + 1)}JAN2024`), '2024-01-01', '2024-01-21'],
  ['ordinals', ['January 1st, 2024', 'January 2nd, 2024', 'January 3rd, 2024', 'January 4th, 2024'], '2024-01-01', '2024-01-05'],
  ['a weekday before', range(9, (i) => `${DAYS[(i + 1) % 7]}, ${two(i + 1)} Jan 2024 00:00:00 GMT`), '2024-01-01', '2024-01-10'],
  [
    'AM and PM',
    ['1/31/2024 10:00 PM', '1/31/2024 11:00 PM', '2/1/2024 12:00 AM', '2/1/2024 1:00 AM'],
    '2024-01-31T22:00',
    '2024-02-01T02:00',
  ],
  [
    'noon and midnight',
    ['2024-01-01 12:00 PM', '2024-01-02 12:00 AM', '2024-01-02 12:00 PM'],
    '2024-01-01T12:00',
    '2024-01-03T00:00',
  ],
  ['+00', range(5, (i) => `2024-01-01 0${i}:00:00+00`), '2024-01-01T00:00', '2024-01-01T05:00'],
  ['+0530', range(5, (i) => `2024-01-01T0${i}:00:00+0530`), '2023-12-31T18:30', '2023-12-31T23:30'],
  ['T and an hour', range(5, (i) => `2024-01-01T0${i}`), '2024-01-01T00:00', '2024-01-01T05:00'],
  [
    'midnights without their clock',
    ['2024-01-01', '2024-01-01 12:00', '2024-01-02', '2024-01-02 12:00'],
    '2024-01-01T00:00',
    '2024-01-03T00:00',
  ],
  [
    '24:00',
    ['2024-01-01 22:00', '2024-01-01 23:00', '2024-01-01 24:00', '2024-01-02 01:00'],
    '2024-01-01T22:00',
    '2024-01-02T02:00',
  ],
  [
    'decimal commas of seconds',
    ['"2024-01-01 00:00:00,000"', '"2024-01-01 00:00:00,500"', '"2024-01-01 00:00:01,000"'],
    '2024-01-01T00:00',
    '2024-01-01T00:00:01.5',
  ],
  ['float epochs', range(5, (i) => `${1_704_067_200 + 3_600 * i}.0`), '2024-01-01T00:00', '2024-01-01T05:00', 'timestamp'],
  [
    'epochs with a fraction',
    range(5, (i) => `${1_704_067_200 + i / 2}`),
    '2024-01-01T00:00',
    '2024-01-01T00:00:02.5',
    'timestamp',
  ],
  ['epochs in ms', range(5, (i) => `${(1_704_067_200 + 60 * i) * 1e3}`), '2024-01-01T00:00', '2024-01-01T00:05', 'ts'],
  ['epochs in µs', range(5, (i) => `${(1_704_067_200 + 60 * i) * 1e6}`), '2024-01-01T00:00', '2024-01-01T00:05', 'x'],
  ['epochs in ns', range(5, (i) => `${1_704_067_200 + 60 * i}000000000`), '2024-01-01T00:00', '2024-01-01T00:05', 'x'],
  ['epochs before 2001-09-09', range(5, (i) => `${946_684_800 + 86_400 * i}`), '2000-01-01', '2000-01-06', 'ts'],
  ['2020M01', range(14, (i) => `${2020 + Math.floor(i / 12)}M${two((i % 12) + 1)}`), '2020-01-01', '2021-03-01'],
  ['Q1 2020', range(6, (i) => `Q${(i % 4) + 1} ${2020 + Math.floor(i / 4)}`), '2020-01-01', '2021-07-01'],
  ['2020-Q1', range(6, (i) => `${2020 + Math.floor(i / 4)}-Q${(i % 4) + 1}`), '2020-01-01', '2021-07-01'],
  ['2020Q1', range(6, (i) => `${2020 + Math.floor(i / 4)}Q${(i % 4) + 1}`), '2020-01-01', '2021-07-01'],
  ['1Q20', range(6, (i) => `${(i % 4) + 1}Q${20 + Math.floor(i / 4)}`), '2020-01-01', '2021-07-01'],
  ['half years', ['2020-H1', '2020-H2', '2021-H1'], '2020-01-01', '2021-07-01'],
  ['ISO weeks over a year of 53', ['2020-W52', '2020-W53', '2021-W01', '2021-W02'], '2020-12-21', '2021-01-18'],
  ['Jan 2024', range(14, (i) => `${MONTHS[i % 12]} ${2024 + Math.floor(i / 12)}`), '2024-01-01', '2025-03-01'],
  ['2024 Jan', range(14, (i) => `${2024 + Math.floor(i / 12)} ${MONTHS[i % 12]}`), '2024-01-01', '2025-03-01'],
  ['Jan-24', range(14, (i) => `${MONTHS[i % 12]}-${24 + Math.floor(i / 12)}`), '2024-01-01', '2025-03-01'],
  ['01/2024', range(14, (i) => `${two((i % 12) + 1)}/${2024 + Math.floor(i / 12)}`), '2024-01-01', '2025-03-01'],
  ['202401', range(14, (i) => `${2024 + Math.floor(i / 12)}${two((i % 12) + 1)}`), '2024-01-01', '2025-03-01', 'month'],
  ['2024.01', range(14, (i) => `${2024 + Math.floor(i / 12)}.${two((i % 12) + 1)}`), '2024-01-01', '2025-03-01'],
  ['20240101', range(40, (i) => iso(2024, 0, 1 + i).replaceAll('-', '')), '2024-01-01', '2024-02-10'],
  ['20240101.0', range(40, (i) => `${iso(2024, 0, 1 + i).replaceAll('-', '')}.0`), '2024-01-01', '2024-02-10'],
  ['yyyyddd over a leap day', range(5, (i) => `20240${58 + i}`), '2024-02-27', '2024-03-03'],
  ['YYYYMMDDHH', range(30, (i) => `202401${two(1 + Math.floor(i / 24))}${two(i % 24)}`), '2024-01-01T00:00', '2024-01-02T06:00'],
  ['years as floats', ['2020.0', '2021.0', '2022.0', '2023.0'], '2020-01-01', '2024-01-01', 'year'],
  ['leap days', ['2024-02-28', '2024-02-29', '2024-03-01'], '2024-02-28', '2024-03-02'],
  ['leap days, yearly', ['2020-02-29', '2021-02-28', '2022-02-28', '2023-02-28'], '2020-02-29', '2024-02-29'],
  ['DD.MM.YYYY', range(9, (i) => dmy(i, '.')), '2024-01-01', '2024-01-10'],
  ['DD/MM with a day over 12', range(20, (i) => dmy(i)), '2024-01-01', '2024-01-21'],
  ['DD/MM/YY', range(20, (i) => dmy(i).replace('2024', '24')), '2024-01-01', '2024-01-21'],
  ['MM/DD/YY in the last century', ['12/30/98', '12/31/98', '1/1/99', '1/2/99'], '1998-12-30', '1999-01-03'],
  [
    'hours over a change of clocks, with offsets',
    ['2024-03-31T00:00+01:00', '2024-03-31T01:00+01:00', '2024-03-31T03:00+02:00', '2024-03-31T04:00+02:00'],
    '2024-03-30T23:00',
    '2024-03-31T03:00',
  ],
  [
    'nine o’clock over a change of clocks',
    ['2024-03-29T09:00+01:00', '2024-03-30T09:00+01:00', '2024-03-31T09:00+02:00', '2024-04-01T09:00+02:00'],
    '2024-03-29T09:00',
    '2024-04-02T09:00',
  ],
  [
    'months at local midnight',
    ['2024-01-01T00:00+02:00', '2024-02-01T00:00+02:00', '2024-03-01T00:00+02:00'],
    '2024-01-01',
    '2024-04-01',
  ],
  ['every second month', ['2023-07-31', '2023-09-30', '2023-11-30', '2024-01-31'], '2023-07-31', '2024-03-31'],
  ['weeks', ['2024-01-05', '2024-01-12', '2024-01-19', '2024-01-26'], '2024-01-05', '2024-02-02'],
];

const CASES = READ.map(([form, times, first, next, name = 'date']) => ({ form, times, first, next, name }));

test.each(CASES)('$form: read, and continues', ({ times, first, next, name }) => {
  const { timeAt, input, timeColumn } = read(table(times, name));
  expect(timeColumn).toBe(name);
  expect(input.values).toHaveLength(times.length);
  expect(input.values[0]).toBe(10.5);
  expect([timeAt!(0).slice(0, first.length), timeAt!(times.length).slice(0, next.length)]).toEqual([first, next]);
});

test.each(CASES)('$form: newest first is turned around', ({ times, first, next, name }) => {
  const { timeAt, input, remarks } = read(table(times.toReversed(), name));
  expect(input.values[0]).toBe(9.5 + times.length);
  expect([timeAt!(0).slice(0, first.length), timeAt!(times.length).slice(0, next.length)]).toEqual([first, next]);
  expect(remarks.join(' ')).toMatch(/newest first and were turned around/);
});

test.each(CASES)('$form: one bad cell is refused by its line', ({ times, name }) => {
  const rows = table([...times.slice(0, -1), 'soon', times.at(-1)!], name);
  expect(() => read(rows)).toThrow(new RegExp(`"soon" in column ${name}, line ${times.length + 1},`));
});

const INVALID = 'TF_FORECAST_CELL_INVALID';
const UNCLEAR = 'TF_FORECAST_CELL_AMBIGUOUS';
const DATES = 'TF_FORECAST_DATES_AMBIGUOUS';
const GAPS = 'TF_FORECAST_GAPS_FOUND';
const STEP = 'TF_FORECAST_STEP_MISSING';

const REFUSED: readonly (readonly [string, readonly string[], string, string?])[] = [
  ['days that may be months', ['01/02/2024', '02/02/2024', '03/02/2024', '04/02/2024'], DATES],
  ['days that may be months, in two digits', ['01/02/24', '02/02/24', '03/02/24', '04/02/24'], DATES],
  ['years that may be days', ['20/01/02', '20/01/03', '20/01/04', '21/01/05'], DATES],
  ['two orders in one column', ['01/13/2024', '01/14/2024', '15/01/2024', '01/16/2024'], INVALID],
  ['spreadsheet day numbers', range(9, (i) => String(45_292 + i)), INVALID],
  ['spreadsheet day numbers with a clock', range(9, (i) => String(45_292 + i / 2)), INVALID],
  ['fiscal years', ['2008/09', '2009/10', '2010/11', '2011/12'], UNCLEAR],
  ['fiscal years by name', ['FY2020', 'FY2021', 'FY2022'], INVALID],
  ['spans of years', ['2019-2020', '2020-2021', '2021-2022'], INVALID],
  ['weeks written like months', range(9, (i) => `2024-${two(i + 1)}`), UNCLEAR, 'week'],
  ['weeks of digits', range(9, (i) => `2024${two(i + 1)}`), UNCLEAR, 'year_week'],
  ['quarters written like months', ['2023-1', '2023-2', '2023-3', '2023-4', '2024-1'], UNCLEAR, 'period'],
  ['YYMM of 2020', range(12, (i) => `20${two(i + 1)}`), UNCLEAR, 'month'],
  ['YYMM of 2024', range(12, (i) => `24${two(i + 1)}`), INVALID, 'month'],
  ['weeks before their year', range(9, (i) => `${i + 1}/2024`), UNCLEAR, 'week'],
  ['two separators', ['01/02/2024', '02/02/2024', '13-02-2024', '14-02-2024'], INVALID],
  ['quarters by the column’s name', ['2023-01', '2023-02', '2023-03'], UNCLEAR, 'quarter'],
  ['lost zeros', ['2024.8', '2024.9', '2024.1', '2024.11'], UNCLEAR],
  ['decimal years', ['2020.0', '2020.25', '2020.5', '2020.75'], UNCLEAR, 'year'],
  ['months that may be days', ['Jan-20', 'Jan-21', 'Jan-22', 'Jan-23'], UNCLEAR],
  ['no year', ['1-Jan', '2-Jan', '3-Jan'], INVALID],
  ['YYYYMM that may be YYMMDD', range(9, (i) => `20100${i + 1}`), UNCLEAR, 'date'],
  ['epochs in two units', ['1704067200', '1704067260', '1704067320000', '1704067380'], INVALID, 'ts'],
  ['scientific notation', ['1.70407E+12', '1.70407E+12', '1.70407E+12'], INVALID, 'timestamp'],
  ['forms mixed', ['2024-01-01', '2024-01-02', '3 Jan 2024', '2024-01-04'], INVALID],
  ['years among months', ['2023-11', '2023-12', '2023', '2024-01'], INVALID],
  ['month 13', ['2023M11', '2023M12', '2023M13', '2024M01'], INVALID],
  ['quarters among months', ['2024-01', '2024-02', '2024-03', '2024-Q1', '2024-04'], INVALID],
  ['a zone in some cells', ['2024-01-01T00:00Z', '2024-01-01T01:00', '2024-01-01T02:00Z'], INVALID],
  ['names of zones', ['2024-01-01 00:00 EST', '2024-01-01 01:00 EST', '2024-01-01 02:00 EST'], INVALID],
  ['13 PM', ['2024-01-01 11:00 AM', '2024-01-01 13:00 PM', '2024-01-01 1:00 PM'], INVALID],
  ['a wrong weekday', ['Mon, 1 Jan 2024', 'Mon, 2 Jan 2024', 'Wed, 3 Jan 2024'], INVALID],
  ['30 February', ['2024-02-28', '2024-02-29', '2024-02-30', '2024-03-01'], INVALID],
  ['29 February of a common year', ['2023-02-27', '2023-02-28', '2023-02-29'], INVALID],
  ['week 53 of a year of 52', ['2021-W51', '2021-W52', '2021-W53'], INVALID],
  ['too narrow a column', ['########', '########', '########'], INVALID],
  ['another language', ['5 de enero de 2024', '6 de enero de 2024', '7 de enero de 2024'], UNCLEAR, 'cuando'],
  ['another language, with a name of time', ['5 enero 2024', '6 enero 2024', '7 enero 2024'], INVALID, 'fecha'],
  ['the hour that clocks leave out', ['2024-03-31 00:00', '2024-03-31 01:00', '2024-03-31 03:00', '2024-03-31 04:00'], GAPS],
  [
    'the hour that clocks repeat',
    ['2024-10-27 01:00', '2024-10-27 02:00', '2024-10-27 02:00', '2024-10-27 03:00'],
    'TF_FORECAST_TIMES_CONFLICT',
  ],
  ['a year of 2042 among 2024', ['2024-01-01', '2024-01-02', '2024-01-03', '2042-01-04'], STEP],
  ['a time of 0', ['1970-01-01', '2024-01-02', '2024-01-03', '2024-01-04'], STEP],
  ['no times but clocks', ['09:30', '10:00', '10:30'], INVALID, 'time'],
  ['uneven months', ['2024-01-01', '2024-03-01', '2024-06-01', '2024-07-01'], GAPS],
  ['last working days of months', ['2024-01-31', '2024-02-29', '2024-03-29', '2024-04-30'], STEP],
  ['a missing time at the end', ['2024-01-01', '2024-01-02', '2024-01-03', ''], INVALID],
  ['two rows', ['2024-01-01', '2024-01-02'], 'TF_FORECAST_ROWS_TOO_FEW'],
  ['one row', ['2024-01-01'], 'TF_FORECAST_ROWS_TOO_FEW'],
];

test.each(REFUSED.map(([kind, times, code, name]) => ({ kind, times, code, name })))(
  '$kind: refused',
  ({ times, code, name }) => {
    expect(codeOf(table(times, name))).toBe(code);
  },
);

test('an order that is asked for settles dates', () => {
  const text = table(['01/02/2024', '02/02/2024', '03/02/2024']);
  expect(read(text, { dates: 'day first' }).timeAt!(3)).toBe('2024-02-04T00:00:00.000Z');
  expect(read(text, { dates: 'month first' }).timeAt!(3)).toBe('2024-04-02T00:00:00.000Z');
  expect(read(table(['20/01/02', '20/01/03', '20/01/04']), { dates: 'year first' }).timeAt!(3)).toBe('2020-01-05T00:00:00.000Z');
});

test('working days: Friday and Saturday may rest, holidays of up to three days are counted, more is refused', () => {
  const days = (rest: readonly number[], without: readonly string[] = []) =>
    table(
      range(56, (i) => iso(2024, 0, 1 + i)).filter((day) => !rest.includes(new Date(day).getUTCDay()) && !without.includes(day)),
    );
  const gulf = read(days([5, 6]));
  expect([0, 1].map((i) => gulf.timeAt!(gulf.input.values.length + i).slice(0, 10))).toEqual(['2024-02-26', '2024-02-27']);
  const market = read(days([0, 6], ['2024-01-15', '2024-02-19']));
  expect(market.remarks.join(' ')).toMatch(/2 working days without a row, up to 1 in a row, the first 2024-01-15/);
  expect(market.input.values).toHaveLength(38);
  expect(read(days([0, 6], ['2024-01-15', '2024-01-16', '2024-01-17'])).remarks.join(' ')).toMatch(/3 working day/);
  expect(codeOf(days([0, 6], ['2024-01-15', '2024-01-16', '2024-01-17', '2024-01-18']))).toBe('TF_FORECAST_GAPS_TOO_MANY');
  expect(codeOf(days([0, 6], ['2024-01-16', '2024-01-23', '2024-01-30', '2024-02-06', '2024-02-13']))).toBe(
    'TF_FORECAST_GAPS_TOO_MANY',
  );
});
