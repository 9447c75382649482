import { expect, test } from 'vitest';
import { noiseIn } from './testing/numbers.ts';

test.each([
  ['61827.759999999995', ['61827.759999999995']],
  ['61,827.759999999995 USDT', ['61,827.759999999995']],
  ['1e-7', ['1e-7']],
  ['2.5e−8 BTC', ['2.5e−8']],
  ['61,827.76 and 0.00000123', []],
  ['al-1e5c90c6 trade 123456789012345', []],
])('float noise in %j', (text, noise) => {
  expect(noiseIn(text.replace(/al-\w+/, ''))).toEqual(noise);
});
