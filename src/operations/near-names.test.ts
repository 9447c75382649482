import { expect, test } from 'vitest';
import { nearNames } from './near-names.ts';

const NAMES = ['get_report', 'get_book', 'get_trades', 'list_markets'];

test.each([
  ['get_reprot', ['get_report']],
  ['book', ['get_book']],
  ['getTrades', ['get_trades']],
  ['zzzzzzzzzz', []],
  ['', []],
])('%j is near %j', (name, near) => expect(nearNames(name, NAMES)).toEqual(near));

test('a huge name costs nothing and finds nothing', () => expect(nearNames('x'.repeat(1e6), NAMES)).toEqual([]));
