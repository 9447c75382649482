/** Ordinary happenings that look like something: in every market, whether or not anything is planted. */
import type { Order, Owner, Side } from './book.ts';
import type { Maker } from './makers.ts';
import type { Walls } from './walls.ts';
import type { World } from './world.ts';

function every(w: World, mean: number, act: () => void): void {
  const next = (): void => {
    act();
    w.feed.settle(w.book);
    w.clock.after(w.rng.exp(mean), next);
  };
  w.clock.after(w.rng.exp(mean), next);
}

/** News: the value jumps and stays; walls in its way are pulled, makers widen, and the fast take what is stale. */
function news(w: World, makers: readonly Maker[], walls: Walls): void {
  const { rng, p } = w;
  const down = rng.chance(0.5);
  const jump = p.sigma * 1e-4 * rng.logBetween(4, 25) * (down ? -1 : 1);
  const parts = rng.int(1, 8);
  const over = rng.logBetween(100, 20000);
  walls.pull(down ? 0 : 1, rng.between(0.4, 1));
  if (rng.chance(0.4)) walls.pull(down ? 1 : 0, rng.between(0.2, 0.8));
  for (const maker of makers) if (rng.chance(0.4)) maker.leave(rng.logBetween(500, 15000));
  w.wide = rng.between(1.5, 4);
  w.clock.after(rng.logBetween(2000, 40000), () => {
    w.wide = 1;
  });
  for (let i = 0; i < parts; i++) {
    w.clock.after((over * i) / parts, () => {
      w.value += jump / parts;
    });
  }
}

/** A burst of selling (or buying) that the book takes in: hard to tell from a beginning crash while it lasts. */
function burst(w: World): void {
  const { rng, p } = w;
  const taker: Side = rng.chance(0.6) ? 1 : 0;
  const until = w.clock.now + rng.logBetween(3000, 40000);
  const weight = rng.logBetween(1, 6);
  const gap = rng.logBetween(150, 900) * (p.regime === 'thin' ? 4 : 1);
  const shoot = (): void => {
    w.take(taker, Math.max(1, w.drawSize() * weight));
    w.feed.settle(w.book);
    if (w.clock.now < until) w.clock.after(rng.exp(gap), shoot);
  };
  shoot();
}

/** Several makers go at once, both sides: an outage, a risk limit, a figure about to be published. Nothing follows. */
function walkout(w: World, makers: readonly Maker[]): void {
  const { rng } = w;
  const share = rng.between(0.4, 1);
  const time = rng.logBetween(2000, 60000);
  for (const maker of makers) {
    if (rng.chance(share)) {
      w.clock.after(rng.between(0, 1500), () => {
        maker.leave(time * rng.between(0.5, 1.5));
        w.feed.settle(w.book);
      });
    }
  }
  if (rng.chance(0.4)) {
    const side: Side = rng.chance(0.5) ? 0 : 1;
    const keep = w.absent[side];
    w.absent[side] = Math.max(keep, rng.between(0.2, 0.6));
    w.clock.after(time, () => {
      w.absent[side] = Math.min(w.absent[side], keep);
    });
  }
}

/** A large order split in the open: a child at the touch, after its fill and a while the next, where the touch is then. */
class Split implements Owner {
  readonly #w: World;
  readonly #side: Side;
  readonly #child: number;
  readonly #even: boolean;
  readonly #wait: number;
  #left: number;
  #order: Order | null = null;

  constructor(w: World) {
    const { rng } = w;
    this.#w = w;
    this.#side = rng.chance(0.5) ? 0 : 1;
    this.#child = w.roundSize(w.drawSize() * rng.between(0.5, 3));
    this.#even = rng.chance(0.5);
    this.#wait = rng.logBetween(800, 10000);
    this.#left = rng.int(4, 25);
  }

  start(): void {
    this.#next();
  }

  filled(order: Order): void {
    if (order.size > 0) return;
    this.#w.clock.after(this.#wait * this.#w.rng.between(0.5, 1.5), () => this.#next());
  }

  #next(): void {
    const w = this.#w;
    if (this.#left-- <= 0) return;
    const size = this.#even ? this.#child : this.#child * w.rng.between(0.6, 1.4);
    const order = w.place(this.#side, w.book.best(this.#side), size, this);
    this.#order = order;
    w.feed.settle(w.book);
    // Not filled: after a while at the new touch.
    const chase = (): void => {
      if (order.level === null || this.#order !== order) return;
      if (w.depthOf(this.#side, order.tick) > 0 && w.cancel(order)) this.#next();
      else w.clock.after(w.rng.between(3000, 12000), chase);
      w.feed.settle(w.book);
    };
    w.clock.after(w.rng.between(3000, 12000), chase);
  }
}

export function startOrdinary(w: World, makers: readonly Maker[], walls: Walls): void {
  const slow = w.p.regime === 'thin' ? 2 : 1;
  every(w, 3600000 / w.p.newsPerHour, () => news(w, makers, walls));
  every(w, 600000 * slow, () => burst(w));
  every(w, 1500000, () => walkout(w, makers));
  every(w, 120000 * slow, () => new Split(w).start());
}
