import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { decodeText } from './read-text.ts';
import type { SeriesWish } from './table-series.ts';
import { read, refusal } from './testing/tables.ts';

const codeOf = (text: string, wish: SeriesWish = {}): string | null => refusal(text, wish)?.code ?? null;
const day = (i: number) => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
/** Days and the given values, separated by semicolons. */
const table = (values: readonly string[]) => `date;y\n${values.map((value, i) => `${day(i)};${value}`).join('\n')}\n`;

const READ: readonly (readonly [string, readonly string[], readonly number[], RegExp?])[] = [
  ['spaces between thousands', ['1 234', '1 235,5', '987'], [1_234, 1_235.5, 987], /grouped thousands/],
  ['narrow spaces', ['1\u202F234', '1\u00A0235', '987'], [1_234, 1_235, 987], /grouped thousands/],
  ['apostrophes', ["1'234.5", "1'235.5", '987'], [1_234.5, 1_235.5, 987], /grouped thousands/],
  ['points and a decimal comma', ['1.234,5', '1.235,0', '987'], [1_234.5, 1_235, 987], /decimal comma/],
  ['commas and a decimal point', ['1,234.5', '1,235', '987'], [1_234.5, 1_235, 987], /grouped thousands/],
  ['millions', ['1.234.567', '1.234.568', '987'], [1_234_567, 1_234_568, 987], /grouped thousands/],
  ['lakhs', ['12,34,567', '12,34,568', '987'], [1_234_567, 1_234_568, 987], /grouped thousands/],
  ['a leading zero', ['0,123', '0,456', '0,789'], [0.123, 0.456, 0.789], /decimal comma/],
  ['a point with a leading zero beside three decimals', ['0.123', '1.456', '2.789'], [0.123, 1.456, 2.789]],
  ['brackets', ['(12)', '(1.5)', '3'], [-12, -1.5, 3], /read as negative/],
  ['Unicode minus', ['−12', '−1.5', '3'], [-12, -1.5, 3]],
  ['one currency', ['$12', '-$1.5', '$3'], [12, -1.5, 3], /without their sign/],
  ['percents', ['12%', '1.5 %', '3%'], [12, 1.5, 3], /without their sign/],
  ['scientific notation', ['1.2e3', '-1E2', '5'], [1_200, -100, 5]],
  ['integers', ['12', '11', '10'], [12, 11, 10]],
];

test.each(READ.map(([kind, cells, values, said]) => ({ kind, cells, values, said })))(
  '$kind: read, and said',
  ({ cells, values, said }) => {
    const { input, remarks } = read(table(cells));
    expect(Array.from(input.values)).toEqual(values);
    if (said) expect(remarks.join(' ')).toMatch(said);
    else expect(remarks.filter((remark) => remark.startsWith('Numbers'))).toEqual([]);
  },
);

const NUMBERS = 'TF_FORECAST_NUMBERS_AMBIGUOUS';
const INVALID = 'TF_FORECAST_CELL_INVALID';
const UNCLEAR = 'TF_FORECAST_CELL_AMBIGUOUS';
const GAPS = 'TF_FORECAST_GAPS_FOUND';
const ROW = 'TF_FORECAST_ROW_NOT_DATA';
const TABLE = 'TF_FORECAST_TABLE_INVALID';
const SEVERAL = 'TF_FORECAST_SERIES_SEVERAL';

