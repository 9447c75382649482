import type { Random } from '../../../core/random.ts';

/** Draws `count` of the numbers without replacement; ascending. */
export function draw(from: Int32Array, count: number, random: Random): Int32Array {
  const all = from.slice();
  for (let i = 0; i < count; i++) {
    const other = i + Math.floor(random() * (all.length - i));
    [all[i], all[other]] = [all[other]!, all[i]!];
  }
  return all.slice(0, count).sort();
}

/** Draws `count` integers from 0 to `below` − 1 with replacement; ascending. */
export const drawAgain = (below: number, count: number, random: Random): Int32Array =>
  Int32Array.from({ length: count }, () => Math.floor(random() * below)).sort();
