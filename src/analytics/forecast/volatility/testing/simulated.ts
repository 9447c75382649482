import { normals } from '../../../series/testing/noise.ts';
import { nextVariance, type GarchKind, type GarchParams } from '../garch.ts';
import type { RealisedDay } from '../realised-days.ts';

/** `n` returns of a GARCH process, after a burn-in of 500. */
export function simulatedGarch(kind: GarchKind, params: GarchParams, n: number, seed: number): Float64Array {
  const noise = normals(seed);
  let h = 1e-4;
  const next = () => {
    const r = params.mean + Math.sqrt(h) * noise();
    h = nextVariance(kind, params, h, r);
    return r;
  };
  for (let i = 0; i < 500; i++) next();
  return Float64Array.from({ length: n }, next);
}

/** Days whose log variance is an autoregression around ln(0.01²). */
export function simulatedDays(n: number, seed: number): RealisedDay[] {
  const noise = normals(seed);
  let level = 0;
  return Array.from({ length: n }, (_, day) => {
    level = 0.95 * level + 0.25 * noise();
    const variance = 1e-4 * Math.exp(level);
    return {
      day: 18_000 + day,
      variance,
      bipower: variance * (0.8 + 0.1 * Math.abs(noise())),
      dayReturn: Math.sqrt(variance) * noise(),
      bars: 288,
    };
  });
}
