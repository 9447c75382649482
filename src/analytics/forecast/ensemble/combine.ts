import { median } from '../math/moments.ts';

/** Weighted mean of paths, step by step; weights are scaled to sum 1. */
export function weightedPath(paths: readonly Float64Array[], weights: readonly number[]): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return paths[0]!.map((_, h) => paths.reduce((sum, path, i) => sum + (path[h]! * weights[i]!) / total, 0));
}

/** Median of paths, step by step. */
export const medianPath = (paths: readonly Float64Array[]): Float64Array =>
  paths[0]!.map((_, h) => median(paths.map((path) => path[h]!)));
