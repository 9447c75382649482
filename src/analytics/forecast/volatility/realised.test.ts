import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import * as vol from './index.ts';

const r = [0.001, -0.002, 0.0015, 0.0005, -0.003];
const rows = [
  [100, 103, 99, 102],
  [102, 104, 100.5, 101.5],
  [101, 103.5, 100, 103],
  [103, 105, 102, 104],
  [104, 106, 103, 105],
] as const;
const bars = rows.map(([open, high, low, close]) => ({ open, high, low, close }));

describe('worked numbers', () => {
  test('realised variance and its parts', () => {
    expect(Math.sqrt(vol.realisedVariance(r))).toBeCloseTo(0.004062, 6);
    // (π/2)(5/4)(2 + 3 + 0.75 + 1.5)·1e-6
    expect(vol.bipowerVariation(r)).toBeCloseTo((Math.PI / 2) * 1.25 * 7.25e-6, 15);
    expect(vol.jumpVariation(r)).toBeCloseTo(1.65e-5 - (Math.PI / 2) * 1.25 * 7.25e-6, 15);
    expect(vol.jumpVariation([0.01, 0.01, 0.01])).toBe(0);
  });

  test.each([
    [vol.closeVariance, 0.00845],
    [vol.parkinsonVariance, 0.020079],
    [vol.garmanKlassVariance, 0.021971],
    [vol.rogersSatchellVariance, 0.021725],
    [vol.yangZhangVariance, 0.020259],
  ])('%o of five bars', (estimate, sigma) => {
    expect(Math.sqrt(estimate(bars))).toBeCloseTo(sigma, 6);
  });

  test('EWMA', () => {
    expect(Math.sqrt(vol.ewmaVariance([0.01, -0.02, 0.005], { start: 1e-4 }))).toBeCloseTo(0.010603, 6);
    expect(vol.ewmaOfVariances([2, 4], { lambda: 0.5 })).toBe(3);
  });
});

test('range estimators are never negative and don’t depend on the price unit', () => {
  const price = fc.double({ min: 1, max: 1000, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(price, price, price, price), { minLength: 3, maxLength: 20 }), (all) => {
      const made = all.map((four) => ({ open: four[0], high: Math.max(...four), low: Math.min(...four), close: four[3] }));
      for (const estimate of [
        vol.parkinsonVariance,
        vol.garmanKlassVariance,
        vol.rogersSatchellVariance,
        vol.yangZhangVariance,
      ]) {
        expect(estimate(made)).toBeGreaterThanOrEqual(-1e-15);
        // A variance doesn't depend on the price unit.
        const doubled = made.map(({ open, high, low, close }) => ({
          open: 2 * open,
          high: 2 * high,
          low: 2 * low,
          close: 2 * close,
        }));
        expect(estimate(doubled)).toBeCloseTo(estimate(made), 10);
      }
    }),
  );
});

const HOUR = 3_600_000_000;
const DAY = 24 * HOUR;
/** Hours of `days` days whose price alternates between 100 and 101, those in `missing` left out. */
const hours = (days: number, missing: (hour: number) => boolean = () => false): vol.TimedBar[] =>
  Array.from({ length: 24 * days }, (_, hour) => {
    const [open, close] = hour % 2 === 0 ? [100, 101] : [101, 100];
    return { time: hour * HOUR, open, close, high: 101, low: 100 };
  }).filter(({ time }) => !missing(time / HOUR));

describe('days from bars', () => {
  const step = Math.log(1.01) ** 2;

  test('a complete day has the sum of its squared returns, and its return from close to close', () => {
    const { days, refused } = vol.realisedDays(hours(2), { barUs: HOUR });
    expect(refused).toEqual([]);
    expect(days.map(({ day }) => day)).toEqual([0, 1]);
    expect(days[1]!.variance).toBeCloseTo(24 * step, 12);
    expect(days[1]!.dayReturn).toBeCloseTo(0, 12);
  });

  test('a gap counts as one return across it, and a day with too many gaps is absent, not filled', () => {
    const few = vol.realisedDays(
      hours(3, (hour) => hour === 30),
      { barUs: HOUR },
    );
    expect(few.days).toHaveLength(3);
    // 100 to 101 and back: across the missing bar the two returns cancel into a return of 0.
    expect(few.days[1]!.variance).toBeCloseTo(22 * step, 12);
    const many = vol.realisedDays(
      hours(3, (hour) => hour >= 30 && hour < 40),
      { barUs: HOUR },
    );
    expect(many.days.map(({ day }) => day)).toEqual([0, 2]);
    expect(many.refused).toEqual([{ day: 1, bars: 14, reason: 'too few bars' }]);
  });

  test('a day with no bar at all, and one on which nothing moved, are refused', () => {
    const still = hours(4, (hour) => hour >= 24 && hour < 48).map((bar) =>
      bar.time >= 3 * DAY ? { ...bar, open: 100, close: 100, high: 100, low: 100 } : bar,
    );
    expect(vol.realisedDays(still, { barUs: HOUR }).refused).toEqual([
      { day: 1, bars: 0, reason: 'too few bars' },
      { day: 3, bars: 24, reason: 'no movement' },
    ]);
  });

  test('a price move during an outage before the day doesn’t count for the day', () => {
    const jumped = hours(2, (hour) => hour === 23).map((bar) =>
      bar.time < DAY ? bar : { time: bar.time, open: 2 * bar.open, close: 2 * bar.close, high: 202, low: 200 },
    );
    expect(vol.realisedDays(jumped, { barUs: HOUR }).days[1]!.variance).toBeCloseTo(24 * step, 12);
  });

  test.each([
    ['a NaN price', [{ ...hours(1)[0]!, close: Number.NaN }]],
    ['a negative price', [{ ...hours(1)[0]!, low: -1 }]],
    ['a close above the high', [{ ...hours(1)[0]!, close: 102 }]],
    ['times out of order', hours(1).toReversed()],
    ['a time twice', [hours(1)[0]!, hours(1)[0]!]],
    ['a time off the grid', [{ ...hours(1)[0]!, time: 7 }]],
  ])('%s is refused', (_, bad) => {
    expect(() => vol.realisedDays(bad, { barUs: HOUR })).toThrow(expect.objectContaining({ code: vol.volatilityInput.code }));
  });

  test('a bar length that doesn’t divide a day, a share of 0 and no bars are refused', () => {
    expect(() => vol.realisedDays(hours(1), { barUs: 7 * HOUR })).toThrow(/divide/);
    expect(() => vol.realisedDays(hours(1), { barUs: HOUR, atLeast: 0 })).toThrow(/share/);
    expect(() => vol.realisedDays([], { barUs: HOUR })).toThrow(expect.objectContaining({ code: vol.volatilityTooShort.code }));
  });
});

test('bad returns and bad options are coded refusals', () => {
  expect(() => vol.realisedVariance([])).toThrow(expect.objectContaining({ code: vol.volatilityTooShort.code }));
  expect(() => vol.ewmaVariance([1, Number.NaN])).toThrow(expect.objectContaining({ code: vol.volatilityInput.code }));
  expect(() => vol.ewmaVariance([1], { lambda: 1 })).toThrow(expect.objectContaining({ code: vol.volatilityOption.code }));
  expect(() => vol.ewmaOfVariances([1], { start: -1 })).toThrow(expect.objectContaining({ code: vol.volatilityOption.code }));
});
