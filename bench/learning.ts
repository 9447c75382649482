import { seededRandom } from '../src/core/random.ts';
import { createModel } from '../src/analytics/forecast/index.ts';
import type { BenchRow } from './support/row.ts';
import { median, rounded } from './support/stats.ts';

const ROUNDS = 9;
const HORIZON = 24;
const HOURS_A_DAY = 24;

/** Models with their required limits for a fit and a forecast, ms. On 2,000 values the boosting model has the limit of the slowest. */
const LIMITS: readonly (readonly [model: string, lengths: readonly number[], ms: number])[] = [
  ['GradientBoosting', [500, 1000], 300],
  ['GradientBoosting', [2000], 400],
  ['LightGBMStyle', [500, 1000], 300],
  ['XGBoostStyle', [500, 1000], 350],
  ['CatBoostStyle', [500, 1000], 400],
  ['RandomForest', [500, 1000], 400],
  ['Ridge', [500, 1000, 2000], 50],
  ['KNN', [500, 1000, 2000], 50],
];

/** An hourly series with a day, a week and an autoregression in it. */
function hourly(length: number): Float64Array {
  const random = seededRandom(length);
  let level = 0;
  return Float64Array.from({ length }, (_, t) => {
    level = 0.9 * level + random() - 0.5;
    return 100 + 20 * Math.sin((2 * Math.PI * t) / HOURS_A_DAY) + 8 * Math.sin((2 * Math.PI * t) / (7 * HOURS_A_DAY)) + 5 * level;
  });
}

async function timeOnce(name: string, values: Float64Array): Promise<number> {
  const began = performance.now();
  await (await createModel(name).fit({ values, period: HOURS_A_DAY })).forecast(HORIZON);
  return performance.now() - began;
}

/** Time to fit and forecast 24 hours with the models that learn: the median of nine, over the required limit. */
export default async function learningBench(): Promise<readonly BenchRow[]> {
  const out: BenchRow[] = [];
  for (const [name, lengths, limit] of LIMITS) {
    for (const length of lengths) {
      const values = hourly(length);
      await timeOnce(name, values);
      const times: number[] = [];
      for (let round = 0; round < ROUNDS; round++) times.push(await timeOnce(name, values));
      out.push({
        bench: `learning-${name.toLowerCase()}-${length}`,
        value: rounded(median(times), 1),
        unit: 'ms',
        against: `the limit of ${limit} ms`,
        ratio: rounded(median(times) / limit, 3),
        n: ROUNDS,
        beside: { fastest_ms: rounded(Math.min(...times), 1), slowest_ms: rounded(Math.max(...times), 1) },
      });
    }
  }
  return out;
}
