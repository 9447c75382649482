import { expect, test } from 'vitest';
import { day, month, read, refusal, rows, two, wave } from './testing/tables.ts';

const seriesOfDayFirst = (text: string) => read(text, { dates: 'day first' });
const timed = (name: string, time: (i: number) => string) => `${name},y\n${rows(30, (i) => `${time(i)},${wave(i)}`)}\n`;

test.each([
  [
    'ticks of 100 ns since year 1',
    'time',
    (i: number) => String(638_396_640_000_000_000n + 864_000_000_000n * BigInt(i)),
    /not a readable/,
  ],
  [
    'ticks of 100 ns since 1601',
    'time',
    (i: number) => String(133_485_408_000_000_000n + 864_000_000_000n * BigInt(i)),
    /not a readable/,
  ],
  ['seconds since 1900', 'time', (i: number) => String(3_913_056_000 + 3_600 * i), /not a readable/],
  ['a Buddhist year', 'date', (i: number) => day(i).replace('2024', '2567'), /year 2567, perhaps by another calendar/],
  ['a Persian year', 'date', (i: number) => `1402/10/${two(i + 1)}`, /year 1402, perhaps by another calendar/],
  ['an Islamic year', 'date', (i: number) => `1445-06-${two(i + 1)}`, /year 1445/],
  ['clocks without a date', 'time', (i: number) => `${two(i % 24)}:00`, /has no date/],
  ['durations', 'time', (i: number) => `0 days ${two(i % 24)}:00:00`, /is a duration/],
  ['spans of time', 'week', (i: number) => `${day(7 * i)}/${day(7 * i + 6)}`, /is a span of time/],
  [
    'a thirteenth month',
    'date',
    (i: number) => `202${Math.floor(i / 13)}-M${two((i % 13) + 1)}`,
    /"2020-M13".*average of a year/,
  ],
  [
    'years within quarters',
    'date',
    (i: number) => (i === 9 ? '2020' : `2020Q${(i % 4) + 1}`),
    /reads as YYYY, and other cells as YYYYQq/,
  ],
  ['marks behind years', 'year', (i: number) => `${1990 + i}${i > 27 ? 'e' : ''}`, /"2018e".*a mark behind it/],
  ['months in another language', 'Monat', (i: number) => `Januar ${1990 + i}`, /no English name of a month/],
  ['weeks as six digits', 'week', (i: number) => `2024${two(i + 1)}`, /may be a year and a week/],
])('%s as times: refused with the reason', (_, name, time, reason) => {
  const refused = refusal(timed(name, time));
  expect(refused?.code).toBe('TF_FORECAST_CELL_INVALID');
  expect(refused?.message).toMatch(reason);
});

test('seconds of nine digits are said, because they may count from another year', () => {
  expect(read(timed('time', (i) => String(725_846_400 + 3_600 * i))).remarks.join(' ')).toMatch(/read as epoch seconds/);
  expect(read(timed('time', (i) => String(1_725_846_400 + 3_600 * i))).remarks.join(' ')).not.toMatch(/epoch/);
});

test.each([
  ['GMT before an offset', (i: number) => `02.01.2024 ${two(i % 24)}:00:00.000 GMT+0100`, '2024-01-01T23:00:00.000Z'],
  [
    'an offset and its zone in brackets',
    (i: number) => `${day(i)} 00:00:00 GMT-0500 (Eastern Standard Time)`,
    '2024-01-01T00:00:00.000Z',
  ],
])('%s is read', (_, time, first) => {
  const text = `date,y\n${rows(24, (i) => `${time(i)},${wave(i)}`)}\n`;
  expect(read(text).timeAt!(0)).toBe(first);
});

test('a year beside a month or a quarter is refused, also with one row a year', () => {
  for (const part of ['12', 'Q4']) {
    const refused = refusal(
      `year,${part === '12' ? 'month' : 'quarter'},sales\n${rows(12, (i) => `${2010 + i},${part},${wave(i)}`)}\n`,
    );
    expect(refused).toMatchObject({
      code: 'TF_FORECAST_TIMES_SPLIT',
      message: expect.stringMatching(/times are years/) as string,
    });
  }
});

test('parts of the date and ids of one value beside the values are left out, and said', () => {
  const text = `date,year,month,store,sales\n${rows(24, (i) => `${month(i)}-01,${month(i).slice(0, 4)},${Number(month(i).slice(5))},7,${wave(i)}`)}\n`;
  const { column, remarks } = read(text);
  expect(column).toBe('sales');
  expect(remarks.join(' ')).toMatch(/Parts of the date were left out: year, month/);
  expect(remarks.join(' ')).toMatch(/The same in each row and left out: store/);
});

test.each([
  ['ids of events', 'id', (i: number) => String(1_001 + i)],
  ['the year of a date', 'year', (i: number) => day(i).slice(0, 4)],
])('%s beside texts are no values: refused', (_, name, cell) => {
  const refused = refusal(`date,${name},what\n${rows(30, (i) => `${day(i)},${cell(i)},${'abcdef'[(i * 5) % 6]}`)}\n`);
  expect(refused?.message).toMatch(new RegExp(`No column holds values: ${name} is`));
});

