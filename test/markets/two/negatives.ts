/** What looks suspicious and is not: in every market, at least once each within the first part. */
import { better, other } from './book.ts';
import type { Side } from './book.ts';
import { Rng } from './rng.ts';
import { drawSize, round } from './sizes.ts';
import type { World } from './world.ts';

export function startNegatives(w: World, seed: number, minutes: number): void {
  const r = new Rng(seed, 'negatives');
  const kinds = [fright, makersOut, burst, splitTaking, equalPrints, splitResting];
  for (const kind of kinds) {
    const mean = r.range(8, 22) * 60000;
    const again = (): void => { kind(w, r); w.after(30000 + r.exp(mean), again); };
    w.agenda.add(r.range(0.03, 0.7) * Math.min(minutes, 25) * 60000, again);
  }
}

/** In a thin market everything is slower. */
function slow(w: World): number { return w.p.regime === 'thin' ? 4 : 1; }

/** News that moves little: walls and makers go, and come back. */
function fright(w: World, r: Rng): void {
  w.value += r.normal() * w.p.sigma * 0.7 / 10000 * w.p.price;
  for (const f of w.onNews) f();
}

function makersOut(w: World, r: Rng): void {
  const until = w.now + r.logRange(1500, 20000);
  const share = r.range(0.5, 1);
  for (const f of w.standAside) f(until, null, share);
}

/** Hurried one-sided taking without flight of liquidity: the price gives a little, and stays there or not. */
function burst(w: World, r: Rng): void {
  const taker: Side = r.chance(0.7) ? 1 : 0;
  const until = w.now + r.logRange(3000, 60000);
  const pause = r.logRange(150, 1500) * slow(w);
  const scale = r.range(0.7, 2.5), impact = r.range(0.2, 1.5);
  const go = (): void => {
    w.take(taker, drawSize(r, w.p, scale), w.far(taker, 8), impact);
    if (w.now < until) w.after(r.exp(pause), go);
  };
  go();
}

/** A large order worked by market orders of one size at regular times. */
function splitTaking(w: World, r: Rng): void {
  const taker = r.int(0, 1) as Side;
  const until = w.now + r.logRange(60000, 900000);
  const every = r.logRange(1500, 20000) * slow(w);
  const size = w.p.size * r.logRange(0.3, 2);
  const loose = r.chance(0.5) ? 0 : 0.15;
  const go = (): void => {
    w.take(taker, size * r.range(1 - loose, 1 + loose), w.far(taker, 6), 0.5);
    if (w.now < until) w.after(every * r.range(0.7, 1.3), go);
  };
  go();
}

/** A program that prints one and the same size, either way, for minutes. */
function equalPrints(w: World, r: Rng): void {
  const size = r.chance(0.6) ? round(w.p.size * r.logRange(0.05, 1)) : Math.ceil(w.p.size * r.logRange(0.05, 1));
  const until = w.now + r.logRange(60000, 600000);
  const pause = r.logRange(700, 9000) * slow(w);
  const oneSided = r.chance(0.5);
  const first = r.int(0, 1) as Side;
  const go = (): void => {
    const taker = oneSided ? first : r.int(0, 1) as Side;
    w.take(taker, size, w.far(taker, 4), 0.3);
    if (w.now < until) w.after(r.exp(pause), go);
  };
  go();
}

/** A large order worked openly at the touch: piece after piece of one size, each placed some time after the last is done. */
function splitResting(w: World, r: Rng): void {
  const side = r.int(0, 1) as Side;
  const until = w.now + r.logRange(60000, 600000);
  const size = r.chance(0.5) ? round(w.p.size * r.logRange(0.8, 3)) : Math.ceil(w.p.size * r.logRange(0.8, 3));
  const wait = r.logRange(800, 8000);
  const place = (): void => {
    if (w.now > until) return;
    const o = w.limit(side, w.book.best(side), size);
    o.onFill = () => { if (o.level === null) w.after(wait * r.range(0.6, 1.6), place); };
    const watch = (): void => {
      if (o.level === null) return;
      // Left behind by the price, or out of time: move on.
      const behind = (w.book.best(side) - o.price) * better(side);
      if (w.now > until || behind > 2 * w.p.half + w.p.unit || (w.book.best(other(side)) - o.price) * better(side) <= 0) {
        w.cancel(o);
        w.after(wait, place);
      } else w.after(r.exp(3000), watch);
    };
    w.after(r.exp(3000), watch);
  };
  place();
}
