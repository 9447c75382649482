import { expect, test } from 'vitest';
import { read } from './testing/tables.ts';

const REMARK = 'Years of two digits: 00 to 68 are 2000 to 2068, 69 to 99 are 1969 to 1999.';

/** The first and the second time of a table, and the remarks on it. */
function timesOf(times: readonly string[]) {
  const { timeAt, remarks } = read(`date;y\n${times.map((time, i) => `${time};${10.5 + i}`).join('\n')}\n`);
  return { first: timeAt!(0).slice(0, 10), second: timeAt!(1).slice(0, 10), remarks };
}

test.each([
  ['the last days of 2068', ['29/12/68', '30/12/68', '31/12/68'], '2068-12-29', '2068-12-30'],
  ['the first days of 1969', ['13/01/69', '14/01/69', '15/01/69'], '1969-01-13', '1969-01-14'],
  ['the first days of 2000', ['13/01/00', '14/01/00', '15/01/00'], '2000-01-13', '2000-01-14'],
  ['over the end of 1999', ['30/12/99', '31/12/99', '01/01/00', '02/01/00'], '1999-12-30', '1999-12-31'],
  ['a month’s name before', ['Oct-68', 'Nov-68', 'Dec-68'], '2068-10-01', '2068-11-01'],
  ['a month’s name before, after the limit', ['Jan-69', 'Feb-69', 'Mar-69'], '1969-01-01', '1969-02-01'],
  ['a month’s name between', ['29-DEC-68', '30-DEC-68', '31-DEC-68'], '2068-12-29', '2068-12-30'],
  ['a month’s name between, after the limit', ['01-JAN-69', '02-JAN-69', '03-JAN-69'], '1969-01-01', '1969-01-02'],
  ['quarters', ['2Q68', '3Q68', '4Q68'], '2068-04-01', '2068-07-01'],
  ['quarters after the limit', ['1Q69', '2Q69', '3Q69'], '1969-01-01', '1969-04-01'],
  ['Qq YY', ['Q2 68', 'Q3 68', 'Q4 68'], '2068-04-01', '2068-07-01'],
  ['a comma before the year', ['"Dec 29, 68"', '"Dec 30, 68"', '"Dec 31, 68"'], '2068-12-29', '2068-12-30'],
] as const)('years of two digits, %s: the limit is 68, and the rule is said', (_, times, first, second) => {
  expect(timesOf(times)).toMatchObject({ first, second });
  expect(timesOf(times).remarks).toContain(REMARK);
});

test('days over the limit, which would leap a century back, are refused', () => {
  expect(() => timesOf(['30/12/68', '31/12/68', '01/01/69', '02/01/69'])).toThrow(/have no common step/);
});

test('of years of four digits the rule is not said', () => {
  for (const times of [
    ['29/12/2068', '30/12/2068', '31/12/2068'],
    ['Oct-2068', 'Nov-2068', 'Dec-2068'],
    ['2Q2068', '3Q2068', '4Q2068'],
    ['2068-12-29', '2068-12-30', '2068-12-31'],
  ])
    expect(timesOf(times).remarks.join(' '), times[0]).not.toContain('two digits');
});
