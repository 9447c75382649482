/** When the episodes happen. What they are is in spoof.ts, iceberg.ts and crash.ts. */

import type { EpisodeKind, Label } from '../contract.ts';
import { flashCrash } from './crash.ts';
import { iceberg } from './iceberg.ts';
import type { Rng } from './rng.ts';
import { spoof } from './spoof.ts';
import type { World } from './world.ts';

export interface Plan {
  readonly w: World;
  readonly r: Rng;
  /** Seconds that the episode may last. */
  readonly budget: number;
  /** Parameters come from the end of their ranges where the noise is as loud. */
  readonly drowned: boolean;
  readonly report: (label: Label) => void;
}

/** Between two episodes at the least, seconds. */
const apart = 180;

export function planEpisodes(w: World, r: Rng, kind: EpisodeKind, n: number, end: number, labels: Label[]): void {
  const free = end - 900 - 20 - apart * (n - 1);
  const budgets: number[] = [];
  for (let i = 0; i < n; i++) budgets.push(Math.min(900, (free / n) * r.range(0.45, 0.95)));
  const rest = free - budgets.reduce((s, x) => s + x, 0);
  const gaps = budgets.map(() => r.exp(1));
  const sum = gaps.reduce((s, x) => s + x, 0) + r.exp(1);
  // Every sixth or so is drawn where it drowns.
  const share = n * r.range(0.08, 0.2);
  const count = Math.floor(share) + (r.chance(share % 1) ? 1 : 0);
  const order = budgets.map((_, i) => i).sort(() => 0);
  for (let i = order.length - 1; i > 0; i--) {
    const j = r.int(0, i);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  const drowned = new Set(order.slice(0, count));
  let t = 900;
  budgets.forEach((budget, i) => {
    t += ((gaps[i] as number) / sum) * rest;
    const plan: Plan = { w, r, budget: budget - 1, drowned: drowned.has(i), report: (label) => labels.push(label) };
    const act = kind === 'spoofing' ? spoof : kind === 'iceberg' ? iceberg : flashCrash;
    w.after(t - w.now, () => act(plan));
    t += budget + apart;
  });
}
