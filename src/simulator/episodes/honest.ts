import { micros, around, between, eitherSide, levelsOf, midOf, outward, tickAway, usualLots } from './draw.ts';
import type { Play } from './episode.ts';

/** A market maker: large quotes on both sides, cancelled and replaced many times a minute as the mid moves. */
export const requotes: Play = function* play(hands) {
  const { random } = hands;
  const onset = hands.now();
  const gaps = between(random, 3, 60);
  const multiple = around(random, 2.2, 0.4, 1, 6);
  const seconds = between(random, 20, 110);
  const every = between(random, 0.1, 3);
  const gone = random() < 0.5 ? 0.001 : between(random, 0.005, 0.09);
  const lots = { bid: 0, ask: 0 };
  const ticks = { bid: 0, ask: 0 };
  const until = onset + micros(seconds);
  const base = multiple * usualLots(hands, 'bid', gaps);
  let quotedAt: number | null = null;
  while (hands.now() < until) {
    const mid = midOf(hands);
    if (quotedAt === null || Math.abs(mid - quotedAt) > 0.3 * hands.gap || random() < 0.2) {
      for (const side of ['bid', 'ask'] as const) hands.pull(side, ticks[side], lots[side]);
      yield micros(gone);
      for (const side of ['bid', 'ask'] as const) {
        ticks[side] = tickAway(hands, side, gaps);
        lots[side] = Math.max(1, Math.round(base * around(random, 1, 0.05, 0.85, 1.15)));
        hands.add(side, ticks[side], lots[side]);
      }
      quotedAt = midOf(hands);
    }
    yield micros(around(random, every, 0.5, 0.05, 8));
  }
  for (const side of ['bid', 'ask'] as const) hands.pull(side, ticks[side], lots[side]);
  return {
    kind: 'requotes',
    side: 'bid',
    prepared: onset,
    onset,
    end: hands.now(),
    tick: null,
    drawn: { gaps, multiple, seconds, every, gone },
  };
};

/** A genuine large order: it rests for minutes until it is filled or finally withdrawn. */
export const honestWall: Play = function* play(hands) {
  const { random } = hands;
  const side = eitherSide(random);
  const onset = hands.now();
  const gaps = between(random, 4, 120);
  const multiple = around(random, 5, 0.45, 2.2, 14);
  const seconds = around(random, 100, 0.6, 40, 400);
  const attacked = random() < 0.45 ? 1 : 0;
  const tick = tickAway(hands, side, gaps);
  const lots = Math.max(1, Math.round(multiple * usualLots(hands, side, gaps)));
  hands.add(side, tick, lots);
  const until = onset + micros(seconds);
  const from = onset + micros(between(random, 2, 40));
  while (hands.now() < until && hands.own(side, tick) > 0) {
    if (attacked === 1 && hands.now() >= from) {
      // The price moves towards the order, and other traders trade against it.
      hands.latent += (tick - hands.latent) * 0.2 + outward(side) * 0.5 * hands.gap;
      const best = levelsOf(hands, side).tickAt(0);
      if (best === tick || random() < 0.3)
        hands.hit(side === 'bid' ? 'sell' : 'buy', Math.round(lots * between(random, 0.02, 0.15)), tick);
    }
    yield micros(between(random, 0.15, 0.8));
  }
  hands.pull(side, tick, lots);
  return {
    kind: 'honest_wall',
    side,
    prepared: onset,
    onset,
    end: hands.now(),
    tick,
    drawn: { gaps, multiple, seconds, attacked },
  };
};
