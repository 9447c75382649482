import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ageWords, lineHead, sourceLabel, withSource } from './label-words.ts';

test.each([
  [0, '0ms'],
  [999.4, '999ms'],
  [999.6, '1s'],
  [1_449, '1.4s'],
  [9_999, '9.9s'],
  [59_999, '59s'],
  [60_000, '1m'],
  [3_599_999, '59m'],
  [3_600_000, '1h'],
  [172_799_999, '47h'],
  [172_800_000, '2d'],
  [null, 'no data'],
])('%s ms reads %s', (ms, words) => expect(ageWords(ms)).toBe(words));

test('an age is never rounded up into the next unit, and has at most five characters', () =>
  fc.assert(fc.property(fc.double({ min: 0, max: 8e11, noNaN: true }), (ms) => ageWords(ms).length <= 5)));

test('data that are not live are labelled, also when their source is missing', () => {
  expect(sourceLabel({ source: 'live' })).toBe('');
  expect(sourceLabel({ source: 'live', replayed: true })).toBe('REPLAYED');
  expect(sourceLabel({ source: 'simulated', replayed: true })).toBe('SIMULATED REPLAYED');
  expect(sourceLabel({})).toBe('SOURCE UNKNOWN');
  expect(withSource({ source: 'recorded' }, 'x')).toBe('RECORDED x');
});

test('the longest label of a simulated market in a usual state fits twenty columns', () => {
  for (const state of ['gap', 'down', 'synced'])
    for (const age_ms of [143, 9_999, 59_000, 3_000_000, 100_000_000])
      expect(lineHead({ source: 'simulated', state, age_ms }).length).toBeLessThanOrEqual(20);
});
