import { mean } from '../math/moments.ts';
import { aggregate, smooth, smoothOptimised, splitDemand } from './demand.ts';

/** Default weight in the literature on Croston's method. */
const WEIGHT = 0.1;
/** Weights of TSB for size and for probability, from its authors' examples. */
const TSB = { size: 0.1, probability: 0.1 };

/** Croston 1972: smoothed size over smoothed gap. 0 if there was no demand. */
export function croston(values: Float64Array, weight = WEIGHT): number {
  const demand = splitDemand(values);
  return demand ? smooth(demand.sizes, weight) / smooth(demand.gaps, weight) : 0;
}

/** Syntetos & Boylan 2005: Croston's rate times 1 − α/2, which removes most of its bias. */
export const sba = (values: Float64Array, weight = WEIGHT): number => croston(values, weight) * (1 - weight / 2);

/** Teunter, Syntetos & Babai 2011: the probability of demand is updated at every step, so that it fades when demand stops. */
export function tsb(values: Float64Array, weights = TSB): number {
  const demand = splitDemand(values);
  if (demand === null) return 0;
  let size = demand.sizes[0]!;
  let probability = 1 / demand.gaps[0]!;
  for (let t = demand.gaps[0]!; t < values.length; t++) {
    const value = values[t]!;
    probability += weights.probability * (Number(value !== 0) - probability);
    if (value !== 0) size += weights.size * (value - size);
  }
  return probability * size;
}

/** One level of aggregation: smoothed block sums, spread evenly over the block. */
const aggregatedRate = (values: Float64Array, size: number): number => smoothOptimised(aggregate(values, size)) / size;

/** Nikolopoulos and others 2011 (ADIDA): aggregate by the mean gap, smooth, spread. */
export function adida(values: Float64Array): number {
  const demand = splitDemand(values);
  if (demand === null) return 0;
  return aggregatedRate(values, Math.min(values.length, Math.max(1, Math.floor(mean(demand.gaps)))));
}

/** Petropoulos & Kourentzes 2015 (IMAPA): the mean over every aggregation from 1 to the mean gap. */
export function imapa(values: Float64Array): number {
  const demand = splitDemand(values);
  if (demand === null) return 0;
  const most = Math.min(values.length, Math.max(1, Math.floor(mean(demand.gaps))));
  let sum = 0;
  for (let size = 1; size <= most; size++) sum += aggregatedRate(values, size);
  return sum / most;
}
