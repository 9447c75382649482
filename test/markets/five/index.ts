/** An order-driven market with planted episodes. */

import type { EpisodeKind, Generate, Label, Market, MarketOptions, Message, Regime } from '../contract.ts';
import { configure, decimal } from './config.ts';
import { fillBook, startCrowd } from './crowd.ts';
import { planEpisodes } from './episodes.ts';
import { startMakers } from './makers.ts';
import { Rng } from './rng.ts';
import { startTakers } from './takers.ts';
import { World } from './world.ts';

const regimes: readonly Regime[] = ['coarse', 'tiny', 'fat', 'volatile', 'thin'];
const kinds: readonly (EpisodeKind | null)[] = ['spoofing', 'iceberg', 'flash_crash', null];
/** Seconds that the market runs before its first message. */
const warm = 120;

function validate(o: MarketOptions): void {
  if (!regimes.includes(o.regime)) throw new RangeError('regime');
  if (!kinds.includes(o.kind)) throw new RangeError('kind');
  if (!Number.isSafeInteger(o.seed)) throw new RangeError('seed: a whole number');
  if (!(o.minutes >= 10 && o.minutes <= 600)) throw new RangeError('minutes: 10 to 600');
  if (!Number.isInteger(o.episodes) || o.episodes < 0) throw new RangeError('episodes: a whole number, 0 or more');
  if (o.kind !== null && o.episodes > 0 && (o.minutes - 15) * 60 - 20 < o.episodes * 240) {
    throw new RangeError('episodes: too many for the minutes; each needs 240 s after the first 15 minutes');
  }
}

export const generate: Generate = (options: MarketOptions): Market => {
  validate(options);
  const nth = regimes.indexOf(options.regime) * 8;
  const instrumentOf = configure(options.regime, new Rng(options.seed, nth));
  let done: readonly Label[] = [];

  function* messages(): Generator<Message> {
    const config = configure(options.regime, new Rng(options.seed, nth));
    const w = new World(config, new Rng(options.seed, nth + 1), warm);
    const labels: Label[] = [];
    fillBook(w);
    startMakers(w);
    startCrowd(w);
    startTakers(w);
    w.start();
    while (w.step(-1e-9));
    w.now = 0;
    w.goLive();
    if (options.kind !== null && options.episodes > 0) {
      planEpisodes(w, new Rng(options.seed, nth + 2 + kinds.indexOf(options.kind)), options.kind, options.episodes, options.minutes * 60, labels);
    }
    const end = options.minutes * 60;
    for (;;) {
      if (w.out.length > 0) {
        const batch = w.out;
        w.out = [];
        yield* batch;
      }
      if (!w.step(end)) break;
    }
    done = labels;
  }

  return {
    instrument: { tick: decimal(1, instrumentOf.tickDecimals), lot: decimal(1, instrumentOf.lotDecimals) },
    messages,
    labels: () => done,
  };
};
