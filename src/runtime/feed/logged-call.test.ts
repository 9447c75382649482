import { expect, test } from 'vitest';
import { callFromLog } from './logged-call.ts';

const CALL = { symbol: 'AAA', path: '/p', bucket: 'public', weight: 5 };

test.each([
  [
    { ...CALL, purpose: 'instruments', symbol: null },
    { ...CALL, question: 'instruments', symbol: null, input: { symbols: [] } },
  ],
  [
    { ...CALL, purpose: 'instruments' },
    { ...CALL, question: 'instruments', input: { symbols: ['AAA'] } },
  ],
  [
    { ...CALL, purpose: 'snapshot' },
    { ...CALL, question: 'snapshot', input: { symbol: 'AAA' } },
  ],
  [
    { ...CALL, purpose: 'ticker' },
    { ...CALL, question: 'ticker', input: { symbol: 'AAA' } },
  ],
  [
    { ...CALL, purpose: 'candles' },
    { ...CALL, question: 'candles', input: { symbol: 'AAA' } },
  ],
  [
    { ...CALL, purpose: 'trades' },
    { ...CALL, question: 'trades', input: { symbol: 'AAA', before: null } },
  ],
  // Ids of earlier builds were numbers.
  [
    { ...CALL, purpose: 'trades', beforeId: 9 },
    { ...CALL, question: 'trades', input: { symbol: 'AAA', before: { id: '9' } } },
  ],
  [
    { ...CALL, purpose: 'poll', poll: 'open_interest' },
    { ...CALL, question: 'open_interest', input: { symbol: 'AAA' } },
  ],
])('%j is read in today’s form', (older, today) => {
  expect(callFromLog(older)).toEqual(today);
  expect(callFromLog(today)).toBe(today);
});

test.each([null, 5, 'text', [], {}, { purpose: 5 }])('%j is no call and stays what it is', (value) =>
  expect(callFromLog(value)).toBe(value),
);
