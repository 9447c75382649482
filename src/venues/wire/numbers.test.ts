import { epochToMicros } from '../../core/index.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/testing/scale.ts';
import { decimalText, signedText, statedTime } from './numbers.ts';

const plainDecimal = fc
  .tuple(fc.stringMatching(/^\d{1,25}$/), fc.option(fc.stringMatching(/^\d{1,25}$/)))
  .map(([whole, fraction]) => (fraction === null ? whole : `${whole}.${fraction}`));

describe('a decimal text', () => {
  test('is the float64 that Number gives, whatever its length', () =>
    fc.assert(
      fc.property(plainDecimal, (text) => {
        expect(decimalText(text)).toBe(Number(text));
      }),
      { numRuns: runs(320) },
    ));

  test.each([
    '',
    ' 1',
    '1 ',
    '.',
    '.5',
    '5.',
    '1.2.3',
    '-1',
    '+1',
    '1e3',
    '0x10',
    'NaN',
    'Infinity',
    '1,5',
    '１',
    null,
    1,
    undefined,
    ['1'],
  ])('%j is none', (value) => expect(decimalText(value)).toBeNaN());

  test('may have a sign only where a sign is allowed', () => {
    expect(signedText('-95.960')).toBe(-95.96);
    expect(signedText('--1')).toBeNaN();
    expect(signedText('-')).toBeNaN();
  });
});

describe('a time', () => {
  test('is milliseconds or microseconds, by its size', () => {
    expect(epochToMicros(1_604_221_202_123)).toBe(1_604_221_202_123_000);
    expect(epochToMicros(1_604_221_202_123_456)).toBe(1_604_221_202_123_456);
  });

  test.each([0, -1, 1.5, Number.NaN, Infinity, 1e13, 99_999_999_999_999, 2 ** 60, '1604221202123', null])('%j is none', (value) =>
    expect(epochToMicros(value)).toBeNaN(),
  );
});

test('a time that is only shown is unknown if it can not be read', () => {
  expect(statedTime(1_604_221_202_123)).toBe(1_604_221_202_123_000);
  for (const value of [undefined, null, 0, -1, 'x', 1.5]) expect(statedTime(value)).toBeNull();
});
