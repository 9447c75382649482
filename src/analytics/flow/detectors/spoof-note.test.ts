import { expect, test } from 'vitest';
import { spoofNote } from './spoof-note.ts';

const one = { side: 'ask', layers: 1, size: 21_637.25, times: 21.6, lifeSeconds: 3.7, price: 0.580_937, tradedShare: 0 } as const;

test.each([
  [one, 'an ask of 21637.3 at 0.580937, 21.6 times the usual large size, withdrawn after 3.7 s with 0 % traded.'],
  [{ ...one, side: 'bid' } as const, 'a bid of 21637.3 at 0.580937, 21.6 times the usual large size,'],
  [{ ...one, layers: 3 }, '3 ask levels near 0.580937, 21637.3 in all, the largest 21.6 times the usual large size,'],
])('the note of a withdrawal states its size', (withdrawal, text) => {
  expect(spoofNote(withdrawal, {})).toContain(`Suspected spoofing: ${text}`);
});
