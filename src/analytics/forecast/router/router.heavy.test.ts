import { expect, test } from 'vitest';

import { builtInModels, createCatalogue, routeForecast } from '../index.ts';
import type { RouteRequest } from '../index.ts';
import { AIR_PASSENGERS } from '../testing/classic-series.ts';

const FEW = ['NaiveSeasonal', 'Naive', 'Theta', 'SES', 'AutoETS'];
const request: RouteRequest = { horizon: 12, priority: 'accurate', candidates: FEW };
const still = { catalogue: createCatalogue(builtInModels), clock: () => 0 };

test('for a season with a trend it chooses a model of both, gives reasons, and beats the seasonal naive', async () => {
  const routed = await routeForecast({ values: AIR_PASSENGERS, period: 12 }, { ...request, levels: [80] }, still);
  expect(routed.model).toBe('AutoETS');
  expect(routed.skill).toMatchObject({ beats: true });
  expect(routed.judged.map(({ model }) => model)).toEqual(expect.arrayContaining(FEW));
  expect(routed.reasons[0]).toContain('of 5 models judged');
  expect(routed.forecast.lower![0]).toHaveLength(12);
});
