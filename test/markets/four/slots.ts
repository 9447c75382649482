import type { Rng } from './random.ts';

export interface Slot {
  readonly from: number;
  /** The episode is over by then. */
  readonly until: number;
  /** Is it meant to drown in noise? */
  readonly weak: boolean;
}

const firstMs = 15 * 60000;
const apartMs = 3 * 60000;
const shortestMs = 20000;

/** When episodes run: after 15 minutes, with 3 quiet minutes from the end of one to the start of the next.
 * As many as fit, so 30 asked for in 90 minutes are 22. One in six is weak; some others turn out unfair by chance. */
export function slots(minutes: number, wanted: number, rng: Rng): Slot[] {
  const room = minutes * 60000 - firstMs;
  const count = Math.min(wanted, Math.max(0, Math.floor(room / (apartMs + shortestMs))));
  const each = room / count;
  const weak = new Set<number>();
  while (weak.size < Math.round(count / 6)) weak.add(rng.int(0, count - 1));
  const made: Slot[] = [];
  for (let i = 0; i < count; i++) {
    const slack = Math.min(each - apartMs, 150000);
    const spare = each - apartMs - slack;
    const length = Math.max(18000, slack * rng.range(0.6, 0.95));
    const from = firstMs + i * each + rng.range(0, slack - length + spare);
    made.push({ from: Math.ceil(from), until: Math.floor(from + length), weak: weak.has(i) });
  }
  return made;
}
