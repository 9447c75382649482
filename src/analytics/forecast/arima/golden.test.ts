import { expect, test } from 'vitest';

import { createModel } from '../index.ts';
import { readGoldens } from '../testing/golden.ts';

const goldens = readGoldens();
const FIXED: Readonly<Record<string, Record<string, unknown>>> = {
  arima_airline: { order: [0, 1, 1], seasonal: [0, 1, 1] },
  arima212: { order: [2, 1, 2] },
};
const rows = goldens?.fits.filter(({ model }) => model in FIXED) ?? [];
const automatic = goldens?.fits.filter(({ model }) => model === 'auto.arima') ?? [];

test.skipIf(goldens === null)('there are fits of R to compare with, fixed and automatic', () => {
  expect(rows.length).toBeGreaterThan(0);
  expect(automatic.length).toBeGreaterThan(0);
});

/** In log-likelihood. */
const WITHIN = 0.05;

test.each(rows.map((row) => [row.series, row.model, row] as const))(
  '%s, %s: log-likelihood at most 0.05 below R’s; if it is the same, path and bounds are too',
  async (name, model, golden) => {
    const { x, freq } = goldens!.series.get(name)!;
    const fitted = await createModel('ARIMA', FIXED[model]).fit({ values: x, period: freq > 1 ? freq : 1 });
    expect(fitted.loglik).toBeGreaterThan(golden.loglik! - WITHIN);
    if (fitted.loglik! > golden.loglik! + WITHIN) return;
    const { mean, lower, upper } = await fitted.forecast(golden.mean.length, { levels: [80, 95] });
    mean.forEach((value, h) => {
      const width = golden.hi95[h]! - golden.lo95[h]!;
      expect(Math.abs(value - golden.mean[h]!) / width).toBeLessThan(0.02);
      expect(Math.abs(lower![1]![h]! - golden.lo95[h]!) / width).toBeLessThan(0.03);
      expect(Math.abs(upper![0]![h]! - golden.hi80[h]!) / width).toBeLessThan(0.03);
    });
  },
);

/** Criteria are comparable if the orders of differencing are the same. Ours may be lower, or at most this much higher. */
const AICC_SLACK = 6;

test.each(automatic.map((row) => [row.series, row] as const))(
  '%s: AutoARIMA reaches R’s corrected Akaike criterion if it has the same orders of differencing',
  async (name, golden) => {
    const { x, freq } = goldens!.series.get(name)!;
    const fitted = await createModel('AutoARIMA').fit({ values: x, period: freq > 1 ? freq : 1 });
    const differences = (text: string) =>
      [...text.matchAll(/\((\d),(\d),(\d)\)/g)]
        .map((match) => match[2] ?? '0')
        .join()
        .replace(/,0$/, '');
    if (differences(String(fitted.params['order'])) !== differences(golden.method)) return;
    expect(fitted.aicc).toBeLessThan(golden.aicc! + AICC_SLACK);
  },
);
