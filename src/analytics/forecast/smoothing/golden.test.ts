import { expect, test } from 'vitest';

import { createModel } from '../index.ts';
import { readGoldens } from '../testing/golden.ts';

const goldens = readGoldens();
const NAMES: Readonly<Record<string, readonly [string, Record<string, unknown>]>> = {
  naive: ['Naive', {}],
  drift: ['NaiveDrift', {}],
  snaive: ['NaiveSeasonal', {}],
  ses: ['SES', { season: 'ignore' }],
  holt: ['Holt', { season: 'ignore' }],
  damped: ['DampedHolt', { season: 'ignore' }],
  hw_add: ['HoltWinters', {}],
  hw_mul: ['HoltWintersMultiplicative', {}],
  ets: ['AutoETS', {}],
};
const rows = goldens?.fits.filter((fit) => fit.model in NAMES) ?? [];

test.skipIf(goldens === null)('there are fits of R to compare with', () => expect(rows.length).toBeGreaterThan(0));

/** How far a fit may end below R's log-likelihood. R's search stops early on some series, so ours is often higher. */
const SLACK = 1;

test.each(rows.map((row) => [row.series, row.model, row] as const))(
  '%s, %s: the likelihood is no worse than R’s',
  async (name, model, golden) => {
    const [ours, options] = NAMES[model] as (typeof NAMES)[string];
    const { x, freq } = goldens!.series.get(name)!;
    const fitted = await createModel(ours, options).fit({ values: x, period: freq > 1 ? freq : 1 });
    const path = await fitted.forecast(golden.mean.length, { levels: [80, 95] });
    if (golden.loglik === undefined) {
      path.mean.forEach((value, h) => expect(value).toBeCloseTo(golden.mean[h]!, 5));
      path.lower![1]!.forEach((value, h) =>
        expect(Math.abs(value - golden.lo95[h]!)).toBeLessThan(1e-3 * Math.abs(value - golden.mean[h]!)),
      );
      return;
    }
    if (model === 'ets') expect(fitted.aicc).toBeLessThan(golden.aicc! + 2 * SLACK);
    else expect(fitted.loglik).toBeGreaterThan(golden.loglik - SLACK);
    // If both searches end at the same maximum, paths and bounds are the same too.
    if (Math.abs(fitted.loglik! - golden.loglik) < 0.01 && (model !== 'ets' || fitted.params['structure'] === golden.method)) {
      const width = golden.hi95[0]! - golden.lo95[0]!;
      path.mean.forEach((value, h) => expect(Math.abs(value - golden.mean[h]!) / width).toBeLessThan(0.03));
      path.upper![0]!.forEach((value, h) => expect(Math.abs(value - golden.hi80[h]!) / width).toBeLessThan(0.05));
    }
  },
);
