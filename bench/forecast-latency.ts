import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

import { parseJsonSeries } from '../src/analytics/forecast/competition/index.ts';
import { assessDrift } from '../src/analytics/series/index.ts';
import { catalogue, monotonicClock } from '../src/app/forecast/catalogue.ts';
import { mase, routeForecast, smape } from '../src/analytics/forecast/index.ts';
import type { SeriesInput } from '../src/analytics/forecast/index.ts';
import { normals } from '../src/analytics/series/testing/noise.ts';
import type { BenchRow } from './support/row.ts';
import { median, rounded } from './support/stats.ts';

const SIZES = [500, 1_000, 2_000];
const HORIZON = 24;
const PERIOD = 12;
/** Required limits, ms, and the models that they apply to. */
const LIMITS: readonly (readonly [limit: number, models: readonly string[]])[] = [
  [5, ['Naive', 'NaiveSeasonal', 'NaiveDrift', 'NaiveMean', 'NaiveMovingAverage', 'Naive2']],
  [50, ['SES', 'Holt', 'DampedHolt', 'HoltWinters', 'HoltWintersMultiplicative', 'ExponentialSmoothing', 'ETS', 'AutoETS']],
  [100, ['Theta', 'FourTheta', 'OTM', 'DOTM', 'AutoTheta']],
  [200, ['ARIMA']],
  [300, ['LightGBMStyle']],
  [350, ['XGBoostStyle']],
  [400, ['CatBoostStyle', 'GradientBoosting']],
  [500, ['AutoARIMA']],
  [1_000, ['Prophet']],
];
const LIMIT_OF = new Map(LIMITS.flatMap(([limit, models]) => models.map((model) => [model, limit] as const)));
const ROUTER_LIMIT = 50;
const DRIFT_LIMIT = 100;
const BUDGET = 100;
const BUDGETED = [
  'AutoETS',
  'AutoARIMA',
  'ARIMA',
  'FourTheta',
  'AutoTheta',
  'MSTLARIMA',
  'Ensemble',
  'EnsembleWeighted',
  'Stacking',
];

/** A trend, a season and noise, so that most models find something to fit. */
function seriesOf(length: number): SeriesInput {
  const noise = normals(length);
  const values = Float64Array.from({ length }, (_, t) => 100 + t / 20 + 10 * Math.sin((2 * Math.PI * t) / PERIOD) + 3 * noise());
  return { values, period: PERIOD, start: '2000-01-01T00:00:00Z', step: 'P1M' };
}