test.each([
  ['a comma of three digits', ['1,234', '1,235', '987'], NUMBERS],
  ['a point of three digits beside whole numbers', ['1.139', '987', '1.140'], NUMBERS],
  ['a point of three digits in each cell', ['1.139', '2.140', '1.141'], NUMBERS],
  ['both decimal signs', ['1,5', '2.5', '3,5'], INVALID],
  ['two currencies', ['$12', '€13', '$14'], INVALID],
  ['percents beside shares', ['12%', '0.13', '14%'], INVALID],
  ['units', ['12 kg', '13 kg', '14 kg'], INVALID],
  ['a unit in one cell', ['12', '13 kg', '14'], INVALID],
  ['multipliers', ['12', '1.3K', '14'], INVALID],
  ['a minus at the end', ['12', '13-', '14'], INVALID],
  ['infinity', ['12', 'inf', '14'], INVALID],
  ['more than a number can be', ['12', '1e999', '14'], INVALID],
  ['hexadecimal', ['12', '0x1F', '14'], INVALID],
  ['a flag behind', ['12', '13 p', '14'], INVALID],
  ['text', ['12', 'closed', '14'], INVALID],
  ['a very long cell', ['12', 'x'.repeat(200_000), '14'], INVALID],
  ['very many digits', ['12', '9'.repeat(400), '14'], INVALID],
  ...['NaN', 'NA', 'null', '-', '#N/A', '', '.', 'n/a', ':', '#DIV/0!', '<NA>', '…', 'None', '-nan', 'n.d.'].map(
    (word) => [`the missing word ${word}`, ['12', word, '14'], GAPS] as const,
  ),
  ['−32768', ['12', '13', '-32768', '14', '15'], UNCLEAR],
  ['1e20', ['12', '13', '1e20', '14', '15'], UNCLEAR],
  ['−999 in most rows', ['-999', '-999', '-999', '14', '15'], UNCLEAR],
  ['−999', ['12', '13', '-999', '14', '15'], UNCLEAR],
  ['−9999 beside negative numbers', ['-2', '3', '-9999', '4', '-5'], UNCLEAR],
  ['99999', ['12', '13', '99999', '14', '15'], UNCLEAR],
] as const)('%s: refused', (_, cells, code) => {
  expect(codeOf(table(cells))).toBe(code);
});

test('numbers near others are no signs for a missing value', () => {
  expect(codeOf(table(['990', '995', '999', '1003', '1001']))).toBeNull();
  expect(codeOf(table(['-950', '-990', '-999', '-970', '-1003']))).toBeNull();
  expect(codeOf(table(['3', '0', '-1', '2', '4']))).toBeNull();
});

test('what was refused is read once it is said how', () => {
  const sentinel = table(['12', '13', '-999', '14', '15']);
  expect(codeOf(sentinel, { missing: '-999' })).toBe(GAPS);
  expect(read(sentinel, { missing: 'none' }).input.values[2]).toBe(-999);
  expect(Array.from(read(sentinel, { missing: '-999', fill: 'line' }).input.values)).toEqual([12, 13, 13.5, 14, 15]);
  expect(read(table(['1,234', '1,235', '987']), { decimal: 'comma' }).input.values[0]).toBe(1.234);
  expect(read(table(['1,234', '1,235', '987']), { decimal: 'point' }).input.values[0]).toBe(1_234);
  expect(codeOf(table(['1,5', '2,5', '3,5']), { decimal: 'point' })).toBe(INVALID);
});

test('another column of the table settles the decimal sign', () => {
  const text = 'date;y;rate\n2024-01-01;1.139;0,5\n2024-01-02;987;0,25\n2024-01-03;1.141;1,5\n';
  const { input, remarks } = read(text);
  expect(Array.from(input.values)).toEqual([1_139, 987, 1_141]);
  expect(remarks.join(' ')).toMatch(/decimal comma, as other columns have it/);
});

test('three decimals in each cell of a table with commas are decimals, which is said', () => {
  const { input, remarks } = read('date,y\n2024-01-01,1.139\n2024-01-02,1.140\n2024-01-03,1.141\n');
  expect(input.values[0]).toBe(1.139);
  expect(remarks.join(' ')).toMatch(/pass --decimal comma/);
});

const rows = (count: number, at: (i: number) => string) => Array.from({ length: count }, (_, i) => at(i)).join('\n');
const days = rows(20, (i) => `${day(i)},${100 + i}`);
/** JSON lines of days, whose keys change their order. */
const lines = (count: number, value = (i: number) => String(100 + i)) =>
  `${rows(count, (i) => (i % 2 === 0 ? `{"date":"${day(i)}","y":${value(i)}}` : `{"y":${value(i)},"date":"${day(i)}"}`))}\n`;

