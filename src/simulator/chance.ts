import { seededRandom, type Random } from '../core/index.ts';

/** A separate random generator for each purpose, so that one consumer never shifts another's numbers. FNV-1a over the names. */
export function childRandom(seed: number, ...names: readonly string[]): Random {
  let hash = 0x811c9dc5;
  for (const char of `${seed}|${names.join('|')}`) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return seededRandom(hash);
}

/** Exponential with this mean. */
export const exponential = (random: Random, mean: number): number => -Math.log(1 - random()) * mean;

/** Standard normal, Box and Muller 1958. */
export const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Log-normal with a Pareto tail (exponent 1.5) on a share of the draws: order sizes are heavy-tailed. */
export function heavyTailed(random: Random, median: number, sigma: number, tail = 0.05): number {
  const body = median * Math.exp(sigma * normal(random));
  return random() < tail ? body * Math.min(40, (1 - random()) ** (-1 / 1.5)) : body;
}

/** A whole number in [0, n). */
export const below = (random: Random, n: number): number => Math.floor(random() * n);
