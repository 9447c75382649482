import { expect, test } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

test('seconds to milliseconds, three days at most', () => {
  expect(retryAfterMs({ 'retry-after': '7' })).toBe(7_000);
  expect(retryAfterMs({ 'retry-after': '999999999' })).toBe(3 * 86_400_000);
});

test('anything else leaves the wait to the feed', () => {
  for (const text of ['', '-1', '1.5', 'Wed, 21 Oct 2026 07:28:00 GMT']) expect(retryAfterMs({ 'retry-after': text })).toBeNull();
  expect(retryAfterMs({})).toBeNull();
});
