import { expect, test } from 'vitest';
import { US_PER_SECOND } from '../../core/index.ts';
import { clockOffset, observeClock } from './clock-offset.ts';
import type { ClockState } from './state.ts';

const fresh = (): ClockState => ({ minima: [], steppedAt: null });
const seconds = (n: number) => n * US_PER_SECOND;

test('is unknown before the first pair', () => {
  expect(clockOffset(fresh())).toBeNull();
});

test('is the smallest difference seen lately, so that slow messages do not count', () => {
  const clock = fresh();
  for (const [at, offset] of [
    [0, 9_000],
    [1, 5_000],
    [2, 700_000],
    [40, 8_000],
  ] as const)
    observeClock(clock, seconds(at), seconds(at) - offset);
  expect(clockOffset(clock)).toBe(5_000);
  expect(clock.steppedAt).toBeNull();
});

test('what is older than five minutes is forgotten', () => {
  const clock = fresh();
  observeClock(clock, 0, -1_000);
  for (let at = 30; at <= 300; at += 30) observeClock(clock, seconds(at), seconds(at) - 50_000);
  expect(clockOffset(clock)).toBe(50_000);
  expect(clock.minima).toHaveLength(10);
});

test.each([
  ['forward', 10],
  ['back', -10],
])('an exchange clock that steps %s is told and taken over', (_, step) => {
  const clock = fresh();
  for (let at = 0; at < 60; at++) observeClock(clock, seconds(at), seconds(at) - 5_000);
  for (let at = 60; at < 130; at++) observeClock(clock, seconds(at), seconds(at + step) - 5_000);
  expect(clock.steppedAt).not.toBeNull();
  expect(clockOffset(clock)).toBe(5_000 - seconds(step));
});
