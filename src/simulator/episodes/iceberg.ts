import { around, between, eitherSide, levelsOf, micros, outward, wholeBetween } from './draw.ts';
import type { Play } from './episode.ts';

/** Time between two checks of the tip, seconds. */
const LOOK_S = 0.01;

/** An order far larger than its displayed size: its tip at the best price is refilled each time it is filled. */
export const iceberg: Play = function* play(hands) {
  const { random } = hands;
  const side = eitherSide(random);
  const onset = hands.now();
  const tick = levelsOf(hands, side).tickAt(0);
  const tip = Math.max(10, Math.round(hands.median * between(random, 20, 90)));
  const refills = wholeBetween(random, 5, 18);
  const pause = between(random, 0.2, 1.5);
  const delay = random() < 0.5 ? 0.001 : between(random, 0.03, 0.25);
  const unsteady = random() < 0.5 ? 0 : between(random, 0.02, 0.12);
  let shown = tip;
  hands.add(side, tick, shown);
  let left = refills;
  let nextHit = hands.now() + micros(pause);
  // The orders that hit it stop after this time.
  const until = hands.now() + micros(4 * pause * refills + 20);
  while (left > 0 && hands.now() < until) {
    yield micros(LOOK_S);
    // The price stays while the iceberg absorbs all orders.
    hands.latent = tick - outward(side) * hands.gap;
    if (hands.now() >= nextHit) {
      hands.hit(side === 'bid' ? 'sell' : 'buy', Math.max(1, Math.round(shown * around(random, 0.7, 0.5, 0.1, 1.5))), tick);
      nextHit = hands.now() + micros(around(random, pause, 0.5, 0.05, 8));
    }
    if (hands.own(side, tick) > 0.03 * shown) continue;
    yield micros(delay);
    shown = Math.max(5, Math.round(tip * around(random, 1, unsteady, 0.7, 1.3)));
    hands.add(side, tick, shown);
    left--;
  }
  yield micros(between(random, 0.1, 1));
  hands.pull(side, tick, shown);
  return {
    kind: 'iceberg',
    side,
    prepared: onset,
    onset,
    end: hands.now(),
    tick,
    drawn: { tip, refills, pause, delay, unsteady },
  };
};
