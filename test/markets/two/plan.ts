/** When the planted episodes happen, and how many of them are meant to drown in noise. */
import type { EpisodeKind, Label } from '../contract.ts';
import { Rng } from './rng.ts';
import { runCrash } from './crash.ts';
import { runIceberg } from './iceberg.ts';
import { runSpoofing } from './spoofing.ts';
import type { World } from './world.ts';

export interface Part {
  /** The actor is to have gone by then. */
  readonly endBy: number;
  /** Meant to be beyond telling. */
  readonly faint: boolean;
  readonly done: (label: Label) => void;
}

export const FIRST = 15 * 60000;
const APART = 3 * 60000;
/** The least an episode needs. */
const SHORTEST = 30000;
const TAIL = 5000;

export function fits(minutes: number, episodes: number): boolean {
  return episodes === 0 || minutes * 60000 - FIRST - TAIL >= episodes * SHORTEST + (episodes - 1) * APART;
}

export function plant(w: World, seed: number, minutes: number, kind: EpisodeKind, episodes: number, labels: Label[]): void {
  if (episodes === 0) return;
  const r = new Rng(seed, 'plan');
  const run = kind === 'spoofing' ? runSpoofing : kind === 'iceberg' ? runIceberg : runCrash;
  const last = minutes * 60000 - TAIL;
  const slot = (last - FIRST + APART) / episodes;
  let faint = 0, unfair = 0, finished = 0;
  for (let i = 0; i < episodes; i++) {
    const from = FIRST + i * slot;
    const endBy = from + slot - APART;
    // Somewhere in its slot, but with room for a long one if there is any.
    const room = Math.max(0, endBy - from - 400000);
    const at = from + 1 + r.u() * Math.max(room, Math.min(10000, (endBy - from - SHORTEST) * 0.5));
    w.agenda.add(at, () => {
      // At most about a quarter may be beyond telling, those included that came out so by bad luck.
      const hide = r.chance(0.14) && (faint + unfair + 1) <= 0.25 * episodes;
      if (hide) faint++;
      run(w, new Rng(seed, 'episode' + i), {
        endBy, faint: hide,
        done: (label) => {
          finished++;
          if (!label.fair && !hide) unfair++;
          labels.push(label);
        },
      });
    });
  }
}
