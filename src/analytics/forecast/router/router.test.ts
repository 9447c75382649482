import { expect, test } from 'vitest';

import { normals } from '../../series/testing/noise.ts';
import { builtInModels, createCatalogue, createLatencyBook, routeForecast } from '../index.ts';
import type { ModelDefinition, RouteRequest, SeriesInput } from '../index.ts';
import { nearestNames } from '../names.ts';
import { AIR_PASSENGERS } from '../testing/classic-series.ts';
import { withinOneError } from './judge.ts';
import { expectedLatency, noteLatency } from './latency.ts';

const FEW = ['NaiveSeasonal', 'Naive', 'Theta', 'SES', 'AutoETS'];
const air: SeriesInput = { values: AIR_PASSENGERS, period: 12 };
const request: RouteRequest = { horizon: 12, priority: 'accurate', candidates: FEW };

/** A catalogue with a model that takes `ms` of a clock, which only the model advances. */
function withSlowModel(ms: number) {
  let now = 0;
  const naive = builtInModels.find(({ name }) => name === 'Naive')!;
  const slow: ModelDefinition = {
    ...naive,
    name: 'Slow',
    aliases: [],
    prepare: () => (series, run) => {
      now += ms;
      return naive.prepare({})(series, run);
    },
  };
  return { catalogue: createCatalogue([...builtInModels, slow]), clock: () => now };
}

const still = { catalogue: createCatalogue(builtInModels), clock: () => 0 };

test('a model measured too slow for the priority is skipped with the measurement as reason', async () => {
  const { catalogue, clock } = withSlowModel(400);
  const latencies = createLatencyBook();
  const wanted: RouteRequest = { horizon: 12, priority: 'accurate', candidates: ['NaiveSeasonal', 'Slow'] };
  const first = await routeForecast(air, wanted, { catalogue, clock, latencies });
  expect(first.skipped).toEqual([{ model: 'Slow', why: 'the time for judging ended after 2 of 3 origins' }]);
  const again = await routeForecast(air, { ...wanted, priority: 'fast' }, { catalogue, clock, latencies });
  expect(again.skipped[0]!.why).toMatch(/3 fit\(s\) of 400 ms \(measured\) don’t fit in the [\d.]+ ms left of the 40 ms/);
  const short = await routeForecast(air, { ...wanted, priority: 'realtime' }, { catalogue, clock, latencies });
  expect(short.skipped[0]!.why).toBe('400 ms measured for 144 values, over the 100 ms of realtime');
});

test('research judges every model, however long it takes', async () => {
  const { catalogue, clock } = withSlowModel(60_000);
  const routed = await routeForecast(
    air,
    { ...request, priority: 'research', candidates: ['NaiveSeasonal', 'Slow'] },
    { catalogue, clock },
  );
  expect(routed.judged).toHaveLength(2);
  expect(routed.skipped).toEqual([]);
});

test('no model states a direction for noise around a level', async () => {
  const noise = normals(3);
  let stated = 0;
  for (let round = 0; round < 40; round++) {
    let level = 100;
    const values = Array.from({ length: 200 }, () => (level += noise()));
    const { direction } = await routeForecast(
      { values },
      { horizon: 4, priority: 'fast', candidates: ['NaiveSeasonal', 'Theta', 'SES', 'NaiveDrift'] },
      still,
    );
    if (direction.claim !== null) stated += 1;
  }
  expect(stated).toBeLessThanOrEqual(4);
});

test('a steady rise has a direction with p, from origins before the judging origins', async () => {
  const noise = normals(4);
  const values = Array.from({ length: 200 }, (_, t) => 5 * t + noise());
  const { direction } = await routeForecast({ values }, { ...request, horizon: 4 }, still);
  expect(direction).toMatchObject({ claim: 'up', origins: 16 });
  expect(direction.p).toBeLessThan(0.001);
});

test('a model requested by name is used, and reported if it doesn’t beat the seasonal naive', async () => {
  const routed = await routeForecast(air, { ...request, model: 'naive' }, still);
  expect(routed.model).toBe('Naive');
  expect(routed.skill.beats).toBe(false);
  expect(routed.skill.said).toMatch(/does NOT beat the seasonal naive: \d\.\d\d times/);
  expect(routed.direction.claim).toBeNull();
});

test('a series too short to judge models is still forecast, and the answer says what isn’t known', async () => {
  const routed = await routeForecast({ values: [3, 4, 6, 5] }, { ...request, horizon: 2 }, still);
  expect(routed.reasons[0]).toMatch(/too short to judge/);
  expect(routed.skill.said).toMatch(/not known/);
});

test('a model without intervals gets conformal ones, and says so', async () => {
  const noise = normals(5);
  const values = Array.from({ length: 90 }, (_, t) => (t % 3 === 0 ? 4 + Math.abs(noise()) : 0));
  const routed = await routeForecast({ values }, { horizon: 3, priority: 'research', model: 'TSB', levels: [80] }, still);
  expect(routed.forecast.lower![0]).toHaveLength(3);
  expect(routed.notes.join(' ')).toMatch(/conformal/);
});

test('no model left, a gap and an unknown name are coded refusals', async () => {
  const route = (input: SeriesInput, wanted: Partial<RouteRequest>) => routeForecast(input, { ...request, ...wanted }, still);
  await expect(route({ values: [1, 2, 4] }, { candidates: ['HoltWinters'] })).rejects.toMatchObject({
    code: 'TF_FORECAST_ROUTE_EMPTY',
  });
  await expect(route({ values: [1, Number.NaN, 4] }, {})).rejects.toMatchObject({ code: 'TF_FORECAST_SERIES_GAP' });
  await expect(route(air, { model: 'AutoEST' })).rejects.toMatchObject({ code: 'TF_FORECAST_MODEL_UNKNOWN' });
});

test('latencies grow with the length, and the newest measurement has half the weight', () => {
  const book = createLatencyBook();
  expect(expectedLatency(book, 'X', 'fast', 2_000)).toEqual({ ms: 50, from: 'declared' });
  noteLatency(book, 'X', 100, 10);
  expect(expectedLatency(book, 'X', 'fast', 200)).toEqual({ ms: 20, from: 'measured' });
  noteLatency(book, 'X', 100, 30);
  expect(expectedLatency(book, 'X', 'fast', 100).ms).toBeCloseTo(20, 12);
});

test('a mistyped name finds similar names, nonsense none', () => {
  const known = [['AutoETS'], ['AutoARIMA'], ['NaiveSeasonal', 'snaive'], ['Theta']];
  expect(nearestNames('AutoEST', known)[0]).toBe('AutoETS');
  expect(nearestNames('snave', known)).toEqual(['NaiveSeasonal']);
  expect(nearestNames('tehta', known)).toEqual(['Theta']);
  expect(nearestNames('quantum', known)).toEqual([]);
});

test('errors within one standard error or 2 % count as equal, a clear difference doesn’t', () => {
  expect(withinOneError([3, 1, 2], [1, 2, 2])).toBe(true);
  expect(withinOneError([3, 4, 5], [1, 2, 3])).toBe(false);
  expect(withinOneError([1.01, 2.02, 3.03], [1, 2, 3])).toBe(true);
});

test('a slow model requested by name is judged, unless the priority has a short limit', async () => {
  const { catalogue, clock } = withSlowModel(1_500);
  const ask = (priority: 'accurate' | 'fast') =>
    routeForecast(air, { horizon: 12, priority, model: 'slow' }, { catalogue, clock });
  expect((await ask('accurate')).skill.ratio).toBeGreaterThan(1);
  expect((await ask('fast')).skill.said).toMatch(/not known/);
});
