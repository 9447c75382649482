import { expect, test } from 'vitest';
import { readLevels } from './levels.ts';
import type { LevelForm } from './levels.ts';
import { decimalText } from './numbers.ts';

const changes: LevelForm = { price: 0, size: 1, number: decimalText, list: 'changes' };
const bids: LevelForm = { ...changes, list: 'bids' };
const asks: LevelForm = { ...changes, list: 'asks' };

test('changes keep their order, repeats and zeros', () => {
  const list = [['2', '1'], ['1', '0'], ['2', '3']]; // prettier-ignore
  expect(readLevels(list, changes)).toEqual(Float64Array.of(2, 1, 1, 0, 2, 3));
});

test('a whole side runs away from the touch, without repeats; size 0 means no level', () => {
  const falling = [['3', '1'], ['2', '0.000'], ['1', '5']]; // prettier-ignore
  expect(readLevels(falling, bids)).toEqual(Float64Array.of(3, 1, 1, 5));
  expect(readLevels(falling, asks)).toEqual({ reason: 'bad_order', detail: '[2]' });
  expect(readLevels([['1', '1'], ['1', '1']], asks)).toEqual({ reason: 'bad_order', detail: '[1]' }); // prettier-ignore
});

test.each([
  [undefined, 'missing_field', ''],
  ['none', 'bad_field', ''],
  [[null], 'bad_field', '[0]'],
  [[['1']], 'missing_field', '[0].1'],
  [
    [
      ['1', '1'],
      ['-1', '1'],
    ],
    'bad_number',
    '[1].0',
  ],
  [[['0', '1']], 'bad_number', '[0].0'],
  [[['1', 'NaN']], 'bad_number', '[0].1'],
  [[['1', '9'.repeat(400)]], 'bad_number', '[0].1'],
])('%j is refused by name', (list, reason, detail) => expect(readLevels(list, changes)).toEqual({ reason, detail }));
