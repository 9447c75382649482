import { expect, test } from 'vitest';
import type { Instrument } from '../../core/index.ts';
import { badLevels, badPrint, undefinedInstrument } from './numbers.ts';
import { newFeed } from './new-feed.ts';
import { instrument, levels, testVenue } from './testing/venue.ts';

const SETTINGS = {
  symbols: ['AAA'],
  streams: [],
  wsHosts: [],
  restHosts: [],
  seed: 1,
  backfillMinutes: 0,
  auditSeconds: 0,
  recorded: false,
};

/** A feed of one symbol on a venue with or without a checksum. */
function here(proof: 'sequence' | number = 10, defined: Instrument = instrument('AAA')) {
  const feed = newFeed(SETTINGS, SETTINGS.streams, 1_000_000);
  const symbol = feed.symbols.get('AAA');
  if (symbol === undefined) throw new Error('no symbol');
  symbol.instrument = defined;
  return { context: { venue: { ...testVenue, book: { ...testVenue.book, proof } }, feed, effects: [] }, symbol };
}

test('levels at the scale pass; a size of zero removes', () => {
  const { context, symbol } = here();
  expect(badLevels(context, symbol, levels(99.99, 0.001, 0.01, 0))).toBeNull();
  expect(badLevels(context, symbol, levels())).toBeNull();
});

test.each([
  [levels(99.999, 1), 'price 99.999 at scale 2'],
  [levels(99.99, 1, 99.98, 0.0005), 'size 0.0005 at scale 3'],
  [levels(-1, 1), 'price -1 at scale 2'],
  [levels(Number.NaN, 1), 'price NaN at scale 2'],
  [levels(1, Number.NaN), 'size NaN at scale 3'],
  [levels(1e300, 1), 'price 1e+300 at scale 2'],
  [levels(1, Number.POSITIVE_INFINITY), 'size Infinity at scale 3'],
])('%s', (bad, why) => {
  const { context, symbol } = here();
  expect(badLevels(context, symbol, bad)).toBe(why);
});

test('a print needs a size; a quote and a trade are prints', () => {
  const { context, symbol } = here();
  expect(badPrint(context, symbol, 1, 0.001)).toBeNull();
  expect(badPrint(context, symbol, 1, 0)).toBe('size 0 at scale 3');
  expect(badPrint(context, symbol, 0, 1)).toBe('price 0 at scale 2');
});

test('a size past what a float64 holds at the scale is taken as near as can be', () => {
  const { context, symbol } = here(10, { ...instrument('AAA'), sizeScale: 8 });
  expect(badLevels(context, symbol, levels(1, Number('1234567890.12345678')))).toBeNull();
  expect(badPrint(context, symbol, 1, 123_456_789_012)).toBeNull();
});

test('more decimals than defined: a numbered book takes the finer scale, and definitions are asked for again', () => {
  const { context, symbol } = here('sequence');
  const before = context.feed.definitions.dueAt;
  expect(badPrint(context, symbol, 99.999, 1)).toBeNull();
  expect(symbol.instrument).toMatchObject({ priceScale: 3, sizeScale: 3, version: 2 });
  expect(context.feed.definitions.dueAt).toBeLessThan(before);
  expect(badPrint(context, symbol, 99.999_999_999_999_9, 1)).toContain('at scale 3');
});

test('a book with a checksum refuses them, and asks', () => {
  const { context, symbol } = here();
  const before = context.feed.definitions.dueAt;
  expect(badPrint(context, symbol, 99.999, 1)).toBe('price 99.999 at scale 2');
  expect(symbol.instrument).toMatchObject({ priceScale: 2 });
  expect(context.feed.definitions.dueAt).toBeLessThan(before);
});

test('without a definition eight decimals are taken, and said to be taken', () => {
  const assumed = undefinedInstrument('test', 'AAA');
  expect(assumed).toMatchObject({ scaleFrom: 'digits', tick: null, lot: null, id: 'test:AAA' });
  const { context, symbol } = here('sequence', assumed);
  expect(badPrint(context, symbol, 0.000_000_01, 12_345.678_9)).toBeNull();
});

test('a size of sixteen digits at its scale is taken, whatever a float64 makes of its last one', () => {
  const { context, symbol } = here(10, { ...instrument('AAA'), sizeScale: 8 });
  for (const written of ['37527564.32488079', '8576946623.72981456', '89999999.12345678'])
    expect(badLevels(context, symbol, levels(99.99, Number(written)))).toBeNull();
  expect(badLevels(context, symbol, levels(99.99, 0.123_456_789))).not.toBeNull();
});
