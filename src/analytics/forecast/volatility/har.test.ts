import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { runs } from '../../../../test/testing/scale.ts';
import { normals } from '../../series/testing/noise.ts';
import { dieboldMariano } from '../evaluate/index.ts';
import { harInputs } from './har-inputs.ts';
import * as vol from './index.ts';
import { simulatedDays } from './testing/simulated.ts';

const days = simulatedDays(400, 7);
const MODELS: readonly vol.VarianceModel[] = [
  vol.ewmaModel('EWMA returns', { over: 'returns' }),
  vol.ewmaModel('EWMA realised', { over: 'realised', lambda: 0.9 }),
  vol.harModel('HAR'),
  vol.harModel('HAR root', { scale: 'root' }),
  vol.harModel('HAR log JL', { scale: 'log', terms: ['jumps', 'leverage'], windows: [5, 22] }),
  vol.garchModel('GARCH', 'garch'),
  vol.dayAheadHar(),
  vol.dayAheadModel(),
];

describe('HAR', () => {
  test('the regressors are the averages of the last day, week and month, then jumps and negative returns', () => {
    const at = 40;
    const inputs = harInputs(days, at, { scale: 'variance', terms: ['jumps', 'leverage'], windows: [7, 30] })!;
    const mean = (length: number, value: (day: vol.RealisedDay) => number) =>
      days.slice(at - length + 1, at + 1).reduce((sum, day) => sum + value(day) / length, 0);
    const fall = ({ dayReturn }: vol.RealisedDay) => (dayReturn < 0 ? dayReturn ** 2 : 0);
    const { variance, bipower } = days[at]!;
    const expected = [
      1,
      ...[1, 7, 30].map((length) => mean(length, (day) => day.variance)),
      Math.max(0, variance - bipower),
      ...[1, 7, 30].map((length) => mean(length, fall)),
    ];
    expected.forEach((value, i) => expect(inputs[i]! / (value === 0 ? 1 : value)).toBeCloseTo(value === 0 ? 0 : 1, 12));
  });

  test('finds the weights of simulated days', () => {
    const noise = normals(3);
    const made = days.slice(0, 30).map((day) => ({ ...day }));
    for (let i = 30; i < 4000; i++) {
      const [, d, w, m] = harInputs(made, i - 1, { scale: 'variance', terms: [], windows: [7, 30] })!;
      const variance = (1e-5 + 0.3 * d! + 0.4 * w! + 0.2 * m!) * Math.exp(0.2 * noise() - 0.02);
      made.push({ day: made[i - 1]!.day + 1, variance, bipower: variance, dayReturn: 0, bars: 24 });
    }
    const { coefficients, rows } = vol.fitHar(made);
    expect(rows).toBeGreaterThan(3900);
    [0.3, 0.4, 0.2].forEach((weight, i) => expect(Math.abs(coefficients[i + 1]! - weight)).toBeLessThan(0.06));
  });

  test('an absent day is left out of averages; a window with too few days has no average', () => {
    const shape = { scale: 'variance', terms: [], windows: [7, 30] } as const;
    const holed = days.filter(({ day }) => day !== days[38]!.day);
    const week = harInputs(holed, 39, shape)![2]!;
    const known = [34, 35, 36, 37, 39, 40].map((i) => days[i]!.variance);
    expect(week / (known.reduce((sum, value) => sum + value) / 6)).toBeCloseTo(1, 12);
    expect(
      harInputs(
        days.filter((_, i) => i < 20 || i > 34),
        30,
        shape,
      ),
    ).toBeNull();
    expect(harInputs(days, 10, shape)).toBeNull();
    expect(harInputs([], -1, shape)).toBeNull();
  });

  test('a forecast outside the observed range is replaced by the mean, and marked as filtered', () => {
    const { forecast } = vol.fitHar(days);
    const stormy = days.map((day, i) => (i === days.length - 1 ? { ...day, variance: 5 } : day));
    const { variance, filtered } = forecast(stormy);
    expect(filtered).toBe(true);
    const seen = days.filter(
      (_, i) => i > 0 && harInputs(days, i - 1, { scale: 'variance', terms: [], windows: [7, 30] }) !== null,
    );
    expect(variance / (seen.reduce((sum, day) => sum + day.variance, 0) / seen.length)).toBeCloseTo(1, 12);
    expect(forecast(days).filtered).toBe(false);
  });

  test('too few days, identical days and invalid windows are refused', () => {
    const code = (run: () => unknown) => {
      try {
        run();
      } catch (error) {
        return (error as { code?: string }).code;
      }
      return null;
    };
    expect(code(() => vol.fitHar(days.slice(0, 60)))).toBe(vol.volatilityTooShort.code);
    expect(code(() => vol.fitHar(days.map((day) => ({ ...day, variance: 1e-4 }))))).toBe(vol.volatilityDiverged.code);
    expect(code(() => vol.fitHar(days.map((day, i) => (i === 9 ? { ...day, variance: Number.NaN } : day))))).toBe(
      vol.volatilityInput.code,
    );
    expect(code(() => vol.fitHar(days, { windows: [7, 7] }))).toBe(vol.volatilityOption.code);
    expect(code(() => vol.fitHar(days).forecast(days.slice(0, 5)))).toBe(vol.volatilityTooShort.code);
  });
});

