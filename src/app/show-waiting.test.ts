import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { showWaiting } from './show-waiting.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('quick work shows nothing; slow work counts its seconds and leaves no trace', () => {
  let shown = '';
  const wait = showWaiting((text) => (shown += text));
  const quick = wait('asking');
  vi.advanceTimersByTime(300);
  quick();
  vi.advanceTimersByTime(5_000);
  expect(shown).toBe('');
  const slow = wait('reading the raw log');
  vi.advanceTimersByTime(2_100);
  expect(shown.split('\r\u001B[K')).toEqual([
    '',
    'reading the raw log …',
    'reading the raw log … 1 s',
    'reading the raw log … 2 s',
  ]);
  slow();
  expect(shown.endsWith('\r\u001B[K')).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});
