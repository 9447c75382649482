import { expect, test } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

// 2026-10-21T07:28:00Z.
const NOW = 1_792_567_680;

test.each([
  ['0', 0],
  ['7', 7_000],
  ['Wed, 21 Oct 2026 07:28:30 GMT', 30_000],
  ['Wed, 21 Oct 2026 07:27:00 GMT', 0],
  ['', null],
  ['-1', null],
  ['1.5', null],
  ['1e3', null],
  [' ', null],
  ['soon', null],
  ['2026-10-21', null],
  ['Wed, 99 Oct 2026 07:28:30 GMT', null],
  [undefined, null],
])('%j is %j', (header, wait) => expect(retryAfterMs(header, NOW)).toBe(wait));
