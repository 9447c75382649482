/** A market of an exchange, with planted manipulation: see README.md. */
import type { Generate, Label, MarketOptions, Message } from '../contract.ts';
import { startClimate } from './climate.ts';
import { Flow } from './flow.ts';
import { fillBook, prune } from './genesis.ts';
import { startInformed } from './informed.ts';
import { startMakers } from './makers.ts';
import { startNegatives } from './negatives.ts';
import { draw } from './params.ts';
import type { Params } from './params.ts';
import { fits, plant } from './plan.ts';
import { Rng } from './rng.ts';
import { toText } from './text.ts';
import { startWalls } from './walls.ts';
import { World } from './world.ts';

/** The market runs unseen for so long before its first message. */
const WARM = 150000;

export const generate: Generate = (options) => {
  verify(options);
  const p = draw(options.regime, new Rng(options.seed, 'params ' + options.regime));
  let labels: Label[] = [];
  return {
    instrument: { tick: toText(1, p.tick), lot: toText(1, p.lot) },
    *messages() { labels = []; yield* run(options, p, labels); },
    labels: () => labels,
  };
};

function* run(options: MarketOptions, p: Params, labels: Label[]): Generator<Message> {
  const { minutes } = options;
  // Regimes with the same seed must not share their actors' draws.
  const seed = new Rng(options.seed, options.regime).int(0, 4294967295);
  const w = new World(p, seed);
  w.now = -WARM;
  fillBook(w, seed);
  startClimate(w, seed);
  const flow = new Flow(w, seed);
  startMakers(w, seed);
  startInformed(w, seed);
  startWalls(w, seed);
  startNegatives(w, seed, minutes);
  if (options.kind !== null) plant(w, seed, minutes, options.kind, options.episodes, labels);

  const go = (to: number): void => {
    for (;;) {
      const next = Math.min(to, w.agenda.next);
      if (flow.step(next)) continue;
      if (next >= to) { w.now = to; w.tape.advance(to); return; }
      w.now = next;
      w.tape.advance(next);
      w.agenda.pop()();
    }
  };
  go(0);
  prune(w, 1000);
  w.tape.start();
  const end = minutes * 60000;
  // In short stretches, so that the messages waiting to be read stay few.
  for (let t = 1000; t <= end; t += 1000) {
    go(t);
    const out = w.tape.out;
    w.tape.out = [];
    yield* out;
  }
}

function verify(o: MarketOptions): void {
  const bad = (what: string): never => { throw new RangeError(what); };
  if (!['coarse', 'tiny', 'fat', 'volatile', 'thin'].includes(o.regime)) bad(`unknown regime ${String(o.regime)}`);
  if (!Number.isSafeInteger(o.seed) || o.seed < 0) bad('seed: a whole number from 0');
  if (!(o.minutes >= 10 && o.minutes <= 600)) bad('minutes: 10 to 600');
  if (o.kind !== null && !['spoofing', 'iceberg', 'flash_crash'].includes(o.kind)) bad(`unknown kind ${String(o.kind)}`);
  if (!Number.isInteger(o.episodes) || o.episodes < 0) bad('episodes: a whole number from 0');
  if (o.kind !== null && !fits(o.minutes, o.episodes)) bad(`${o.episodes} episodes do not fit in ${o.minutes} minutes: the first 15 are free, and 3 lie between each two`);
}
