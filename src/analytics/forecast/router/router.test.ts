import { expect, test } from 'vitest';

import { seededRandom } from '../../../core/random.ts';
import { normals } from '../../series/testing/noise.ts';
import { builtInModels, createCatalogue, routeForecast } from '../index.ts';
import type { ModelDefinition, Routed, RouteRequest, SeriesInput } from '../index.ts';
import { nearestNames } from '../names.ts';
import { AIR_PASSENGERS } from '../testing/classic-series.ts';
import { isClearlyBetter, JUDGING_ORIGINS } from './judge.ts';
import { CANDIDATES, PRIORITIES } from './priorities.ts';
import { valuesWithin, workOf } from './work.ts';

const FEW = ['NaiveSeasonal', 'Naive', 'Theta', 'SES', 'AutoETS'];
const air: SeriesInput = { values: AIR_PASSENGERS, period: 12 };
const request: RouteRequest = { horizon: 12, priority: 'accurate', candidates: FEW };

/** A catalogue with a model of much declared work, and a clock of which each fit of it takes `ms`. */
function withSlowModel(ms: number) {
  let now = 0;
  const naive = builtInModels.find(({ name }) => name === 'Naive')!;
  const slow: ModelDefinition = {
    ...naive,
    name: 'Slow',
    aliases: [],
    capabilities: { ...naive.capabilities, cost: 'moderate' },
    prepare: () => (series, run) => {
      now += ms;
      return naive.prepare({})(series, run);
    },
  };
  return { catalogue: createCatalogue([...builtInModels, slow]), clock: () => now };
}

const still = { catalogue: createCatalogue(builtInModels), clock: () => 0 };

test('a model of too much work for the priority is skipped with the work as reason, however fast it is', async () => {
  const tools = withSlowModel(0);
  const wanted: RouteRequest = { horizon: 12, priority: 'accurate', candidates: ['NaiveSeasonal', 'Slow'] };
  expect((await routeForecast(air, wanted, tools)).judged.map(({ model }) => model)).toEqual(['NaiveSeasonal', 'Slow']);
  const fast = await routeForecast(air, { ...wanted, priority: 'fast' }, tools);
  expect(fast.skipped[0]!.why).toMatch(/^not judged: its 323 ms of work don’t fit in the 149 left of the 150 for judging/);
  const short = await routeForecast(air, { ...wanted, priority: 'realtime' }, tools);
  expect(short.skipped[0]!.why).toBe('a fit to 144 values takes 108 ms of work, over the 20 ms of realtime');
});

/** All that a person reads as numbers: without the measured times. */
const numbersOf = ({ ms: _, ...rest }: Routed) => JSON.stringify(rest);

test('a clock of any speed changes no number', async () => {
  const asked: RouteRequest = { horizon: 12, priority: 'accurate', levels: [80, 95] };
  const random = seededRandom(1);
  const answers: string[] = [];
  for (const most of [0, 0.001, 0.05]) {
    let now = 0;
    const clock = () => (now += most * random());
    answers.push(numbersOf(await routeForecast({ values: AIR_PASSENGERS.slice(0, 40), period: 12 }, asked, { ...still, clock })));
  }
  expect(new Set(answers).size).toBe(1);
  expect(answers[0]).toContain('"ended":"whole"');
});