test.each([
  ['a total', `date,y\n${days}\nTotal,2190\n`, ROW],
  ['a grand total in another column', `date,shop,y\n${rows(20, (i) => `${day(i)},A,${i}`)}\n,Grand Total,190\n`, ROW],
  ['an average', `date,y\n${days}\nAverage,109.5\n`, ROW],
  ['a source', `date,y\n${days}\nSource: the office of statistics\n`, ROW],
  ['subtotals inside', `date,y\n${days.replace('2024-01-10', 'Subtotal,900\n2024-01-10')}\n`, ROW],
  ['a subtotal without a label', `date,y\n${days.replace('2024-01-10', ',900\n2024-01-10')}\n`, INVALID],
  ['a total without a label, in a file without times', `y\n${rows(9, (i) => String(i + 1))}\n45\n`, ROW],
  ['a header inside with another unit', `date,y (kEUR)\n${days}\ndate,y (EUR)\n2024-01-21,120\n`, INVALID],
  ['a header repeated before other values of its times', `date,y\n${days}\ndate,y\n2024-01-20,7\n`, 'TF_FORECAST_TIMES_CONFLICT'],
  ['a header repeated in a file without times', 'y\n1\n2\ny\n3\n4\n', TABLE],
  ['two rows of text under the header', `date,y\n,USD\n,net\n${days}\n`, INVALID],
  ['a time above a text', `date,y\n2023-12-31,USD\n${days}\n`, INVALID],
  ['a number with a unit in the first row', `date,y\nday,12 kg\n${days}\n`, INVALID],
  ['a total in the first row', `date,y\nTotal,\n${days}\n`, ROW],
  ['a text where a few rows have values', `date,y\nUTC,kW\n${days.replace('103', 'abc')}\n`, INVALID],
  ['headers of tickers', `Price,Close\nTicker,AAPL\nDate,\n${days}\n`, INVALID],
  ['a title above', `Sales of 2024\n\ndate,y\n${days}\n`, TABLE],
  ['a row of values instead of a header', rows(9, (i) => `AAPL,${day(i)},${i}`), TABLE],
  ['a decimal comma in a table of commas', `date,y,\n${rows(9, (i) => `${day(i)},1,${i}`)}\n`, TABLE],
  ['columns of one name', `date,y,Y\n${rows(9, (i) => `${day(i)},1,${i}`)}\n`, TABLE],
  [
    'dates in columns',
    `country,${rows(9, day).replaceAll('\n', ',')}\nA,${rows(9, String).replaceAll('\n', ',')}\n`,
    'TF_FORECAST_DATES_IN_COLUMNS',
  ],
  ['years in columns', 'country,code,2019,2020,2021,2022\nA,AA,1,2,3,4\nB,BB,1,2,3,4\n', 'TF_FORECAST_DATES_IN_COLUMNS'],
  ['months in columns', 'year,Jan 2024,Feb 2024,Mar 2024\nA,1,2,3\n', 'TF_FORECAST_DATES_IN_COLUMNS'],
  ['two JSON lines', '{"date":"2024-01-01","y":1}\n{"date":"2024-01-02","y":2}\n', 'TF_FORECAST_ROWS_TOO_FEW'],
  ['a JSON line that was cut', `${lines(9)}{"date":"2024-01-10","y`, TABLE],
  ['a JSON line with an object inside', `${lines(9)}{"date":"2024-01-10","y":{"mean":1}}\n`, TABLE],
  ['a JSON line with a key twice', `${lines(9)}{"date":"2024-01-10","y":1,"y":2}\n`, TABLE],
  ['JSON lines with text that has two readings', lines(9, (i) => `"1.10${i}"`), 'TF_FORECAST_NUMBERS_AMBIGUOUS'],
  ['JSON lines with a missing value', lines(9, (i) => (i === 4 ? 'null' : String(i))), GAPS],
  [
    'JSON lines with years as names',
    '{"a":"x","2020":1,"2021":2,"2022":3}\n{"a":"y","2020":1,"2021":2,"2022":3}\n',
    'TF_FORECAST_DATES_IN_COLUMNS',
  ],
  ['JSON over several lines', '{\n"date": "2024-01-01",\n"y": 1\n}\n', TABLE],
  ['JSON', '[{"date":"2024-01-01","y":1}]', TABLE],
  ['HTML', '<html><table><tr><td>1</td></tr></table></html>', TABLE],
  ['a spreadsheet', 'PK\u0003\u0004\u0014\0\u0006\0', TABLE],
  ['no rows', 'date,y\n', TABLE],
  ['nothing', '', TABLE],
  ['only missing values', `date,y\n${rows(9, (i) => `${day(i)},`)}\n`, 'TF_FORECAST_COLUMN_UNCLEAR'],
  [
    'two series one after the other',
    `id,date,y\n${rows(9, (i) => `A,${day(i)},${i}`)}\n${rows(9, (i) => `B,${day(i + 9)},${i}`)}\n`,
    SEVERAL,
  ],
  ['two series side by side', `ticker,date,y\n${rows(18, (i) => `${'AB'[i % 2]},${day(i >> 1)},${i}`)}\n`, SEVERAL],
  ['numbers as ids', `store,date,y\n${rows(9, (i) => `1,${day(i)},${i}`)}\n${rows(9, (i) => `2,${day(i + 9)},${i}`)}\n`, SEVERAL],
  [
    'blocks of text under any name',
    `what,date,y\n${rows(9, (i) => `tea,${day(i)},${i}`)}\n${rows(9, (i) => `milk,${day(i + 9)},${i}`)}\n`,
    SEVERAL,
  ],
  ['two series without ids', `date,y\n${days}\n${rows(20, (i) => `${day(i)},${900 + i}`)}\n`, 'TF_FORECAST_TIMES_CONFLICT'],
  [
    'year and month apart',
    `year,month,y\n${rows(24, (i) => `${2022 + Math.floor(i / 12)},${(i % 12) + 1},5`)}\n`,
    'TF_FORECAST_TIMES_SPLIT',
  ],
  [
    'year and quarter apart, under a name that is not known',
    `year,part,y\n${rows(12, (i) => `${2020 + (i >> 2)},${(i % 4) + 1},5`)}\n`,
    'TF_FORECAST_TIMES_REPEATED',
  ],
  [
    'short names of year and month',
    `yr,mo,y\n${rows(24, (i) => `${2022 + Math.floor(i / 12)},${(i % 12) + 1},5`)}\n`,
    'TF_FORECAST_TIMES_SPLIT',
  ],
  ['months in one column and years nowhere', `m,y\n${rows(12, (i) => `${['Mar', 'Feb', 'Jan'][i % 3]},${i}`)}\n`, UNCLEAR],
  ['quarters without a year', `q,y\n${rows(12, (i) => `Q${(i % 4) + 1},${i}`)}\n`, UNCLEAR],
  ['whole numbers in blocks of one length', `scenario,date,y\n${rows(18, (i) => `${i < 9 ? 1 : 2},${day(i)},${i}`)}\n`, SEVERAL],
  [
    'date and hour apart',
    `date,hour,y\n${rows(48, (i) => `${day(Math.floor(i / 24))},${i % 24},${i % 3}`)}\n`,
    'TF_FORECAST_TIMES_SPLIT',
  ],
  ['labels instead of times', `name,y\n${rows(9, (i) => `city ${'abcdefghi'[i]},${i}`)}\n`, UNCLEAR],
  ['numbers that fall like times', `when,y\n${rows(9, (i) => `${45_300 - i},${i * i}`)}\n`, UNCLEAR],
  ['an empty line where a value may be', `y\n1\n2\n\n4\n5\n`, GAPS],
  ['a missing value without times', `y\n1\n2\nNA\n4\n5\n`, GAPS],
  ['a hole in a count of rows', `t,y\n${rows(9, (i) => `${i > 4 ? i + 2 : i},${i * i}`)}\n`, INVALID],
  [
    'a bad cell in the column of values beside a good one',
    `date,close,volume\n${rows(9, (i) => `${day(i)},${i === 4 ? 'n.v.' : i},5`)}\n`,
    INVALID,
  ],
  ['a cut quote', `date,y\n2024-01-01,"1\n`, TABLE],
] as const)('%s: refused', (_, text, code) => {
  expect(codeOf(text)).toBe(code);
});

