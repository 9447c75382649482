import { seededRandom, type Random } from '../../../core/index.ts';

/** Standard normal numbers by Box–Muller, from a seed. */
export function normals(seed: number): () => number {
  const random: Random = seededRandom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** `n` values, each computed from its index and a standard normal number. */
export function made(n: number, seed: number, value: (i: number, noise: number) => number): Float64Array {
  const noise = normals(seed);
  return Float64Array.from({ length: n }, (_, i) => value(i, noise()));
}

/** A Gaussian random walk. */
export function walk(n: number, seed: number): Float64Array {
  let level = 0;
  return made(n, seed, (_, noise) => (level += noise));
}

/** An autoregression of order one with unit noise. */
export function autoregression(n: number, phi: number, seed: number): Float64Array {
  let level = 0;
  return made(n, seed, (_, noise) => (level = phi * level + noise));
}
