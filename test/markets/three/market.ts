/** One market: the book is filled, the agents start, the episodes are planted, and the clock runs as far as the reader reads. */
import type { Label, MarketOptions, Message } from '../contract.ts';
import { plantCrash } from './crash.ts';
import { DEPTH_EVERY } from './feed.ts';
import { plantIceberg } from './iceberg.ts';
import { Maker } from './makers.ts';
import { startOrdinary } from './ordinary.ts';
import { seedPassive, startFlow } from './passive.ts';
import type { Params } from './regime.ts';
import { Rng } from './rng.ts';
import { plantSpoofing } from './spoof.ts';
import { startClips, startFollower, startTakers } from './takers.ts';
import { startValue } from './value.ts';
import { Walls } from './walls.ts';
import { quantile, World } from './world.ts';

export const FIRST_MINUTES = 15;
export const APART = 180000;
const MINUTE = 60000;

/** Room for each episode when they are 3 minutes apart; the last must end some seconds before the market does. */
export function episodeRoom(minutes: number, episodes: number): number {
  return (minutes - FIRST_MINUTES) * MINUTE / episodes - APART;
}

function plant(w: World, rng: Rng, options: MarketOptions, makers: readonly Maker[], walls: Walls, labels: Label[]): void {
  const { kind, episodes, minutes } = options;
  if (kind === null) return;
  const room = episodeRoom(minutes, episodes);
  const slot = room + APART;
  const done = (label: Label): void => {
    labels.push(label);
  };
  for (let i = 0; i < episodes; i++) {
    // The start is anywhere in the slot that leaves a fair part of the room; what is left bounds the episode.
    const late = room * rng.between(0, room > 400000 ? 0.5 : 0.25);
    const budget = Math.min(room - late - 5000, 480000);
    w.clock.after(FIRST_MINUTES * MINUTE + i * slot + late, () => {
      if (kind === 'spoofing') plantSpoofing(w, rng, budget - 5000, done);
      else if (kind === 'iceberg') plantIceberg(w, rng, budget, done);
      else plantCrash(w, rng, budget, makers, walls, done);
    });
  }
}

export function* run(options: MarketOptions, p: Params, labels: Label[]): Iterable<Message> {
  const key = `${options.regime}/${options.seed}`;
  const w = new World(p, new Rng(`${key}/agents`));
  seedPassive(w);
  const makers = Array.from({ length: p.makers }, () => new Maker(w));
  for (const maker of makers) maker.start();
  w.refreshImbalance();
  const reach = w.ticks(p.wallReach);
  w.levelUnit = (quantile(w.levelSizes(0, 0, reach), 0.5) + quantile(w.levelSizes(1, 0, reach), 0.5)) / 2;
  const walls = new Walls(w);
  walls.start();
  startFlow(w);
  startTakers(w);
  for (let i = 0; i < (p.regime === 'thin' ? 1 : 3); i++) startClips(w);
  for (let i = 0; i < p.followers; i++) startFollower(w);
  startOrdinary(w, makers, walls);
  plant(w, new Rng(`${key}/${String(options.kind)}/${options.episodes}/${options.minutes}`), options, makers, walls, labels);
  w.clock.after(0, () => startValue(w));

  const { feed, clock, book } = w;
  feed.settle(book);
  feed.snapshot(book);
  const end = options.minutes * MINUTE;
  let flushAt = DEPTH_EVERY;
  while (flushAt <= end) {
    // A depth message at T holds all up to and including the millisecond T.
    while (Math.floor(clock.peek()) <= flushAt) {
      feed.at = Math.floor(clock.peek());
      clock.step();
      feed.settle(book);
    }
    feed.flush(flushAt, book);
    flushAt += DEPTH_EVERY;
    if (feed.out.length > 0) {
      yield* feed.out;
      feed.out = [];
    }
  }
}