test('y beside x is a place, and no value by its name', () => {
  const text = `date,x,y,depth\n${rows(20, (i) => `${day(i)},47.1,8.2,${wave(i)}`)}\n`;
  expect(refusal(text)?.message).toBe('Several columns could hold the values: x, y, depth.');
});

const valued = (cell: (i: number) => string) => `date,y\n${rows(60, (i) => `${day(i)},${cell(i)}`)}\n`;
const price = (i: number) => (50 + 2 * i + ((i * 7) % 5) / 10).toFixed(2);

test.each([
  ['a zero among prices', (i: number) => (i === 33 ? '0' : price(i)), '0'],
  ['zeros at the end of prices', (i: number) => (i > 57 ? '0.00' : price(i)), '0.00'],
  ['−99 among temperatures', (i: number) => (i === 33 ? '-99' : (i / 2 - 12).toFixed(1)), '-99'],
  ['99 among eighths', (i: number) => (i === 33 ? '99' : String(i % 9)), '99'],
  ['eight nines', (i: number) => (i === 33 ? '99999999' : price(i)), '99999999'],
])('%s may be a missing value: refused', (_, cell, code) => {
  const refused = refusal(valued(cell));
  expect(refused).toMatchObject({
    code: 'TF_FORECAST_CELL_AMBIGUOUS',
    advice: expect.stringContaining(`--missing ${code}`) as string,
  });
  expect(read(valued(cell), { missing: 'none' }).input.values).toHaveLength(60);
});

test('a missing number is meant however it is written', () => {
  const text = valued((i) => (i === 33 ? '-999' : i === 40 ? '-999.00' : price(i)));
  expect(refusal(text, { missing: '-999' })?.message).toMatch(/^2 of 60 values are missing/);
});

test.each([
  ['demand', (i: number) => String(i % 7 === 6 || i % 11 === 4 ? 0 : 20 + ((i * 13) % 40))],
  ['closed Sundays', (i: number) => String(i % 7 === 6 ? 0 : 1_000 + ((i * 13) % 60))],
  ['intermittent demand', (i: number) => String(i % 4 === 1 ? 5 + (i % 3) : 0)],
])('zeros of %s are values', (_, cell) => {
  expect(refusal(valued(cell))).toBeNull();
});

test('a total without a label may stand first', () => {
  const text = `date,y\n2023-12-31,210\n${rows(20, (i) => `${day(i)},${i + 1}`)}\n`;
  expect(refusal(text)).toMatchObject({ code: 'TF_FORECAST_ROW_NOT_DATA', message: expect.stringMatching(/Line 2 /) as string });
});

test('labels in any order with levels far apart are series; circumstances and marks are not', () => {
  const table = (name: string, [low, high]: readonly [string, string]) =>
    `date,${name},y\n${rows(60, (i) => `${day(i)},${(i * 7) % 5 > 2 || i > 50 ? high : low},${(i * 7) % 5 > 2 || i > 50 ? 500 + (i % 3) : 10 + (i % 4)}`)}\n`;
  expect(refusal(table('who', ['north', 'south']))?.code).toBe('TF_FORECAST_SERIES_SEVERAL');
  expect(refusal(table('promotion', ['no', 'yes']))).toBeNull();
});

test('marks of quality are no ids, but forecasts among them are refused', () => {
  const table = (mark: string) =>
    `TIME_PERIOD,OBS_VALUE,OBS_STATUS\n${rows(24, (i) => `${month(i)},${wave(i)},${i > 20 ? mark : 'A'}`)}\n`;
  expect(read(table('P')).column).toBe('OBS_VALUE');
  expect(refusal(table('F'))?.code).toBe('TF_FORECAST_SERIES_SEVERAL');
});

test('days without a Saturday, as currencies are traded from Sunday to Friday, continue so', () => {
  const days = Array.from({ length: 60 }, (_, i) => day(i)).filter((one) => new Date(one).getUTCDay() !== 6);
  const { input, timeAt } = read(`date,close\n${days.map((one, i) => `${one},${wave(i)}`).join('\n')}\n`);
  expect(timeAt!(input.values.length)).toBe('2024-03-01T00:00:00.000Z');
  expect(timeAt!(input.values.length + 1)).toBe('2024-03-03T00:00:00.000Z');
});

test('gaps too many for --fill line are not advised to be filled by it', () => {
  const text = (missing: number) => valued((i) => (i > 20 && i <= 20 + missing ? '' : price(i)));
  expect(refusal(text(2))?.advice).toMatch(/^Pass --fill line/);
  expect(refusal(text(9))?.advice).toMatch(/too many for --fill line/);
});

