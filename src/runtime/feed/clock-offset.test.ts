import { expect, test } from 'vitest';
import { US_PER_SECOND } from '../../core/index.ts';
import { newClock } from './state.ts';
import { clockFrame, clockOffset, frameTime, observeClock, suspendClock } from './clock-offset.ts';

const seconds = (n: number) => n * US_PER_SECOND;

/** Ten messages per second from `from` to `to`, from an exchange whose clock is ahead by `ahead` seconds. */
function hear(clock: ReturnType<typeof newClock>, from: number, to: number, ahead = 0): void {
  for (let at = from; at < to; at += 0.1) observeClock(clock, seconds(at), seconds(at + ahead) - 5_000);
}

test('is unknown before the first pair', () => {
  expect(clockOffset(newClock())).toBeNull();
});

test('is the smallest difference seen lately, so that slow messages do not count', () => {
  const clock = newClock();
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

test('samples older than five minutes are dropped', () => {
  const clock = newClock();
  observeClock(clock, 0, -1_000);
  for (let at = 30; at <= 300; at += 30) observeClock(clock, seconds(at), seconds(at) - 50_000);
  expect(clockOffset(clock)).toBe(50_000);
  expect(clock.minima).toHaveLength(10);
});

test.each([3_600, -3_600, 50, -50])('one message %i s off changes nothing, and its time is the receive time', (off) => {
  const clock = newClock();
  hear(clock, 0, 60);
  observeClock(clock, seconds(60), seconds(60 + off));
  expect(clock.steppedAt).toBe(seconds(60));
  expect(clockFrame(clock)).toMatchObject({ offset: 5_000, skew: 0 });
  if (off > 0 || off < -60) expect(frameTime(seconds(60 + off), seconds(60), clockFrame(clock))).toBe(seconds(60) - 5_000);
  hear(clock, 60.1, 60.2);
  expect(clock.steppedAt).toBeNull();
});

test('also where it is the first of all', () => {
  const clock = newClock();
  observeClock(clock, seconds(0), seconds(3_600));
  expect(clockOffset(clock)).toBeNull();
  hear(clock, 0.1, 5);
  expect(clockFrame(clock)).toMatchObject({ offset: 5_000, skew: 0 });
  const near = newClock();
  observeClock(near, seconds(0), seconds(50));
  hear(near, 0.1, 5);
  expect(clockFrame(near)).toMatchObject({ offset: 5_000, skew: 0 });
});

test.each([3_600, -3_600, 10, -10])(
  'for a clock set by %i s and back, windows continue, times are translated, and the doubt ends',
  (step) => {
    const clock = newClock();
    hear(clock, 0, 60);
    hear(clock, 60, 90, step);
    expect(clock.steppedAt).toBe(seconds(60));
    expect(clockOffset(clock)).toBeCloseTo(5_000, 0);
    expect(frameTime(seconds(90 + step) - 5_000, seconds(90), clockFrame(clock))).toBeCloseTo(seconds(90) - 5_000, 0);
    hear(clock, 90, 93);
    expect(clockFrame(clock)).toMatchObject({ offset: expect.closeTo(5_000, 0), skew: 0 });
    expect(clock.steppedAt).toBeNull();
  },
);

test('a corrected clock moves the windows with it', () => {
  const clock = newClock();
  hear(clock, 0, 60, 3_600);
  expect(clockOffset(clock)).toBeCloseTo(5_000 - seconds(3_600), 0);
  hear(clock, 60, 75);
  expect(clockFrame(clock)).toMatchObject({ offset: expect.closeTo(5_000, 0), skew: 0 });
});

test('messages that alternate between two clocks prove neither of them', () => {
  const clock = newClock();
  hear(clock, 0, 10);
  for (let at = 10; at < 200; at++) {
    observeClock(clock, seconds(at), seconds(at + 3_600));
    observeClock(clock, seconds(at), seconds(at) - 5_000);
  }
  expect(clockFrame(clock)).toMatchObject({ offset: 5_000, skew: 0 });
});

test('after a jump of the receive clock, the next message shows whether that time passed', () => {
  const [passed, set] = [newClock(), newClock()];
  for (const clock of [passed, set]) {
    hear(clock, 0, 60);
    suspendClock(clock, seconds(3_660), seconds(3_600));
    expect(seconds(3_660) - (clockOffset(clock) ?? 0)).toBeCloseTo(seconds(60) - 5_000, 0);
  }
  observeClock(passed, seconds(3_661), seconds(3_661) - 5_000);
  expect(clockOffset(passed)).toBeCloseTo(5_000, 0);
  observeClock(set, seconds(3_661), seconds(61) - 5_000);
  expect(clockOffset(set)).toBeCloseTo(seconds(3_600) + 5_000, 0);
  expect([passed.steppedAt, set.steppedAt]).toEqual([null, null]);
});
