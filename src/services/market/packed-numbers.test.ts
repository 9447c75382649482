import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../test/testing/scale.ts';
import { changeNumbers, newNumbers, numberAt, setNumber } from './packed-numbers.ts';

const decimal = fc.tuple(fc.integer(), fc.integer({ min: 0, max: 9 })).map(([units, scale]) => units / 10 ** scale);
const number = fc.oneof(
  { weight: 8, arbitrary: decimal },
  fc.double({ noNaN: false }),
  fc.maxSafeInteger(),
  fc.constantFrom(0, NaN, Infinity, -Infinity, 5e-324, 1.7976931348623157e308, 0.1 + 0.2),
);
/** The value that a packed column returns: -0 becomes 0. */
const plain = (value: number) => (value === 0 ? 0 : value);

test('any number written comes back to the bit, and spoils none that was there', () =>
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(30), number), { maxLength: 60 }), (writes) => {
      const column = newNumbers(31, null);
      const held = new Float64Array(31);
      for (const [at, value] of writes) {
        setNumber(column, at, value, { start: 0, end: 31 });
        held[at] = plain(value);
        expect(Array.from(held, (_, i) => numberAt(column, i))).toEqual([...held]);
      }
    }),
    { numRuns: runs(300) },
  ));

test.each([
  ['prices in cents', [61_234.5, 61_234.51, 59_999.99]],
  ['eight decimals far from zero', [61_234.12345678, 61_250.5, 61_234.00000001]],
  ['sizes of both sides', [-0.00012, 3.5, -12.00001]],
  ['microseconds within an hour', [1_768_478_400_000_000, 1_768_481_999_999_999]],
  ['trade ids', [4_999_999_999, 5_000_000_000]],
])('%s take four bytes each', (_what, values) => {
  const column = newNumbers(values.length, null);
  values.forEach((value, i) => setNumber(column, i, value, { start: 0, end: i + 1 }));
  expect(column.cells).toBeInstanceOf(Int32Array);
  expect(values.map((_, i) => numberAt(column, i))).toEqual(values);
});

test.each([
  ['times a month apart', [1_768_478_400_000_000, 1_771_070_400_000_000]],
  ['seventeen digits', [0.1 + 0.2]],
])('%s stay as they are', (_what, values) => {
  const column = newNumbers(values.length, null);
  values.forEach((value, i) => setNumber(column, i, value, { start: 0, end: i + 1 }));
  expect(column.cells).toBeInstanceOf(Float64Array);
  expect(values.map((_, i) => numberAt(column, i))).toEqual(values);
});

test('a column whose numbers all change is packed again', () => {
  const column = newNumbers(3, null);
  [1, 2, 1e15].forEach((value, i) => setNumber(column, i, value, { start: 0, end: 3 }));
  expect(column.cells).toBeInstanceOf(Float64Array);
  changeNumbers(column, { start: 0, end: 3 }, (value) => Math.min(value, 9));
  expect([column.cells, [0, 1, 2].map((i) => numberAt(column, i))]).toEqual([new Int32Array([-4, -3, 4]), [1, 2, 9]]);
});
