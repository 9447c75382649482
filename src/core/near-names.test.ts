import { expect, test } from 'vitest';
import { didYouMean, nearNames } from './near-names.ts';

const NAMES = ['get_report', 'get_book', 'get_trades', 'list_markets'];

test.each([
  ['get_reprot', ['get_report']],
  ['book', ['get_book']],
  ['getTrades', ['get_trades']],
  ['zzzzzzzzzz', []],
  ['nope', []],
  ['', []],
])('%j is near %j', (name, near) => expect(nearNames(name, NAMES)).toEqual(near));

test('a huge name costs nothing and finds nothing', () => expect(nearNames('x'.repeat(1e6), NAMES)).toEqual([]));

test('huge and countless candidates cost little', () => {
  const began = performance.now();
  const huge = Array.from({ length: 200 }, (_, index) => `${index}${'x'.repeat(100_000)}`);
  const countless = Array.from({ length: 200_000 }, (_, index) => `name-${index}`);
  expect(nearNames('ba'.repeat(32), [...huge, ...countless, 'BTCUSDT'])).toEqual([]);
  expect(performance.now() - began).toBeLessThan(3_000);
});

test('a symbol and a venue are found whatever their case', () => {
  expect(nearNames('btcustd', ['BTCUSDT', 'ETHUSDT'])).toEqual(['BTCUSDT']);
  expect(nearNames('Binance-Sopt', ['binance-spot', 'kraken-spot'])).toEqual(['binance-spot']);
});

test('what is near is asked in words; what is not is not', () => {
  expect(didYouMean('BTCUSD', ['BTCUSDT', 'ETHUSDT'])).toBe('Did you mean BTCUSDT? ');
  expect(didYouMean('DOGE', ['BTCUSDT'])).toBe('');
  expect(didYouMean('AAVE', ['APE', 'ADA', 'AAVA'])).toBe('Did you mean AAVA? ');
  expect(didYouMean('kraken', ['binance-spot', 'kraken-spot'])).toBe('Did you mean kraken-spot? ');
});
