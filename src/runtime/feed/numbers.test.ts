import { expect, test } from 'vitest';
import { badLevels, badPrint, undefinedInstrument } from './numbers.ts';
import { instrument, levels } from './testing/venue.ts';

const here = instrument('AAA');

test('levels at the scale pass; a size of zero removes', () => {
  expect(badLevels(levels(99.99, 0.001, 0.01, 0), here)).toBeNull();
  expect(badLevels(levels(), here)).toBeNull();
});

test.each([
  [levels(99.999, 1), 'price 99.999 at scale 2'],
  [levels(99.99, 1, 99.98, 0.0005), 'size 0.0005 at scale 3'],
  [levels(-1, 1), 'price -1 at scale 2'],
  [levels(Number.NaN, 1), 'price NaN at scale 2'],
  [levels(1, Number.NaN), 'size NaN at scale 3'],
  [levels(1e300, 1), 'price 1e+300 at scale 2'],
])('%s', (bad, why) => {
  expect(badLevels(bad, here)).toBe(why);
});

test('a print needs a size; a quote and a trade are prints', () => {
  expect(badPrint(1, 0.001, here)).toBeNull();
  expect(badPrint(1, 0, here)).toBe('size 0 at scale 3');
  expect(badPrint(0, 1, here)).toBe('price 0 at scale 2');
});

test('without a definition eight decimals are taken, and said to be taken', () => {
  const assumed = undefinedInstrument('test', 'AAA');
  expect(assumed).toMatchObject({ scaleFrom: 'digits', tick: null, lot: null, id: 'test:AAA' });
  expect(badPrint(0.000_000_01, 12_345.678_9, assumed)).toBeNull();
});
