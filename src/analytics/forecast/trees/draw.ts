import type { Random } from '../../../core/random.ts';

/** `count` of the numbers, by a partial shuffle, in ascending order. */
export function draw(from: Int32Array, count: number, random: Random): Int32Array {
  const all = from.slice();
  for (let i = 0; i < count; i++) {
    const other = i + Math.floor(random() * (all.length - i));
    [all[i], all[other]] = [all[other]!, all[i]!];
  }
  return all.slice(0, count).sort();
}

/** `count` numbers below `below`, drawn with replacement, in ascending order. */
export const drawAgain = (below: number, count: number, random: Random): Int32Array =>
  Int32Array.from({ length: count }, () => Math.floor(random() * below)).sort();
