import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../test/testing/scale.ts';
import { readLevels } from './levels.ts';
import { decimalText } from './numbers.ts';
import { levelsEnd, scanLevels, scannedLevels } from './byte-levels.ts';

/** Ends with a brace as frames do. */
const bytesOf = (text: string): Uint8Array => Buffer.from(`${text}}`);

const decimal = (first: RegExp): fc.Arbitrary<string> =>
  fc
    .tuple(fc.stringMatching(first), fc.option(fc.stringMatching(/^\d{1,14}$/)))
    .map(([whole, part]) => (part === null ? whole : `${whole}.${part}`));
const level = fc.tuple(decimal(/^[1-9]\d{0,14}$/), decimal(/^\d{1,18}$/));

test('for levels of any size and number, the fast path equals the slow one', () =>
  fc.assert(
    fc.property(fc.array(level, { maxLength: 40 }), (levels) => {
      const text = JSON.stringify(levels);
      expect(scanLevels(bytesOf(text), 1)).toBe(true);
      expect(levelsEnd()).toBe(text.length);
      expect(scannedLevels()).toEqual(readLevels(levels, { price: 0, size: 1, number: decimalText, list: 'changes' }));
    }),
    { numRuns: runs(160) },
  ));

test('a number of any length ends no process: it is left to the full parser', () => {
  for (const number of [`0.${'0'.repeat(200_000)}1`, '1'.repeat(200_000)])
    expect(scanLevels(bytesOf(JSON.stringify([['1', number]])), 1)).toBe(false);
});

test('a list longer than any before', () => {
  const levels = Array.from({ length: 5_000 }, (_, n) => [`${n + 1}.5`, '0.25']);
  const text = JSON.stringify(levels);
  expect(scanLevels(bytesOf(text), 1)).toBe(true);
  expect(scannedLevels().slice(-2)).toEqual(Float64Array.of(5_000.5, 0.25));
});

test.each([
  '',
  '[',
  '["1"]]',
  '["1","2"',
  '["1","2"],]',
  '["1","2"];',
  '["0","2"]]',
  '["1.","2"]]',
  '[".1","2"]]',
  '["-1","2"]]',
  '[1,2]]',
  '["1","2","3"]]',
  '["1" ,"2"]]',
  '["","2"]]',
])('%s is left to the slow path', (text) => expect(scanLevels(bytesOf(text), 0)).toBe(false));

test('a list keeps its numbers while others are read, also where a slab ends', () => {
  const lists = Array.from({ length: 3_000 }, (_, n) => [
    [`${n + 1}`, '0.5'],
    [`${n + 2}`, `${n}.25`],
  ]);
  const held = lists.map((list) => {
    expect(scanLevels(bytesOf(JSON.stringify(list)), 1)).toBe(true);
    // A truncated list leaves no numbers behind.
    expect(scanLevels(bytesOf('["9","9"],["9"'), 0)).toBe(false);
    return list;
  });
  const read = held.map((list) => {
    scanLevels(bytesOf(JSON.stringify(list)), 1);
    return scannedLevels();
  });
  expect(read.map((levels) => [...levels])).toEqual(lists.map((list) => list.flat().map(Number)));
});
