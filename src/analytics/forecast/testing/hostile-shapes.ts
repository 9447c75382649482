import { normals } from '../../series/testing/noise.ts';

/** Length of the shapes: four years of months. */
const LENGTH = 48;
const YEAR = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8];

const shape = (at: (t: number, noise: number) => number, length = LENGTH): readonly number[] => {
  const noise = normals(7);
  return Array.from({ length }, (_, t) => at(t, noise()));
};
const wave = (t: number) => Math.sin((2 * Math.PI * t) / 12);

/** Series on which optimisers have failed: without errors, of extreme scale, with outliers, breaks, zeros, or hardly any values. */
export const HOSTILE: Readonly<Record<string, readonly number[]>> = {
  'a constant tail': shape((t, e) => (t < 30 ? 10 + e : 10)),
  'a constant head': shape((t, e) => (t < 36 ? 5 : 5 + e)),
  'zeros but for the last value': shape((t) => (t < 47 ? 0 : 1)),
  'a tail of zeros': shape((t, e) => (t < 24 ? 5 + Math.abs(e) : 0)),
  'a level of 1e9': shape((_, e) => 1e9 + e),
  'a level of 1e12 with changes of 0.001': shape((_, e) => 1e12 + 1e-3 * e),
  'a scale of 1e-12': shape((t, e) => 1e-12 * (10 + wave(t) + e)),
  'a scale of 1e60': shape((t, e) => 1e60 * (10 + wave(t) + e)),
  'an outlier of a million times': shape((t, e) => (t === 20 ? 1e7 : 10 + 0.3 * e)),
  'an outlier at the end': shape((t, e) => (t === 47 ? 1e7 : 10 + 0.3 * e)),
  'an outlier at the start': shape((t, e) => (t === 0 ? 1e7 : 10 + 0.3 * e)),
  'a negative outlier': shape((t, e) => (t === 25 ? -1e7 : 10 + e)),
  'a step of a thousand times': shape((t, e) => (t < 24 ? 10 : 1e4) + 0.1 * e),
  'an exact season': shape((t) => YEAR[t % 12]!),
  'an exact season on a line': shape((t) => t + YEAR[t % 12]!),
  'an exact line': shape((t) => 5 + 3 * t),
  'an exact falling line': shape((t) => 200 - 4 * t),
  'an exact square': shape((t) => t * t),
  'exact growth': shape((t) => Math.exp(t / 2)),
  'exact decay': shape((t) => Math.exp(-t / 2)),
  'exactly alternating signs': shape((t) => (t % 2 === 0 ? 1 : -1)),
  'growing alternation': shape((t) => (t % 2 === 0 ? 1 : -1) * Math.exp(t / 6)),
  'noisy alternation': shape((t, e) => (t % 2 === 0 ? 5 : -5) + e),
  'rare demand': shape((t) => (t === 10 || t === 40 ? 7 : 0)),
  'regular demand': shape((t, e) => (t % 7 === 3 ? 1 + 5 * Math.abs(e) : 0)),
  'a change of 1e-9': shape((t) => 100 + (t === 5 ? 1e-9 : 0)),
  'half a year of zeros': shape((t, e) => (t % 12 < 6 ? 0 : 10 + Math.abs(e))),
  'one month of everything': shape((t, e) => 1e-8 + Math.abs(e) * (t % 12 === 0 ? 100 : 1e-6)),
  'a season that grows': shape((t) => (100 + 10 * t) * (1 + 0.9 * wave(t))),
  'few whole numbers': shape((_, e) => Math.round(3 + e)),
  ...Object.fromEntries([2, 3, 4, 5, 6, 8, 12, 25].map((length) => [`${length} values`, shape((_, e) => 10 + e, length)])),
};