test('a clock that runs out ends the answer early, and the answer says so', async () => {
  const { catalogue, clock } = withSlowModel(61_000);
  const routed = await routeForecast(air, { ...request, candidates: ['NaiveSeasonal', 'Slow'] }, { catalogue, clock });
  expect(routed).toMatchObject({ ended: 'late', model: 'NaiveSeasonal' });
  expect(routed.skipped).toEqual([{ model: 'Slow', why: 'the clock ended judging' }]);
  expect(routed.notes[0]).toBe('The clock ended this answer early, after 60000 ms: another run may give other numbers.');
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
  expect(direction).toMatchObject({ claim: 'up', origins: 13 });
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

test('intervals without width are explained: no past error is no certainty', async () => {
  const ask = async (values: readonly number[]) =>
    (await routeForecast({ values }, { ...request, horizon: 3, model: 'NaiveDrift', levels: [80, 95] }, still)).notes.join(' ');
  const said = /have no width, because the model repeats the past without error\. This is no certainty/;
  expect(await ask(Array.from({ length: 28 }, (_, t) => 10 + 2.5 * t))).toMatch(said);
  expect(await ask(Array.from({ length: 28 }, (_, t) => 0.1 * t))).toMatch(said);
  expect(await ask(Array.from({ length: 28 }, (_, t) => 10 + 2.5 * t + (t % 3)))).toBe('');
  // A constant series has its own sentence.
  expect(await ask(Array.from({ length: 28 }, () => 7))).toMatch(/^The series never changes: .* This is no certainty/);
});

test('no model left, a gap and an unknown name are coded refusals', async () => {
  const route = (input: SeriesInput, wanted: Partial<RouteRequest>) => routeForecast(input, { ...request, ...wanted }, still);
  await expect(route({ values: [1, 2, 4] }, { candidates: ['HoltWinters'] })).rejects.toMatchObject({
    code: 'TF_FORECAST_ROUTE_EMPTY',
  });
  await expect(route({ values: [1, Number.NaN, 4] }, {})).rejects.toMatchObject({ code: 'TF_FORECAST_SERIES_GAP' });
  await expect(route(air, { model: 'AutoEST' })).rejects.toMatchObject({ code: 'TF_FORECAST_MODEL_UNKNOWN' });
});

test('declared work grows with the length, and states how many values fit into it', () => {
  const theta = still.catalogue.createModel('Theta');
  expect(workOf(theta, 1_000) / workOf(theta, 100)).toBeGreaterThan(3);
  const most = valuesWithin(theta, 20);
  expect(workOf(theta, most)).toBeLessThanOrEqual(20);
  expect(workOf(theta, most + 1)).toBeGreaterThan(20);
  expect(valuesWithin(still.catalogue.createModel('Ensemble'), 1)).toBe(0);
});

test('a mistyped name finds similar names, nonsense none', () => {
  const known = [['AutoETS'], ['AutoARIMA'], ['NaiveSeasonal', 'snaive'], ['Theta']];
  expect(nearestNames('AutoEST', known)[0]).toBe('AutoETS');
  expect(nearestNames('snave', known)).toEqual(['NaiveSeasonal']);
  expect(nearestNames('tehta', known)).toEqual(['Theta']);
  expect(nearestNames('quantum', known)).toEqual([]);
});

test('errors are clearly better if their mean is below 70 % of the usual', () => {
  expect(isClearlyBetter([1, 2, 3], [2, 3, 4])).toBe(true);
  expect(isClearlyBetter([1.5, 2.2, 2.9], [2, 3, 4])).toBe(false);
});

test('a model requested by name is judged if its work fits into the priority', async () => {
  const tools = withSlowModel(0);
  const ask = (priority: 'accurate' | 'fast') => routeForecast(air, { horizon: 12, priority, model: 'slow' }, tools);
  expect((await ask('accurate')).skill.ratio).toBeGreaterThan(1);
  expect((await ask('fast')).skill.said).toMatch(/not known: judging it takes more than the work of this priority/);
});

test('a long series is fitted to its newest values, and the answer says how many', async () => {
  const noise = normals(6);
  const values = Array.from({ length: 30_000 }, () => 50 + noise());
  const { model, notes } = await routeForecast({ values }, { ...request, candidates: ['NaiveSeasonal', 'Kalman'] }, still);
  expect(model).toBe('KalmanForecaster');
  expect(notes).toContain('Fitted to the newest 24900 of 30000 values, because of the work of accurate.');
});

test('the default has room for AutoETS, AutoARIMA and Ensemble on the longest judged part', () => {
  const judged = 600;
  const models = CANDIDATES.filter((name) => name !== 'Ensemble').concat('OTM');
  const work = models.reduce((sum, name) => sum + workOf(still.catalogue.createModel(name), judged), 0);
  expect(JUDGING_ORIGINS * work).toBeLessThan(PRIORITIES.accurate.judging);
  expect(valuesWithin(still.catalogue.createModel('Ensemble'), PRIORITIES.accurate.fitting)).toBeGreaterThan(1_000);
});
