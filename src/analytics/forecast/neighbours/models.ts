import { LAG_CAPABILITIES } from '../lags/capabilities.ts';
import { fitOnLags } from '../lags/fit-on-lags.ts';
import type { Learner } from '../lags/learner.ts';
import { LAG_OPTIONS, LAG_SUMMARY, readLagOptions } from '../lags/options.ts';
import { standardise } from '../linear/standardise.ts';
import type { ModelDefinition, ModelOptions } from '../model.ts';
import { optionReader } from '../options.ts';
import { fitNeighbours, predictNeighbours } from './neighbours.ts';
import type { Neighbours } from './neighbours.ts';

const MOST_NEIGHBOURS = 1_000;

/** All lags have the same unit, so they share one scale; together they weigh as much as one covariate. */
const learner =
  (k: number, weights: Neighbours['weights']): Learner =>
  (rows, targets, { meter }) => {
    const { deviations } = standardise(rows);
    const lags = rows.names!.filter((name) => name.startsWith('lag')).length;
    const common = Math.hypot(...deviations.subarray(0, lags));
    const scales = deviations.map((own, j) => (j < lags ? common : own));
    const known = fitNeighbours(rows, targets, { k, weights, scales });
    meter.step();
    return { predict: (row) => predictNeighbours(known, row), params: { k: known.k }, kind: 'memory' };
  };

function prepare(options: ModelOptions) {
  const reader = optionReader('KNN', options, [...LAG_OPTIONS, 'k', 'weights']);
  const k = reader.number('k', { min: 1, max: MOST_NEIGHBOURS, whole: 'whole' }) ?? 5;
  const weights = reader.choice('weights', ['equal', 'nearness']) ?? 'nearness';
  const layout = readLagOptions(reader);
  const learn = learner(k, weights);
  return (series: Parameters<ReturnType<ModelDefinition['prepare']>>[0], run: Parameters<Learner>[2]) =>
    fitOnLags(series, run, { ...layout, encoding: 'none', learn });
}

/** Forecasts from the most similar stretches of the past. */
export const neighbourModels: readonly ModelDefinition[] = [
  {
    name: 'KNN',
    aliases: ['KNeighbors', 'KNearestNeighbours', 'k-nearest-neighbors'],
    summary: `The mean of the values that followed the \`k\` (5 by default) most similar stretches, weighted by \`weights\` (nearness, equal). ${LAG_SUMMARY}`,
    capabilities: LAG_CAPABILITIES,
    prepare,
  },
];
