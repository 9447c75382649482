import { expect, test } from 'vitest';

import { codedError } from '../../src/core/coded-error.ts';
import { blank } from './blank.ts';

test('a message shows its blanks, however it formats its facts', () => {
  const make = codedError<{ who: string; list: readonly string[]; size: number }>('TF_TEST_BLANK', {
    status: 400,
    message: ({ who, list, size }) => `${who} has ${list.map((item) => item.toUpperCase()).join(', ')} of ${size.toFixed(2)}`,
    advice: ({ list }) => (list.length > 0 ? `Try ${list.slice(0, 3).join(' or ')}, ${[...list].join('/')}.` : 'Nothing.'),
  });
  const error = make(blank() as never);
  expect(error.message).toBe('‹who› has ‹list› of ‹size›');
  expect(error.advice).toBe('Try ‹list›, ‹list›.');
});