test('a weekday-adjusted model restores the weekday’s factor in its forecast', () => {
  const weekend = days.map((day) => ((day.day + 4) % 7 === 0 ? { ...day, variance: day.variance / 4 } : day));
  const plain = vol.rollingVariance(weekend, vol.harModel('plain'), { train: 200 });
  const freed = vol.rollingVariance(weekend, vol.weekdayModel('freed', vol.harModel('HAR')), { train: 200 });
  const loss = (list: readonly vol.VarianceForecast[]) => list.reduce((sum, one) => sum + one.loss, 0) / list.length;
  expect(loss(freed)).toBeLessThan(0.7 * loss(plain));
  expect(
    dieboldMariano(
      freed.map((one) => one.loss),
      plain.map((one) => one.loss),
      { kind: 'bartlett' },
    )!.p,
  ).toBeLessThan(0.01);
});

test.each(MODELS.map((model) => [model.name, model] as const))(
  '%s never looks ahead: values after the origin change nothing',
  (_, model) => {
    const options = { train: 150, refitEvery: 90 };
    const before = vol.rollingVariance(days, model, options);
    fc.assert(
      fc.property(fc.integer({ min: 150, max: 399 }), fc.double({ min: 1e-9, max: 10, noNaN: true }), (origin, factor) => {
        const changed = days.map((day, i) =>
          i < origin
            ? day
            : { ...day, variance: day.variance * factor, bipower: day.bipower / factor, dayReturn: -day.dayReturn * factor },
        );
        const after = vol.rollingVariance(changed.slice(0, origin + 1), model, options);
        const known = before.slice(0, origin - 150 + 1).map(({ forecast }) => forecast);
        expect(after.map(({ forecast }) => forecast)).toEqual(known);
        expect(known.every((value) => value > 0 && Number.isFinite(value))).toBe(true);
      }),
      { numRuns: runs(4), seed: 4 },
    );
  },
);

test('a day after an unknown one isn’t forecast, and the loss is QLIKE', () => {
  const holed = days.filter((_, i) => i !== 300);
  const rolled = vol.rollingVariance(holed, vol.ewmaModel('EWMA', { over: 'realised' }), { train: 250 });
  expect(rolled.map(({ day }) => day)).not.toContain(days[301]!.day);
  expect(rolled).toHaveLength(148);
  const { actual, forecast, loss } = rolled[0]!;
  expect(loss).toBeCloseTo(actual / forecast - Math.log(actual / forecast) - 1, 12);
  expect(() => vol.rollingVariance(days, MODELS[0]!, { train: 400 })).toThrow(
    expect.objectContaining({ code: vol.volatilityTooShort.code }),
  );
  expect(() => vol.rollingVariance(days, MODELS[0]!, { train: 0 })).toThrow(
    expect.objectContaining({ code: vol.volatilityOption.code }),
  );
  expect(() => vol.meanModel('none', [])).toThrow(expect.objectContaining({ code: vol.volatilityOption.code }));
});
