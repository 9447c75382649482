import type { Taker } from './book.ts';
import type { World } from './world.ts';

const flip = (taker: Taker): Taker => (taker === 'buy' ? 'sell' : 'buy');

/** Many traders take what is on offer, whatever its size; the others what they need. With fat tails this is what makes trades as fat as orders. */
function wanted(w: World, taker: Taker): number {
  if (!w.rng.chance(w.params.tail > 0 ? 0.45 : 0.12) || w.params.deep) return w.size(1);
  return w.book.best(taker === 'buy' ? 'ask' : 'bid').total * w.rng.range(0.3, 1);
}

/** Hurried traders: Poisson, each order exciting more of the same sign, as in a Hawkes process. */
function noise(w: World): void {
  const rng = w.rng;
  const trade = (taker: Taker, depth: number): void => {
    w.take(taker, wanted(w, taker), rng.pick([1, 2, 4, 8]));
    if (depth < 5 && rng.chance(0.34)) {
      const next = rng.chance(0.78) ? taker : flip(taker);
      w.after(rng.exp(900), () => trade(next, depth + 1));
    }
  };
  const wait = (): number => rng.exp(60000 / (w.params.takers * 0.45 * (0.5 + 0.5 * Math.min(4, w.value.heat))));
  w.every(wait, () => {
    // A book that leans one way draws takers that way.
    const up = 0.5 + 0.22 * w.lean();
    trade(rng.chance(up) ? 'buy' : 'sell', 0);
  });
}

/** Parent orders cut into pieces: they give trade signs the long memory seen in real markets. */
function parents(w: World): void {
  const rng = w.rng;
  w.every(() => rng.exp(50000), () => {
    const taker: Taker = rng.chance(0.5) ? 'buy' : 'sell';
    const pieces = Math.min(150, Math.ceil(4 * rng.pareto(1.3)));
    const pace = rng.log(0.5, 4) * (60000 / w.params.takers);
    const same = rng.chance(0.35) ? w.size(1) : 0;
    const piece = (left: number): void => {
      if (left === 0) return;
      w.take(taker, same > 0 ? same : w.size(0.8), 2);
      w.after(rng.exp(pace), () => piece(left - 1));
    };
    piece(pieces);
  });
}

/** Those who know the value take what is priced wrong, the harder the more wrong. */
function arbitrage(w: World): void {
  const { gap, deep, unit, look, rest } = w.params;
  const rng = w.rng;
  w.every(() => rng.exp(Math.min(1500, look * 0.7)), () => {
    for (const taker of ['buy', 'sell'] as const) {
      const sign = taker === 'buy' ? 1 : -1;
      if (taker === 'buy' && rng.chance(w.stress)) continue;
      const best = w.book.best(taker === 'buy' ? 'ask' : 'bid').price;
      const edge = ((w.value.level - best) * sign) / gap;
      if (edge < 0.25) continue;
      const lots = unit * rest * rng.log(0.5, 3) * Math.min(12, 0.5 + edge) * (deep ? 3 : 1);
      w.takeTo(taker, lots, Math.round(w.value.level - sign * 0.2 * gap));
    }
  });
}

/** Followers of short trends, and those who bet on the way back. */
function trends(w: World): void {
  const rng = w.rng;
  const { takers, sigma, gap } = w.params;
  w.every(() => rng.exp(60000 / (takers * 0.35)), () => {
    const seconds = rng.pick([3, 8, 20]);
    const usual = w.bps(sigma) * Math.sqrt(seconds / 60) + 0.3 * gap;
    const strength = w.move(seconds) / usual;
    if (Math.abs(strength) < 1 || !rng.chance(Math.min(0.8, Math.abs(strength) / 4))) return;
    w.take(strength > 0 ? 'buy' : 'sell', w.size(1), 2);
  });
  w.every(() => rng.exp(60000 / (takers * 0.25)), () => {
    const seconds = rng.pick([30, 90, 240]);
    const usual = w.bps(sigma) * Math.sqrt(seconds / 60) + 0.3 * gap;
    const strength = w.move(seconds) / usual;
    if (Math.abs(strength) < 1.3 || !rng.chance(0.5) || rng.chance(w.stress)) return;
    w.take(strength > 0 ? 'sell' : 'buy', w.size(1), 1);
  });
}

export function takers(w: World): void {
  noise(w);
  parents(w);
  arbitrage(w);
  trends(w);
}
