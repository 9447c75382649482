import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { parseJsonSeries, parseM4 } from '../src/analytics/forecast/competition/index.ts';
import type { CompetitionSeries } from '../src/analytics/forecast/competition/index.ts';
import { mase, routeForecast } from '../src/analytics/forecast/index.ts';
import { catalogue } from '../src/app/forecast/catalogue.ts';
import type { BenchRow } from './support/row.ts';
import { rounded } from './support/stats.ts';

const HOURS_A_DAY = 24;
const BESIDE = ['Theta', 'Ensemble', 'NaiveSeasonal'];
const YARDSTICK = 'NaiveSeasonal';

/** Processor time, ms, as the clock: the router's budget on an idle machine. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** Mean MASE over the series with a scale. */
async function score(
  series: readonly CompetitionSeries[],
  forecast: (one: CompetitionSeries) => Promise<Float64Array>,
): Promise<number> {
  let [sum, n] = [0, 0];
  for (const one of series) {
    const own = mase(one.actual, await forecast(one), one.training, one.period);
    if (own === null) continue;
    sum += own;
    n += 1;
  }
  return sum / n;
}

async function rows(title: string, series: readonly CompetitionSeries[]): Promise<readonly BenchRow[]> {
  const beside: Record<string, number> = {};
  for (const name of BESIDE) {
    beside[name.toLowerCase()] = await score(series, async ({ training, period, actual }) => {
      const fitted = await catalogue.createModel(name).fit({ values: training, period });
      return (await fitted.forecast(actual.length)).mean;
    });
  }
  const out: BenchRow[] = [];
  for (const priority of ['fast', 'accurate'] as const) {
    const tools = { catalogue, clock: processorMs };
    const own = await score(series, async ({ training, period, actual }) => {
      const { forecast } = await routeForecast({ values: training, period }, { horizon: actual.length, priority }, tools);
      return forecast.mean;
    });
    const rivals = Object.entries(beside).map(([name, value]) => `${name} ${value.toFixed(3)}`);
    console.error(`${title}, ${series.length} series, ${priority}: MASE ${own.toFixed(3)}; ${rivals.join(', ')}`);
    out.push({
      bench: `forecast-routing-${title.toLowerCase().replace(' ', '-')}-${priority}`,
      value: rounded(own, 3),
      unit: 'MASE',
      against: 'the seasonal naive on the same series',
      ratio: rounded(own / beside[YARDSTICK.toLowerCase()]!, 3),
      n: series.length,
      data: 'recorded',
      beside: Object.fromEntries(Object.entries(beside).map(([name, value]) => [name, rounded(value, 3)])),
    });
  }
  return out;
}

/** Quality of the router's choices: MASE of routed forecasts on a sample of two competitions, beside models chosen by name. */
export default async function forecastRouting(): Promise<readonly BenchRow[]> {
  const folder = process.env['TALLYFOIL_TEST_DATA'];
  if (folder === undefined) {
    console.error('skipped: TALLYFOIL_TEST_DATA is not set, so there are no competition series to route');
    return [];
  }
  const text = (file: string) => gunzipSync(readFileSync(join(folder, 'forecast', file))).toString();
  const m3 = parseJsonSeries(text('m3_quarterly.jsonl.gz')).filter((_, i) => i % 25 === 0);
  const m4 = parseM4(text('m4_hourly_train.csv.gz'), text('m4_hourly_test.csv.gz'), HOURS_A_DAY).filter((_, i) => i % 14 === 0);
  return [...(await rows('M3 quarterly', m3)), ...(await rows('M4 hourly', m4))];
}
