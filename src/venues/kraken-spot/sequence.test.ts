import fc from 'fast-check';
import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Instrument, Levels } from '../../core/index.ts';
import { decode } from './decode.ts';
import frames from './fixtures/frames.json' with { type: 'json' };
import { book } from './sequence.ts';

const instrument: Instrument = {
  id: 'kraken-spot:BTC/USD',
  venue: 'kraken-spot',
  symbol: 'BTC/USD',
  kind: 'spot',
  base: 'BTC',
  quote: 'USD',
  priceScale: 1,
  sizeScale: 8,
  tick: 0.1,
  lot: 1e-8,
  status: 'trading',
  scaleFrom: 'definition',
  contract: null,
};

const [whole] = decode(frames.snapshot);
if (whole?.kind !== 'book_snapshot') throw new Error('the fixture is no snapshot');
const { bids, asks } = whole;

test("the venue's worked example", () => expect(book.checksum(bids, asks, instrument)).toBe(3_310_070_434));

test('levels past the tenth count for nothing, any digit within them counts', () => {
  const longer = (side: Levels, price: number): Levels => Float64Array.of(...side, price, 1);
  expect(book.checksum(longer(bids, 45_000), longer(asks, 46_000), instrument)).toBe(3_310_070_434);
  for (let i = 0; i < asks.length; i++) {
    const changed = asks.slice();
    changed[i] = (changed[i] as number) + (i % 2 === 0 ? 0.1 : 1e-8);
    changed[i] = Number((changed[i] as number).toFixed(8));
    expect(book.checksum(bids, changed, instrument)).not.toBe(3_310_070_434);
  }
});

test('a book that does not fit the definition equals no checksum; a guessed definition proves nothing', () => {
  expect(book.checksum(Float64Array.of(1.23, 1), asks, instrument)).toBe('no_match');
  expect(book.checksum(bids, asks, { ...instrument, scaleFrom: 'digits' })).toBeNull();
});

test('the sum over integers at scale is the sum over the texts of the recipe', () => {
  const level = fc.tuple(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 1, max: 1e15 }));
  const recipe = (levels: readonly (readonly [number, number])[]): string =>
    levels
      .flatMap(([ticks, lots]) => [(ticks / 1e5).toFixed(5), (lots / 1e8).toFixed(8)])
      .map((text) => text.replace('.', '').replace(/^0+/, ''))
      .join('');
  fc.assert(
    fc.property(fc.array(level, { maxLength: 10 }), fc.array(level, { maxLength: 10 }), (asked, bid) => {
      const flat = (levels: readonly (readonly [number, number])[]): Levels =>
        Float64Array.from(levels.flatMap(([t, l]) => [t / 1e5, l / 1e8]));
      const sum = book.checksum(flat(bid), flat(asked), { ...instrument, priceScale: 5 });
      expect(sum).toBe(crc32(recipe(asked) + recipe(bid)));
    }),
  );
});
