import type { Generate, Label, Market, MarketOptions, Message } from '../contract.ts';
import { crash } from './crash.ts';
import { crowd, open } from './crowd.ts';
import { Feed } from './feed.ts';
import { iceberg } from './iceberg.ts';
import { makers } from './makers.ts';
import { patient } from './patient.ts';
import { Rng } from './random.ts';
import { paramsOf } from './regimes.ts';
import { slots } from './slots.ts';
import { spoof } from './spoof.ts';
import { takers } from './takers.ts';
import { writer } from './text.ts';
import { World } from './world.ts';

const plants = { spoofing: spoof, iceberg, flash_crash: crash };

function check(options: MarketOptions): void {
  const { regime, seed, minutes, kind, episodes } = options;
  if (!['coarse', 'tiny', 'fat', 'volatile', 'thin'].includes(regime)) throw new RangeError(`unknown regime: ${regime}`);
  if (!Number.isSafeInteger(seed)) throw new RangeError('seed must be a whole number');
  if (!(minutes >= 10 && minutes <= 600)) throw new RangeError('minutes must be 10 to 600');
  if (kind !== null && !Object.hasOwn(plants, kind)) throw new RangeError(`unknown kind: ${kind}`);
  if (!Number.isInteger(episodes) || episodes < 0) throw new RangeError('episodes must be a whole number, 0 or more');
}

function* run(options: MarketOptions, labels: Label[]): Generator<Message> {
  const rng = new Rng(`${options.seed}|${options.regime}|${options.minutes}|${options.kind}|${options.episodes}`);
  const params = instrument(options);
  const w = new World(params, rng);
  const feed = new Feed(w.book, writer(params.tick), writer(params.lot));
  open(w);
  w.start();
  crowd(w);
  makers(w);
  takers(w);
  patient(w);
  if (options.kind !== null) {
    const plant = plants[options.kind];
    slots(options.minutes, options.episodes, rng).forEach((slot, i) => {
      w.queue.add(slot.from, () => plant(w, slot, i, (label) => labels.push(label)));
    });
  }
  w.book.listener = feed;
  feed.snapshot();
  const end = options.minutes * 60000;
  for (let tick = 100; tick <= end; tick += 100) {
    // What happens at the tick itself belongs to the next depth message.
    while (w.queue.next() < tick) {
      const event = w.queue.take()!;
      w.now = event.at;
      feed.now = event.at;
      event.run();
      feed.quote();
    }
    feed.depth(tick);
    if (feed.out.length > 0) {
      yield* feed.out;
      feed.out = [];
    }
  }
}

/** The instrument depends on the seed and the regime only. */
const instrument = (options: MarketOptions) => paramsOf(options.regime, new Rng(`${options.seed}|${options.regime}`));

/** An agent-based market with planted episodes. Plants as many of the wanted episodes as fit with 3 quiet minutes between
 * them (30 in 90 minutes: 22). Each call of `messages` starts the same market anew. */
export const generate: Generate = (options): Market => {
  check(options);
  const { tick, lot } = instrument(options);
  let made: Label[] = [];
  return {
    instrument: { tick, lot },
    messages: () => {
      made = [];
      return run(options, made);
    },
    labels: () => made,
  };
};
