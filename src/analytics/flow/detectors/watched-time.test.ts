import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leaveOut, watchedBefore, type WatchedTime } from './watched-time.ts';

const S = 1_000_000;
const MINUTE = 60 * S;
const watchedFrom = (since: number | null): WatchedTime => ({ since, unwatched: [] });

test('worked example: after hours, a gap of 20 minutes leaves ten of the half hour, until the gap is older', () => {
  const watched = watchedFrom(0);
  leaveOut(watched, 180 * MINUTE, 200 * MINUTE);
  expect(watched.since).toBe(20 * MINUTE);
  expect([201, 210, 220, 230, 300].map((at) => watchedBefore(watched, at * MINUTE) / MINUTE)).toEqual([10, 10, 20, 30, 30]);
});

test('in the first half hour, what was watched is all without the gap', () => {
  const watched = watchedFrom(10 * MINUTE);
  leaveOut(watched, 12 * MINUTE, 15 * MINUTE);
  expect(watchedBefore(watched, 17 * MINUTE)).toBe(4 * MINUTE);
  expect(watchedBefore(watched, 12 * MINUTE)).toBe(0);
});

test('before the first judgement nothing is watched, and no gap is kept', () => {
  const watched = watchedFrom(null);
  leaveOut(watched, 0, MINUTE);
  expect(watched).toEqual(watchedFrom(null));
  expect(watchedBefore(watched, MINUTE)).toBe(0);
});

test('seconds that follow one another are one gap, and gaps of more than half an hour ago are dropped', () => {
  const watched = watchedFrom(0);
  for (let s = 100; s < 160; s++) leaveOut(watched, s * S, (s + 1) * S);
  expect(watched.unwatched).toEqual([100 * S, 160 * S]);
  leaveOut(watched, 1_000 * S, 1_001 * S);
  leaveOut(watched, 1_960 * S, 1_961 * S);
  expect(watched.unwatched).toEqual([1_000 * S, 1_001 * S, 1_960 * S, 1_961 * S]);
});

test('it is the count of the watched seconds of the last 1,800', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 900 })), { minLength: 1, maxLength: 20 }), (runs) => {
      const watched = watchedFrom(0);
      const seconds: boolean[] = [];
      for (const [known, length] of runs) {
        if (!known) leaveOut(watched, seconds.length * S, (seconds.length + length) * S);
        for (let i = 0; i < length; i++) seconds.push(known);
      }
      const last = seconds.slice(-1_800).filter(Boolean).length;
      expect(watchedBefore(watched, seconds.length * S)).toBe(last * S);
    }),
  );
});
