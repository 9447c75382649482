import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import { inParts } from '../../../../test/testing/in-parts.ts';
import { report } from '../../../../test/testing/report.ts';
import { shareOf } from '../../../../test/testing/scale.ts';
import { parseJsonSeries, parseM4 } from '../competition/index.ts';
import type { CompetitionSeries } from '../competition/index.ts';
import { mase } from '../evaluate/index.ts';
import { builtInModels, createCatalogue, createModel, routeForecast } from '../index.ts';
import { mean } from '../math/moments.ts';

const folder = process.env['TALLYFOIL_TEST_DATA'];
if (folder === undefined) console.warn('skipped: TALLYFOIL_TEST_DATA is not set, so there are no competition series to route');
const text = (file: string) => gunzipSync(readFileSync(join(folder!, 'forecast', file))).toString();

// The rule of choice and the intervals were chosen on every second series of M1 and every twentieth of M4 hourly; these are the others.
const SETS: Readonly<Record<string, () => readonly CompetitionSeries[]>> = {
  M1: () => parseJsonSeries(text('m1.jsonl.gz')).filter((_, i) => i % 2 === 1),
  'M3 quarterly': () => parseJsonSeries(text('m3_quarterly.jsonl.gz')),
  'M4 hourly': () =>
    parseM4(text('m4_hourly_train.csv.gz'), text('m4_hourly_test.csv.gz'), 24).filter((_, i) => i % 20 !== 0 && i % 4 === 1),
};
const PART = 10;

interface Scored {
  readonly model: string;
  readonly routed: number;
  readonly theta: number;
  readonly naive2: number;
  /** Whether each value lies within the interval, by level (80, 95) and step ahead. */
  readonly covered: readonly (readonly boolean[])[];
}

async function scored({ training, actual, period }: CompetitionSeries): Promise<Scored> {
  const input = { values: training, period };
  const horizon = actual.length;
  const { model, forecast } = await routeForecast(
    input,
    { horizon, priority: 'accurate', levels: [80, 95] },
    { catalogue: createCatalogue(builtInModels), clock: () => 0 },
  );
  const errorOf = (path: Float64Array) => mase(actual, path, training, period) ?? 0;
  const pathOf = async (name: string) => (await (await createModel(name).fit(input)).forecast(horizon)).mean;
  const covered = (forecast.lower ?? []).map((path, l) =>
    Array.from(path, (bound, h) => bound <= actual[h]! && actual[h]! <= forecast.upper![l]![h]!),
  );
  return {
    model,
    routed: errorOf(forecast.mean),
    theta: errorOf(await pathOf('Theta')),
    naive2: errorOf(await pathOf('Naive2')),
    covered,
  };
}

const share = (hits: readonly boolean[]) => (100 * hits.filter(Boolean).length) / hits.length;

/** Coverage by series, averaged, and the lowest and highest of any step ahead. */
function coverageOf(rows: readonly Scored[], l: number) {
  const paths = rows.flatMap(({ covered }) => (covered[l] === undefined ? [] : [covered[l]]));
  const steps = Array.from({ length: Math.max(...paths.map((path) => path.length)) }, (_, h) =>
    share(paths.flatMap((path) => (path[h] === undefined ? [] : [path[h]]))),
  );
  return { all: mean(paths.map(share)), least: Math.min(...steps), most: Math.max(...steps) };
}

test.skipIf(folder === undefined).each(Object.keys(SETS))(
  '%s: routed intervals cover what they say, the error is no worse than Theta’s, and boosting beats Naive2 where it is chosen',
  async (name) => {
    const all = SETS[name]!();
    const count = Math.min(all.length, shareOf(all.length));
    const series = Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)]!);
    const run = async (from: number, size: number) => {
      const rows: Scored[] = [];
      for (const one of series.slice(from, from + size)) rows.push(await scored(one));
      return rows;
    };
    const rows = (await inParts({ name: `router-${name.replace(' ', '-')}`, from: 0, count, size: PART }, run)).flat();
    const [at80, at95] = [coverageOf(rows, 0), coverageOf(rows, 1)];
    const gaps = rows.map(({ routed, theta }) => routed - theta);
    const gap = mean(gaps);
    const standard = Math.sqrt(mean(gaps.map((one) => (one - gap) ** 2)) / (gaps.length - 1));
    const boosted = rows.filter(({ model }) => model === 'GradientBoosting');
    const by = (pick: (row: Scored) => number, of = rows) => mean(of.map(pick)).toFixed(3);
    const band = ({ all: whole, least, most }: typeof at80) =>
      `${whole.toFixed(1)} % (by step ahead ${least.toFixed(0)} to ${most.toFixed(0)})`;
    report(
      `${name}, ${count} series: coverage of 80 and 95 %: ${band(at80)}, ${band(at95)}; MASE ${by((row) => row.routed)}, Theta ${by((row) => row.theta)} (paired t ${(gap / standard).toFixed(2)}), Naive2 ${by((row) => row.naive2)}; boosting chosen ${boosted.length} times${boosted.length > 0 ? `, MASE ${by((row) => row.routed, boosted)} against Naive2’s ${by((row) => row.naive2, boosted)}` : ''}`,
    );
    expect(gap / standard).toBeLessThan(1.645);
    if (boosted.length > 0) expect(mean(boosted.map((row) => row.routed - row.naive2))).toBeLessThan(0);
    expect(Math.abs(at80.all - 80)).toBeLessThanOrEqual(4);
    expect(Math.abs(at95.all - 95)).toBeLessThanOrEqual(3);
  },
);
