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

test('of countless candidates no more than 5,000 are read, and of huge ones the first 64 letters', () => {
  let read = 0;
  function* countless() {
    for (; read < 200_000; read++) yield `name-${read}`;
  }
  expect(nearNames('ba'.repeat(32), countless())).toEqual([]);
  expect(read).toBe(5_000);
  const start = 'ab'.repeat(32);
  expect(nearNames('ba'.repeat(32), [`${start}${'x'.repeat(100_000)}`])).toEqual([`${start}${'x'.repeat(100_000)}`]);
  expect(nearNames('ba'.repeat(32), [`${'x'.repeat(64)}${'ba'.repeat(32)}`])).toEqual([]);
});

test('a symbol and a venue are found whatever their case', () => {
  expect(nearNames('btcustd', ['BTCUSDT', 'ETHUSDT'])).toEqual(['BTCUSDT']);
  expect(nearNames('Binance-Sopt', ['binance-spot', 'kraken-spot'])).toEqual(['binance-spot']);
});

test('the name itself is never suggested, however often it is known', () => {
  expect(nearNames('ETH/BTC', ['ETH/BTC', 'ETC/BTC', 'ETH/BTC'])).toEqual(['ETC/BTC']);
  expect(didYouMean('ETH/BTC', ['ETH/BTC'])).toBe('');
  // Another case is another name.
  expect(nearNames('eth/btc', ['ETH/BTC'])).toEqual(['ETH/BTC']);
});

test('what is near is asked in words; what is not is not', () => {
  expect(didYouMean('BTCUSD', ['BTCUSDT', 'ETHUSDT'])).toBe('Did you mean BTCUSDT? ');
  expect(didYouMean('DOGE', ['BTCUSDT'])).toBe('');
  expect(didYouMean('AAVE', ['APE', 'ADA', 'AAVA'])).toBe('Did you mean AAVA? ');
  expect(didYouMean('kraken', ['binance-spot', 'kraken-spot'])).toBe('Did you mean kraken-spot? ');
});
