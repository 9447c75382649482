import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../test/testing/scale.ts';
import { readLevels } from '../wire/levels.ts';
import { decimalText } from '../wire/numbers.ts';
import { lastLevels, scanLevels } from './scan-levels.ts';

const decimal = (first: RegExp): fc.Arbitrary<string> =>
  fc
    .tuple(fc.stringMatching(first), fc.option(fc.stringMatching(/^\d{1,14}$/)))
    .map(([whole, part]) => (part === null ? whole : `${whole}.${part}`));
const level = fc.tuple(decimal(/^[1-9]\d{0,14}$/), decimal(/^\d{1,18}$/));

test('for levels of any size and number, the fast path equals the slow one', () =>
  fc.assert(
    fc.property(fc.array(level, { maxLength: 40 }), (levels) => {
      const text = JSON.stringify(levels);
      expect(scanLevels(text, 1)).toBe(text.length);
      expect(lastLevels()).toEqual(readLevels(levels, { price: 0, size: 1, number: decimalText, list: 'changes' }));
    }),
    { numRuns: runs(160) },
  ));

test('a list longer than any before', () => {
  const levels = Array.from({ length: 5_000 }, (_, n) => [`${n + 1}.5`, '0.25']);
  const text = JSON.stringify(levels);
  expect(scanLevels(text, 1)).toBe(text.length);
  expect(lastLevels().slice(-2)).toEqual(Float64Array.of(5_000.5, 0.25));
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
])('%s is left to the slow path', (text) => expect(scanLevels(text, 0)).toBe(-1));
