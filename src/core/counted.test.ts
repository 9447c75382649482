import { expect, test } from 'vitest';
import { counted } from './counted.ts';

test.each([
  [0, '0 rows'],
  [1, '1 row'],
  [2, '2 rows'],
])('%d is written as %j', (count, text) => expect(counted(count, 'row')).toBe(text));

test('an irregular plural is given', () => expect(counted(2, 'entry', 'entries')).toBe('2 entries'));
