import type { Generate, Label, Market, MarketOptions, Message } from '../contract.ts';
import { Desk } from './algos.ts';
import { Crowd } from './crowd.ts';
import { Fair, Sensors } from './fair.ts';
import { Maker } from './maker.ts';
import { fits, plan } from './plan.ts';
import { drawParams } from './regime.ts';
import { Arbitrageur, Follower, Noise, Trend } from './takers.ts';
import { Flicker, Whale } from './walls.ts';
import { World } from './world.ts';

const REGIMES: readonly string[] = ['coarse', 'tiny', 'fat', 'volatile', 'thin'];
const KINDS: readonly (string | null)[] = [null, 'spoofing', 'iceberg', 'flash_crash'];

/** An order-book market in which every participant is a small state machine with its own orders. */
export const generate: Generate = (options) => {
  check(options);
  const p = drawParams(options.regime, options.seed);
  let labels: readonly Label[] = [];
  const market: Market = {
    instrument: {
      tick: (p.tickStep / 10 ** p.priceDecimals).toFixed(p.priceDecimals),
      lot: (1 / 10 ** p.sizeDecimals).toFixed(p.sizeDecimals),
    },
    *messages(): Generator<Message> {
      const found: Label[] = [];
      const w = new World(p, options.seed);
      populate(w, options, found);
      const { feed, sched } = w;
      feed.start(w.book);
      const end = options.minutes * 60e3;
      for (let next = sched.nextTime(); next <= end; next = sched.nextTime()) {
        feed.flushBefore(next);
        sched.step();
        if (feed.out.length > 0) {
          for (const m of feed.out) yield m;
          feed.out.length = 0;
        }
      }
      feed.flushBefore(end + 1);
      for (const m of feed.out) yield m;
      found.sort((x, y) => x.from - y.from);
      labels = found;
    },
    labels: () => labels,
  };
  return market;
};

function populate(w: World, options: MarketOptions, labels: Label[]): void {
  const p = w.p;
  new Fair(w);
  new Sensors(w);
  new Crowd(w);
  for (let i = 0; i < p.makers; i++) new Maker(w, i);
  for (let i = 0; i < p.whales; i++) new Whale(w, i);
  for (let i = 0; i < p.flickers; i++) new Flicker(w, i);
  new Noise(w);
  for (let i = 0; i < 3; i++) new Arbitrageur(w, i);
  for (let i = 0; i < 8; i++) new Trend(w, i);
  for (let i = 0; i < p.followers; i++) new Follower(w, i);
  new Desk(w);
  plan(w, options, labels);
}

function check(o: MarketOptions): void {
  if (!REGIMES.includes(o.regime)) throw new RangeError(`regime: ${o.regime}`);
  if (!KINDS.includes(o.kind)) throw new RangeError(`kind: ${o.kind}`);
  if (!Number.isSafeInteger(o.seed) || o.seed < 0) throw new RangeError(`seed: ${o.seed}`);
  if (!(o.minutes >= 10 && o.minutes <= 600)) throw new RangeError(`minutes: ${o.minutes}`);
  if (!Number.isInteger(o.episodes) || o.episodes < 0) throw new RangeError(`episodes: ${o.episodes}`);
  if (!fits(o)) throw new RangeError(`${o.episodes} episodes do not fit in ${o.minutes} minutes: each needs 3.5 after the first 15`);
}
