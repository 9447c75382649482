import { normalCdf } from '../../flow/index.ts';

/**
 * Quantile of the standard normal distribution, `0 < p < 1`.
 * Starts from the tail expansion of Abramowitz & Stegun 26.2.23 (error under 4.5e-4) and takes Newton steps on Φ to about 1e-14.
 */
export function normalQuantile(p: number): number {
  const tail = Math.min(p, 1 - p);
  const t = Math.sqrt(-2 * Math.log(tail));
  let z = -(t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))));
  for (let step = 0; step < 4; step++) z -= (normalCdf(z) - tail) / normalPdf(z);
  return p < 0.5 ? z : -z;
}

/** Density of the standard normal distribution. */
export const normalPdf = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
