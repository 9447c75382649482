import fc from 'fast-check';
import { expect, test } from 'vitest';

import { runs } from '../../../test/testing/scale.ts';
import { builtInModels, createCatalogue, expandingWindows, rollForecasts } from '../../analytics/forecast/index.ts';
import { AIR_PASSENGERS } from '../../analytics/forecast/testing/classic-series.ts';
import { CodedError } from '../../core/index.ts';
import { prophetMissing } from './errors.ts';
import { prophetModel } from './index.ts';
import { trendVariance } from './prophet.ts';

const { createModel } = createCatalogue([...builtInModels, prophetModel()]);
const monthly = { start: '1949-01-01T00:00:00Z', step: 'P1M', period: 12 };

const errorOf = async (options: Record<string, unknown>) => {
  const values = AIR_PASSENGERS.slice(0, -12);
  const fitted = await createModel('prophet', options).fit({ values, ...monthly });
  const { mean } = await fitted.forecast(12);
  return AIR_PASSENGERS.slice(-12).reduce((sum, value, h) => sum + (100 * Math.abs(1 - mean[h]! / value)) / 12, 0);
};

test('airline passengers, last year held back: MAPE near the known 4.4 multiplicative and 6.6 additive', async () => {
  expect(await errorOf({ mode: 'multiplicative' })).toBeCloseTo(4.4, 0);
  expect(await errorOf({})).toBeCloseTo(6.6, 0);
});

test('the same series gives the same path and bounds to the last bit, and bounds widen', async () => {
  const ask = async () =>
    (await createModel('Prophet').fit({ values: AIR_PASSENGERS, ...monthly })).forecast(24, { levels: [80] });
  const [first, second] = [await ask(), await ask()];
  expect(second).toEqual(first);
  const widths = first.upper![0]!.map((value, h) => value - first.lower![0]![h]!);
  expect(widths[23]!).toBeGreaterThan(widths[0]!);
});

test('without times a season is counted in steps', async () => {
  const values = Array.from({ length: 90 }, (_, t) => 10 + 5 * Math.sin((2 * Math.PI * t) / 9) + ((t * 7919) % 13) / 50);
  const { mean } = await (await createModel('Prophet').fit({ values, period: 9 })).forecast(9);
  mean.forEach((value, h) => expect(Math.abs(value - 10 - 5 * Math.sin((2 * Math.PI * (90 + h)) / 9))).toBeLessThan(0.6));
});

test('a package that is absent is reported, with the line that installs it', async () => {
  const absent = createCatalogue([
    prophetModel(() => Promise.reject(prophetMissing({ reason: "Cannot find package '@bsull/augurs'" }))),
  ]);
  const error = await absent
    .createModel('prophet')
    .fit({ values: AIR_PASSENGERS })
    .catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: 'TF_FORECAST_PROPHET_MISSING' });
  expect(JSON.stringify((error as CodedError).toBody())).toContain(
    'npm install @bsull/augurs@0.10.2 @bsull/augurs-prophet-wasmstan@0.2.0',
  );
});

test('variance of the trend to come, by hand', () => {
  expect(trendVariance(3, 0.5, 2)).toBeCloseTo((3 * 2 * 0.25 * 8) / 3, 12);
});

const value = fc.oneof(
  fc.double({ min: -1e3, max: 1e3, noNaN: true }),
  fc.constantFrom(0, 0, 0, 1, -1, 1e-12, 1e99, -1e99, 1e-300, Number.NaN, Infinity),
);

test('a finite forecast or a coded refusal, whatever the series', () =>
  fc.assert(
    fc.asyncProperty(fc.array(value, { maxLength: 40 }), fc.constantFrom(1, 4, 12), async (values, period) => {
      try {
        const { mean, lower } = await (await createModel('Prophet').fit({ values, period })).forecast(5, { levels: [80] });
        expect([...mean, ...lower![0]!].every(Number.isFinite)).toBe(true);
      } catch (error) {
        if (!(error instanceof CodedError)) throw error;
        expect(error.code).toMatch(/^TF_FORECAST_/);
      }
    }),
    { numRuns: runs(40), seed: 4 },
  ));

test('changing what comes after an origin changes nothing forecast from it', async () => {
  const values = AIR_PASSENGERS.slice(0, 60);
  const origins = expandingWindows({ length: 60, train: 48, horizon: 6 });
  const before = await rollForecasts(createModel('Prophet'), { values, period: 12 }, origins);
  const [after] = await rollForecasts(
    createModel('Prophet'),
    { values: values.map((each, t) => (t >= 48 ? 1e5 - each : each)), period: 12 },
    origins,
  );
  expect(after!.mean).toEqual(before[0]!.mean);
});