test.each([
  [
    'cells separated by spaces',
    `date y\n${rows(12, (i) => `${day(i)} ${wave(i)}`)}\n`,
    /separated by spaces/,
    /commas, semicolons or tabs/,
  ],
  [
    'lines above the header',
    `Category: All\n\nWeek,bitcoin\n${rows(12, (i) => `${day(7 * i)},${i}`)}\n`,
    /line 1, which was read as the header/,
    /Remove lines above/,
  ],
  [
    'no numbers',
    `date,state\n${rows(12, (i) => `${day(i)},${i % 2 ? 'on' : 'off'}`)}\n`,
    /No column holds values/,
    /needs a column of numbers/,
  ],
  ['two columns of one name', `date,y,y\n${rows(12, (i) => `${day(i)},1,2`)}\n`, /two columns/, /one name/],
])('%s: refused with advice that fits', (_, text, message, advice) => {
  const refused = refusal(text);
  expect(refused?.message).toMatch(message);
  expect(refused?.advice).toMatch(advice);
});

test('dates that repeat and clocks beside them are joined, and said; other parts are refused', () => {
  const text = (clock: (i: number) => string) =>
    `Date,Time,Load\n${rows(96, (i) => `${two(1 + Math.floor(i / 48))}/02/2024,${clock(i % 48)},${wave(i)}`)}\n`;
  const clock = (i: number) => `${Math.floor(i / 2)}:${i % 2 ? '30' : '00'}`;
  const { timeAt, input, remarks } = seriesOfDayFirst(text(clock));
  expect([timeAt!(0), timeAt!(input.values.length)]).toEqual(['2024-02-01T00:00:00.000Z', '2024-02-03T00:00:00.000Z']);
  expect(remarks[0]).toBe('Times are Date and Time joined, such as 01/02/2024 0:00.');
  expect(
    refusal(
      text((i) => `${i}h`),
      { dates: 'day first' },
    )?.code,
  ).toBe('TF_FORECAST_TIMES_SPLIT');
  expect(
    refusal(
      text((i) => (i === 7 ? '' : clock(i))),
      { dates: 'day first' },
    )?.code,
  ).toBe('TF_FORECAST_TIMES_SPLIT');
});

test('an hour that clocks skipped is refused with the advice to write offsets, another missing hour is not', () => {
  // nds-group/netmob2023challenge#1, opennem/opennem#622: after 01:59 of that Sunday clocks in Europe show 03:00.
  const without = (hour: string) =>
    refusal(
      `time,y\n${rows(72, (i) => `${new Date(Date.UTC(2024, 2, 30, i)).toISOString().slice(0, 16)},${wave(i)}`)
        .split('\n')
        .filter((row) => !row.startsWith(hour))
        .join('\n')}\n`,
    );
  expect(without('2024-03-31T02')).toMatchObject({
    code: 'TF_FORECAST_GAPS_FOUND',
    advice: expect.stringMatching(/^Pass --fill line .* If clocks were set forward then, nothing is missing/) as string,
  });
  for (const hour of ['2024-03-31T05', '2024-03-30T02']) expect(without(hour)?.advice).not.toMatch(/clocks/);
});

const hour = (i: number) => new Date(Date.UTC(2024, 2, 30, i));
const EPOCH = (i: number) => String(hour(i).getTime() / 1_000);
const LOCAL = (i: number) => hour(i).toISOString().slice(0, 16);

test.each([
  ['clocks', LOCAL, true],
  ['digits with clocks', (i: number) => LOCAL(i).replaceAll(/\D/g, ''), true],
  ['clocks with offsets', (i: number) => `${LOCAL(i)}+01:00`, false],
  ['UTC', (i: number) => `${LOCAL(i)}Z`, false],
  ['seconds since 1970', EPOCH, false],
  ['dates', (i: number) => day(i + 89), false],
  ['midnights', (i: number) => `${day(i + 89)}T00:00`, null],
] as const)(
  'a missing or repeated time of %s has advice about offsets only where offsets can be missing',
  (_, time, isAdvised) => {
    const text = (kept: (i: number) => boolean, more = '') =>
      `time,y\n${more}${rows(72, (i) => `${time(i)},${wave(i)}`)
        .split('\n')
        .filter((_row, i) => kept(i))
        .join('\n')}\n`;
    // Row 1 of the days, and 26 of the hours: the Sunday of the change, and its hour from 02:00.
    const at = time(1).startsWith(day(90)) ? 1 : 26;
    const gap = refusal(text((i) => i !== at));
    const conflict = refusal(text(() => true, `${time(at)},12.3\n`));
    expect([gap?.code, conflict?.code]).toEqual(['TF_FORECAST_GAPS_FOUND', 'TF_FORECAST_TIMES_CONFLICT']);
    expect(/the offset of each time/.test(gap?.advice ?? '')).toBe(isAdvised ?? false);
    // A repeated midnight may be a clock that was set back.
    expect(/the offset of each time/.test(conflict?.advice ?? '')).toBe(isAdvised ?? true);
  },
);

test('a mistyped year is named as the end of the longest step', () => {
  const refused = refusal(timed('date', (i) => (i === 9 ? day(i).replace('2024', '2042') : day(i))));
  expect(refused?.message).toMatch(/the longest from 2024-01-30T.* to 2042-01-10T/);
});
