import { seededRandom } from '../../../core/index.ts';
import { made, normals } from './noise.ts';

/** A stream and the indices of its true events. */
export interface Stream {
  readonly x: Float64Array;
  readonly truth: readonly number[];
}

/** Noise of unit variance: independent, or autoregressive with coefficient 0.5. */
export type NoiseKind = 'white' | 'persistent';
const PHI = 0.5;

function noiseOf(n: number, kind: NoiseKind, seed: number): Float64Array {
  let level = 0;
  return made(n, seed, (_, e) => (level = kind === 'white' ? e : PHI * level + Math.sqrt(1 - PHI * PHI) * e));
}

/** `count` indices in [from, n − apart), at least `apart` from each other. */
function places(n: number, count: number, apart: number, from: number, seed: number): number[] {
  const random = seededRandom(seed);
  const free = n - from - count * apart;
  const cuts = Array.from({ length: count }, () => Math.floor(random() * free)).sort((a, b) => a - b);
  return cuts.map((cut, i) => from + cut + i * apart);
}

/** 1,000 values with ten single spikes of ±5–9 standard deviations; with `season`, on a cycle of 24 steps and amplitude 5. */
export function spikes(kind: NoiseKind | 'season', seed: number): Stream {
  const random = seededRandom(seed + 5_000_000);
  const x = noiseOf(1000, kind === 'season' ? 'white' : kind, seed).map(
    (e, i) => e + (kind === 'season' ? 5 * Math.sin((2 * Math.PI * i) / 24) : 0),
  );
  const truth = places(1000, 10, 40, 100, seed + 1);
  for (const i of truth) x[i] = x[i]! + (random() < 0.5 ? -1 : 1) * (5 + 4 * random());
  return { x, truth };
}

/** 1,000 values whose mean jumps four times by 1.5–3 standard deviations, at least 120 apart. */
export function jumps(kind: NoiseKind, seed: number): Stream {
  const random = seededRandom(seed + 6_000_000);
  const truth = places(1000, 4, 120, 120, seed + 2);
  let level = 0;
  const x = noiseOf(1000, kind, seed).map((e, i) => {
    if (truth.includes(i)) level += (random() < 0.5 ? -1 : 1) * (1.5 + 1.5 * random());
    return e + level;
  });
  return { x, truth };
}

/** 1,000 values whose standard deviation changes between 1 and 3 four times. */
export function spreads(seed: number): Stream {
  const truth = places(1000, 4, 120, 120, seed + 3);
  const x = noiseOf(1000, 'white', seed).map((e, i) => e * (truth.filter((at) => at <= i).length % 2 === 0 ? 1 : 3));
  return { x, truth };
}

/** 2,000 values in 0–1 around 0.3, and from `truth` on around 0.3 + `shift`. */
export function moved(shift: number, seed: number): Stream {
  const noise = normals(seed);
  const truth = shift === 0 ? [] : [1000];
  const x = Float64Array.from({ length: 2000 }, (_, i) => Math.min(1, Math.max(0, 0.3 + 0.1 * noise() + (i < 1000 ? 0 : shift))));
  return { x, truth };
}

/** 2,000 outcomes (1 wrong, 0 right) of a model with error rate 0.1, and 0.1 + `worse` from `truth` on. */
export function outcomes(worse: number, seed: number): Stream {
  const random = seededRandom(seed);
  const x = Float64Array.from({ length: 2000 }, (_, i) => (random() < (i < 1000 ? 0.1 : 0.1 + worse) ? 1 : 0));
  return { x, truth: worse === 0 ? [] : [1000] };
}

/** A path of a calm and a volatile state (s.d. 1 and 4, switching with probability 1/40 per step), and the observed values. */
export function calmAndWild(seed: number): { readonly x: Float64Array; readonly path: Uint8Array } {
  const random = seededRandom(seed + 7_000_000);
  let state = 0;
  const path = Uint8Array.from({ length: 1500 }, () => (state = random() < 1 / 40 ? 1 - state : state));
  return { path, x: made(1500, seed, (i, e) => (path[i] === 0 ? 1 : 4) * e) };
}
