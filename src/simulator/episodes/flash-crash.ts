import { exponential } from '../chance.ts';
import { around, between, micros } from './draw.ts';
import type { Hands, Play } from './episode.ts';

const STEP_S = 0.2;

/** Cancels some of the levels near the touch; more of the bids. */
function thinOut(hands: Hands, share: number, depth: number): void {
  const { random } = hands;
  for (const side of ['bid', 'ask'] as const) {
    const levels = side === 'bid' ? hands.bids : hands.asks;
    const most = side === 'bid' ? share : share * 0.35;
    const count = Math.floor(most * 8 + random());
    for (let i = 0; i < count && levels.count > 60; i++)
      hands.clear(side, levels.tickAt(Math.min(levels.count - 1, Math.floor(exponential(random, depth)))));
  }
}

/**
 * A book that thins out while selling grows, then a fall, then half a recovery. The onset is the start of the fall; `prepared`
 * is the first sign.
 */
export const flashCrash: Play = function* play(hands) {
  const { random } = hands;
  const prepared = hands.now();
  const warning = around(random, 45, 0.35, 25, 100);
  const selling = between(random, 14, 50);
  const thinning = between(random, 0.35, 0.9);
  const drop = between(random, 0.0008, 0.004);
  const fall = between(random, 4, 18);
  for (let passed = 0; passed < warning; passed += STEP_S) {
    const strength = Math.min(1, (passed / warning) ** 0.7 + 0.1);
    hands.willing = { bid: 1 - 0.9 * thinning * strength, ask: 1 - 0.4 * thinning * strength };
    thinOut(hands, thinning * strength, 6 + 60 * strength);
    hands.lean = -6 * strength;
    if (random() < 0.15 + 0.55 * strength)
      hands.hit('sell', Math.max(1, Math.round(hands.median * selling * strength * around(random, 1, 0.7, 0.2, 5))), 1);
    yield micros(STEP_S);
  }
  const onset = hands.now();
  const before = hands.latent;
  for (let passed = 0; passed < fall; passed += STEP_S) {
    hands.latent -= (before * drop * STEP_S) / fall;
    thinOut(hands, 1, 120);
    hands.hit('sell', Math.round(hands.median * selling * 4), Math.round(hands.latent));
    yield micros(STEP_S);
  }
  const end = hands.now();
  hands.lean = (before * drop * 0.5) / hands.gap / 60;
  hands.willing = { bid: 1, ask: 1 };
  yield micros(60);
  hands.lean = 0;
  return {
    kind: 'flash_crash',
    side: 'bid',
    prepared,
    onset,
    end,
    tick: null,
    drawn: { warning, selling, thinning, drop, fall },
  };
};