test('one of several series is chosen by column and value, by value, or none is', () => {
  const text = `id,date,y\n${rows(9, (i) => `A,${day(i)},${i}`)}\n${rows(9, (i) => `B,${day(i + 9)},${100 + i}`)}\n`;
  for (const id of ['id=B', 'B', 'ID=B']) expect(read(text, { id }).input.values[0]).toBe(100);
  expect(read(text, { id: 'none' }).input.values).toHaveLength(18);
  expect(codeOf(text, { id: 'C' })).toBe('TF_FORECAST_COLUMN_UNKNOWN');
});

test('weekdays, notes and a constant id beside a series are no ids', () => {
  const names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
  expect(
    codeOf(`date,weekday,symbol,note,y\n${rows(20, (i) => `${day(i)},${names[i % 7]},A,${i % 5 ? '' : 'high'},${i}`)}\n`),
  ).toBeNull();
});

test('characters without width are left out, and said', () => {
  const { input, remarks } = read(`date,y\n${rows(9, (i) => `\u200B${day(i)},\u200E${i}`)}\n`);
  expect(input.values).toHaveLength(9);
  expect(remarks).toContain('Invisible characters were left out.');
});

test('fiscal years are said to be read as calendar years', () => {
  expect(read(`fiscal_year,y\n${rows(9, (i) => `${2_010 + i},${i}`)}\n`).remarks.join(' ')).toMatch(
    /as those of the calendar year/,
  );
});

