import { normalPrediction, optionReader } from '../../analytics/forecast/index.ts';
import type { Fit, ModelDefinition, Series } from '../../analytics/forecast/index.ts';
import { firstLine, prophetFailed } from './errors.ts';
import { loadProphet } from './prophet-package.ts';
import type { ProphetOptimizedParams, ProphetPackage } from './prophet-package.ts';

const SECONDS_A_DAY = 86_400;
/** A series without times gets one day per value; its season is then counted in steps, without calendar effects. */
const FIRST_DAY = Date.UTC(2000, 0, 1) / 1_000;
const MOST_WAVES = 10;
const MAX_PRIOR = 1_000;

interface Wishes {
  readonly mode: 'additive' | 'multiplicative';
  readonly changepointPrior: number | undefined;
  readonly seasonalityPrior: number | undefined;
}

/** Epoch seconds of value `index`; augurs expects seconds and would read milliseconds as the year 50,000. */
function secondsAt({ axis }: Series, index: number): number {
  return axis === null ? FIRST_DAY + index * SECONDS_A_DAY : Date.parse(axis.at(index)) / 1_000;
}

function fitProphet({ open, optimizer }: ProphetPackage, series: Series, wishes: Wishes): Fit {
  const { values, period, axis } = series;
  let found: ProphetOptimizedParams | null = null;
  const model = open({
    // Wraps the optimiser, because the package reports neither the fitted noise nor the fitted trend changes.
    optimizer: {
      optimize: (init, data, options) => {
        const output = optimizer.optimize(init, data, options);
        found = output.params;
        return output;
      },
    },
    uncertaintySamples: 0,
    seasonalityMode: wishes.mode,
    ...(wishes.changepointPrior === undefined ? {} : { changepointPriorScale: wishes.changepointPrior }),
    ...(wishes.seasonalityPrior === undefined ? {} : { seasonalityPriorScale: wishes.seasonalityPrior }),
    ...(axis === null
      ? {
          yearlySeasonality: { type: 'manual', enabled: false },
          weeklySeasonality: { type: 'manual', enabled: false },
          dailySeasonality: { type: 'manual', enabled: false },
        }
      : {}),
  });
  if (axis === null && period > 1 && values.length >= 2 * period) {
    model.addSeasonality('season', { period, fourierOrder: Math.max(1, Math.min(MOST_WAVES, Math.floor(period / 2))) });
  }
  const ds = Array.from(values, (_, index) => secondsAt(series, index));
  model.fit({ ds, y: Float64Array.from(values) });
  const fitted = Float64Array.from(model.predict({ ds }).yhat.point);
  const { sigmaObs, delta, k, m } = found as unknown as ProphetOptimizedParams;
  const scale = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const change = delta.reduce((sum, value) => sum + Math.abs(value), 0) / Math.max(1, delta.length);
  const span = ds.at(-1)! - ds[0]!;
  return {
    params: { growth: k, offset: m, noise: sigmaObs * scale, changepoints: delta.length, mode: wishes.mode },
    fitted,
    sigma2: (sigmaObs * scale) ** 2,
    predict: (horizon) => {
      const ahead = Array.from({ length: horizon }, (_, h) => secondsAt(series, values.length + h));
      const { yhat, trend } = model.predict({ ds: ahead });
      const deviations = Float64Array.from(ahead, (at, h) => {
        const time = (at - ds.at(-1)!) / span;
        const factor = wishes.mode === 'multiplicative' && trend.point[h] !== 0 ? yhat.point[h]! / trend.point[h]! : 1;
        return scale * Math.sqrt(sigmaObs ** 2 + factor ** 2 * trendVariance(delta.length, change, time));
      });
      return normalPrediction(Float64Array.from(yhat.point), deviations);
    },
  };
}

/**
 * Variance from future trend changes, in Prophet's units: count · 2b² · τ³/3. Slope changes occur as often as in the
 * history (`count`), each Laplace-distributed with the observed mean size b. Closed form of Taylor & Letham 2018, 3.1.4,
 * which the package samples instead.
 */
export const trendVariance = (count: number, size: number, time: number): number => (count * 2 * size ** 2 * time ** 3) / 3;

/** Prophet (Taylor & Letham 2018), from augurs and Stan in WebAssembly, loaded at the first fit. `load` is for tests. */
export function prophetModel(load: () => Promise<ProphetPackage> = loadProphet): ModelDefinition {
  let loaded: Promise<ProphetPackage> | null = null;
  return {
    name: 'Prophet',
    aliases: [],
    summary:
      'Piecewise linear trend and calendar seasons by Stan; needs times for days, weeks and years (options `mode`: additive or multiplicative, `changepointPrior`, `seasonalityPrior`). An optional package.',
    capabilities: {
      minLength: () => 5,
      season: 'used',
      zeros: 'taken',
      negatives: 'taken',
      covariates: 'refused',
      intervals: 'given',
      cost: 'moderate',
    },
    prepare: (options) => {
      const { choice, number } = optionReader('Prophet', options, ['mode', 'changepointPrior', 'seasonalityPrior']);
      const prior = { min: 1e-6, max: MAX_PRIOR };
      const wishes: Wishes = {
        mode: choice('mode', ['additive', 'multiplicative']) ?? 'additive',
        changepointPrior: number('changepointPrior', prior),
        seasonalityPrior: number('seasonalityPrior', prior),
      };
      return async (series, { meter }) => {
        // A failure isn't cached, because the package may be installed later.
        loaded ??= load().catch((error: unknown) => {
          loaded = null;
          throw error;
        });
        const prophet = await loaded;
        meter.step();
        try {
          return fitProphet(prophet, series, wishes);
        } catch (error) {
          throw prophetFailed({ reason: firstLine(error) }, error);
        }
      };
    },
  };
}
