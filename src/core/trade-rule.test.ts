import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../test/testing/scale.ts';
import { idNumber } from './trade-rule.ts';

const id = fc.oneof(
  fc.stringMatching(/^-?\d{1,18}$/),
  fc.stringMatching(/^0[\dx.e]{0,3}$/),
  fc.bigInt(0n, 1n << 60n).map(String),
  fc.double().map(String),
  fc.string(),
);

test('an id has a number where it is the plain text of a whole number below 2^53', () =>
  fc.assert(
    fc.property(id, (text) => {
      const isPlain = String(Number(text)) === text && Number.isSafeInteger(Number(text));
      expect(idNumber(text)).toBe(isPlain ? Number(text) : null);
    }),
    { numRuns: runs(400) },
  ));

test.each([
  ['0', 0],
  ['00', null],
  ['007', null],
  ['', null],
  ['9007199254740991', 9_007_199_254_740_991],
  ['9007199254740992', null],
  ['1e3', null],
  [' 1', null],
])('"%s"', (text, number) => expect(idNumber(text)).toBe(number));