async function timed(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Time on the processor, ms: equals wall time on an idle machine, because nothing here waits. */
async function processorTime(work: () => unknown): Promise<number> {
  const began = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1_000;
}

const ROUNDS = 3;

/** Median of three runs, after one warm-up run. */
async function middle(work: () => unknown): Promise<number> {
  await work();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push(await processorTime(work));
  return median(times);
}

interface Timing {
  readonly value: number;
  readonly against: string;
  readonly limit: number;
  /** Number of timings; `value` is their median. */
  readonly n: number;
  readonly beside: Readonly<Record<string, number>>;
}

const row = (bench: string, { value, against, limit, n, beside }: Timing): BenchRow => ({
  bench,
  value: rounded(value, 2),
  unit: 'ms',
  against,
  ratio: rounded(value / limit, 3),
  n,
  data: 'simulated',
  beside,
});

async function modelRows(): Promise<readonly BenchRow[]> {
  const out: BenchRow[] = [];
  for (const { name } of catalogue.listModels()) {
    const beside: Record<string, number> = {};
    for (const size of SIZES) {
      const input = seriesOf(size);
      const model = catalogue.createModel(name);
      if (model.refusal(input)) continue;
      beside[`ms_${size}`] = rounded(await middle(async () => (await model.fit(input, { seed: 1 })).forecast(HORIZON)), 2);
    }
    const most = Math.max(...Object.values(beside));
    const limit = LIMIT_OF.get(name);
    console.error(
      `${name.padEnd(28)} ${Object.values(beside).join(' / ')}${limit === undefined ? '' : `   of ${limit} ms${most > limit ? '  OVER' : ''}`}`,
    );
    out.push(
      row(`forecast-latency-${name.toLowerCase()}`, {
        value: most,
        against: limit === undefined ? 'nothing: no limit is required' : `the required limit of ${limit} ms`,
        limit: limit ?? most,
        n: ROUNDS,
        beside,
      }),
    );
  }
  return out;
}

async function routerRows(): Promise<readonly BenchRow[]> {
  const out: BenchRow[] = [];
  for (const priority of ['realtime', 'fast', 'accurate'] as const) {
    const beside: Record<string, number> = {};
    for (const size of SIZES) {
      const ask = () =>
        routeForecast(seriesOf(size), { horizon: HORIZON, priority, levels: [80] }, { catalogue, clock: monotonicClock });
      await ask();
      const { ms, model, judged } = await ask();
      beside[`choosing_${size}`] = rounded(ms.choosing, 2);
      beside[`overhead_${size}`] = rounded(ms.overhead, 2);
      beside[`total_${size}`] = rounded(ms.total, 2);
      console.error(
        `router, ${priority}, ${size}: ${model} of ${judged.length} judged; choosing ${ms.choosing.toFixed(1)} (outside the models ${ms.overhead.toFixed(2)}), forecast ${ms.forecast.toFixed(1)}, total ${ms.total.toFixed(1)} ms`,
      );
    }
    const own = priority === 'accurate' ? 'overhead' : 'choosing';
    const most = Math.max(...SIZES.map((size) => beside[`${own}_${size}`]!));
    const against = `the required limit of ${ROUTER_LIMIT} ms, ${own}`;
    out.push(row(`forecast-router-${priority}`, { value: most, against, limit: ROUTER_LIMIT, n: 1, beside }));
  }
  const drift: Record<string, number> = {};
  for (const size of SIZES) {
    const { values } = seriesOf(size);
    const half = size / 2;
    drift[`ms_${size}`] = rounded(await middle(() => assessDrift(values.slice(0, half), values.slice(half))), 2);
  }
  console.error(`drift ${Object.values(drift).join(' / ')} of ${DRIFT_LIMIT} ms`);
  const against = `the required limit of ${DRIFT_LIMIT} ms`;
  const value = Math.max(...Object.values(drift));
  return [...out, row('forecast-drift', { value, against, limit: DRIFT_LIMIT, n: ROUNDS, beside: drift })];
}

/** Overrun of a budget that is shorter than the fit. */
async function budgetRows(): Promise<readonly BenchRow[]> {
  const out: BenchRow[] = [];
  const input = seriesOf(2_000);
  for (const name of BUDGETED) {
    const model = catalogue.createModel(name);
    const free = await timed(() => model.fit(input));
    // Warmed up, so that compilation is not counted as overrun.
    const budget = free > BUDGET ? BUDGET : Math.max(10, free / 2);
    await model.fit(input, { budgetMs: budget });
    const took = await timed(() => model.fit(input, { budgetMs: budget }));
    const over = Math.max(0, (100 * (took - budget)) / budget);
    console.error(
      `budget ${budget.toFixed(0)} ms, ${name.padEnd(18)} took ${took.toFixed(1)} ms (${free.toFixed(0)} without): ${over.toFixed(0)} % over`,
    );
    out.push(
      row(`forecast-budget-${name.toLowerCase()}`, {
        value: took,
        against: `a budget of ${budget.toFixed(0)} ms`,
        limit: budget,
        n: 1,
        beside: { without: rounded(free, 1), percent_over: rounded(over, 1) },
      }),
    );
  }
  return out;
}

/** Our AutoETS against the AutoETS of augurs, which has no seasonal models, on the yearly series of M1. */
async function augursRows(): Promise<readonly BenchRow[]> {
  const folder = process.env['TALLYFOIL_TEST_DATA'];
  if (folder === undefined) {
    console.error('skipped: TALLYFOIL_TEST_DATA is not set, so there are no series to compare with augurs');
    return [];
  }
  const augurs = await import('@bsull/augurs/ets');
  augurs.initSync({ module: readFileSync(fileURLToPath(new URL('ets_bg.wasm', import.meta.resolve('@bsull/augurs/ets')))) });
  const series = parseJsonSeries(gunzipSync(readFileSync(join(folder, 'forecast', 'm1.jsonl.gz'))).toString()).filter(
    ({ part }) => part === 'yearly',
  );
  const sums = { own: [0, 0, 0], theirs: [0, 0, 0] };
  let n = 0;
  const model = catalogue.createModel('AutoETS');
  for (const { training, actual } of series) {
    let [own, theirs]: [Float64Array, Float64Array] = [new Float64Array(0), new Float64Array(0)];
    let refused = false;
    const theirMs = await timed(() => {
      try {
        const found = new augurs.AutoETS(1, 'ZZN');
        found.fit(training);
        theirs = Float64Array.from(found.predict(actual.length, null).point);
      } catch {
        refused = true;
      }
    });
    if (refused || !theirs.every(Number.isFinite)) continue;
    const ownMs = await timed(async () => {
      own = (await (await model.fit({ values: training })).forecast(actual.length)).mean;
    });
    const scores = [own, theirs].map((path) => [smape(actual, path), mase(actual, path, training, 1)] as const);
    if (scores.some(([, scale]) => scale === null)) continue;
    n += 1;
    [sums.own, sums.theirs].forEach((sum, i) => {
      sum[0]! += scores[i]![0];
      sum[1]! += scores[i]![1]!;
      sum[2]! += i === 0 ? ownMs : theirMs;
    });
  }
  const [own, theirs] = [sums.own.map((sum) => sum / n), sums.theirs.map((sum) => sum / n)] as [number[], number[]];
  console.error(
    `AutoETS on ${n} of ${series.length} yearly series of M1: ours ${own.map((v) => v.toFixed(3)).join(' / ')}, augurs ${theirs.map((v) => v.toFixed(3)).join(' / ')} (sMAPE / MASE / ms); augurs has no ARIMA`,
  );
  return [
    {
      bench: 'forecast-autoets-m1-yearly',
      value: rounded(own[1]!, 3),
      unit: 'MASE',
      against: '@bsull/augurs 0.10.2 AutoETS',
      ratio: rounded(own[1]! / theirs[1]!, 3),
      n,
      data: 'recorded',
      beside: {
        smape: rounded(own[0]!, 3),
        their_smape: rounded(theirs[0]!, 3),
        their_mase: rounded(theirs[1]!, 3),
        ms: rounded(own[2]!, 3),
        their_ms: rounded(theirs[2]!, 3),
      },
    },
  ];
}

/** Cost of forecasts: each model on 500, 1,000 and 2,000 values against its limit, the router, drift, budgets, and augurs. */
export default async function forecastLatency(): Promise<readonly BenchRow[]> {
  return [...(await modelRows()), ...(await routerRows()), ...(await budgetRows()), ...(await augursRows())];
}
