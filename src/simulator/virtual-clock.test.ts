import { expect, test } from 'vitest';
import fc from 'fast-check';
import { createVirtualClock } from './virtual-clock.ts';

test('timers run when due, and equal times in the order they were set', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 }), (delays) => {
      const clock = createVirtualClock(0);
      const ran: [number, number, number][] = [];
      delays.forEach((ms, i) => clock.after(ms, () => ran.push([clock.now(), ms, i])));
      clock.advanceBy(20);
      expect(ran.map(([, , i]) => i)).toEqual(
        delays
          .map((ms, i) => [ms, i] as const)
          .toSorted(([a, i], [b, j]) => a - b || i - j)
          .map(([, i]) => i),
      );
      expect(ran.every(([now, ms]) => now === ms * 1_000)).toBe(true);
      expect(clock.pending()).toBe(0);
    }),
  );
});

test('timers set by timers run in the same advance; cancelled ones never', () => {
  const clock = createVirtualClock(1_000);
  const ran: string[] = [];
  clock.after(1, () => {
    ran.push('first');
    clock.after(1, () => ran.push('second'));
  });
  const cancel = clock.after(1.5, () => ran.push('cancelled'));
  cancel();
  cancel();
  expect(clock.pending()).toBe(1);
  clock.advanceTo(3_000);
  expect(ran).toEqual(['first', 'second']);
  expect(clock.now()).toBe(3_000);
});

test('the clock never goes back, takes no NaN, and is not advanced from inside', () => {
  const clock = createVirtualClock(5_000);
  expect(() => clock.advanceTo(4_999)).toThrow(RangeError);
  expect(() => clock.after(Number.NaN, () => {})).toThrow(RangeError);
  expect(() => createVirtualClock(1.5)).toThrow(RangeError);
  clock.after(1, () => clock.advanceBy(1));
  expect(() => clock.advanceBy(2)).toThrow('already advancing');
});