test('names in angle brackets are names', () => {
  expect(read(`<DATE>,<CLOSE>\n${days}\n`).column).toBe('<CLOSE>');
});

test('a count of the rows is no column of values', () => {
  expect(read(`day,revenue\n${rows(9, (i) => `${i + 1},${i * i}`)}\n`).column).toBe('revenue');
});

test.each([
  ['semicolons and sep=', `sep=;\ndate;y\n${days.replaceAll(',', ';')}\n`],
  ['comments before', `# source: office\n# unit: t\ndate,y\n${days}\n`],
  ['a header in a comment', `# date,y\n${days}\n`],
  ['empty lines around', `\n\ndate,y\n${days}\n\n\n`],
  ['empty lines between rows with times', `date,y\n${days.replaceAll('\n', '\n\n')}\n`],
  ['quotes', `"date","y"\n${rows(20, (i) => `"${day(i)}","${100 + i}"`)}\n`],
  ['carriage returns', `date,y\r${days.replaceAll('\n', '\r')}\r`],
  ['tabs', `date\ty\n${days.replaceAll(',', '\t')}\n`],
  ['bars', `date|y\n${days.replaceAll(',', '|')}\n`],
  ['a byte order mark', `\uFEFFdate,y\n${days}\n`],
  ['no header', `${days}\n`],
  ['an index beside', `,date,y\n${rows(20, (i) => `${i},${day(i)},${100 + i}`)}\n`],
  ['rows repeated', `date,y\n${days}\n${days}\n`],
  [
    'rows shuffled',
    `date,y\n${days
      .split('\n')
      .toSorted((a, b) => a.slice(-1).localeCompare(b.slice(-1)))
      .join('\n')}\n`,
  ],
])('%s: read', (_, text) => {
  const { input, timeAt } = read(text);
  expect(Array.from(input.values)).toEqual(Array.from({ length: 20 }, (__, i) => 100 + i));
  expect(timeAt!(20)).toBe('2024-01-21T00:00:00.000Z');
});

test('a count that falls turns rows without times around', () => {
  const { input, remarks } = read(`n,y\n${rows(9, (i) => `${9 - i},${i * i}`)}\n`);
  expect(Array.from(input.values)).toEqual([64, 49, 36, 25, 16, 9, 4, 1, 0]);
  expect(remarks.join(' ')).toMatch(/newest first/);
});

test.each([
  ['UTF-16 with a mark', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`Größe,y\n`, 'utf16le')])],
  ['UTF-16 without a mark', Buffer.from('size,y\n1,2\n', 'utf16le')],
  ['UTF-16 of the other order', Buffer.from('size,y\n1,2\n', 'utf16le').swap16()],
  ['Latin-1', Buffer.from('Größe,y\n', 'latin1')],
  ['UTF-8 in gzip', gzipSync('Größe,y\n')],
])('%s: decoded', (_, bytes) => {
  expect(decodeText(bytes).text).toMatch(/^(?:Größe|size),y\n/);
});
