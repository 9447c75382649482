import type { EpisodeKind, Label, MarketOptions } from '../contract.ts';
import type { Agent } from './agent.ts';
import { Crash } from './crash.ts';
import { Iceberg } from './iceberg.ts';
import { Spoof } from './spoofing.ts';
import type { World } from './world.ts';

const QUIET = 15 * 60e3;
const APART = 3 * 60e3;
const TAIL = 10e3;
/** The shortest room in which an episode makes sense. */
const SHORTEST = 30e3;

/** Room for each episode, its three minutes of distance included. */
export function slotMs(options: MarketOptions): number {
  return (options.minutes * 60e3 - QUIET - TAIL) / options.episodes;
}

export function fits(options: MarketOptions): boolean {
  return options.kind === null || options.episodes === 0 || slotMs(options) >= APART + SHORTEST;
}

/** Gives each episode a slot of equal length and a random place in it. Its parameters are drawn to fit the slot. */
export function plan(w: World, options: MarketOptions, labels: Label[]): void {
  if (options.kind === null) return;
  const slot = slotMs(options);
  const rng = w.rng(`plan ${options.kind}`);
  for (let i = 0; i < options.episodes; i++) {
    const budget = slot - APART;
    const episode = make(options.kind, w, i, budget, (label) => labels.push(label));
    const start = QUIET + 1000 + i * slot + rng.next() * Math.max(0, budget - 1000 - episode.maxMs);
    w.sched.after(start, episode);
  }
}

function make(kind: EpisodeKind, w: World, i: number, budget: number, done: (label: Label) => void): Agent & { readonly maxMs: number } {
  const rng = w.rng(`episode ${kind} ${i}`);
  if (kind === 'spoofing') return new Spoof(w, rng, budget - 1000, done);
  if (kind === 'iceberg') return new Iceberg(w, rng, budget - 1000, done);
  return new Crash(w, rng, budget - 1000, done);
}
