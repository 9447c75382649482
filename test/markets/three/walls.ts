/** Honest large orders: dozens at once, most pulled within seconds by algorithms, some left for minutes, some traded through.
 * None of them has a partner on the other side: what follows them there is chance. */
import type { Order, Side } from './book.ts';
import type { World } from './world.ts';

type Habit = 'flicker' | 'minutes' | 'long' | 'grid' | 'peg';

export class Walls {
  readonly #w: World;
  /** Walls that stand now, so that news can clear them. */
  readonly #standing = new Set<Order>();

  constructor(w: World) {
    this.#w = w;
  }

  start(): void {
    for (let i = 0; i < this.#w.p.walls; i++) {
      for (const side of [0, 1] as Side[]) {
        this.#w.clock.after(this.#w.rng.between(0, 8000), () => this.#slot(side));
      }
    }
  }

  /** Pulls a share of the walls of a side, as after news. */
  pull(side: Side, share: number): number {
    let count = 0;
    for (const order of [...this.#standing]) {
      if (order.level === null) this.#standing.delete(order);
      else if (order.side === side && this.#w.rng.chance(share)) {
        this.#drop(order);
        count++;
      }
    }
    return count;
  }

  #drop(order: Order): void {
    this.#standing.delete(order);
    if (order.level !== null) this.#w.cancel(order);
  }

  #add(side: Side, tick: number, size: number): Order {
    const order = this.#w.place(side, tick, size);
    this.#standing.add(order);
    return order;
  }

  #size(): number {
    const { rng, p } = this.#w;
    const multiple = p.tail > 0 ? Math.min(60, rng.pareto(2.5, p.tail)) : Math.min(20, rng.pareto(2.5, 2));
    const raw = this.#w.levelUnit * multiple;
    return rng.chance(0.6) ? this.#w.roundSize(raw) : raw;
  }

  /** One algorithm or person with a large order on a side, again and again. */
  #slot(side: Side): void {
    const w = this.#w;
    const { rng, p } = w;
    const pause = (): void => w.clock.after(rng.exp(p.regime === 'thin' ? 25000 : 7000), () => this.#slot(side));
    if (rng.chance(w.absent[side])) {
      pause();
      return;
    }
    const draw = rng.next();
    const habit: Habit = draw < 0.55 ? 'flicker' : draw < 0.7 ? 'peg' : draw < 0.8 ? 'grid' : draw < 0.94 ? 'minutes' : 'long';
    const distance = rng.chance(0.08) ? rng.int(0, 2) : 1 + rng.exp(w.ticks(p.wallReach) * (habit === 'long' ? 1.5 : 0.8));
    let tick = w.behind(side, distance);
    if (rng.chance(0.5)) tick = w.roundTick(tick, Math.max(2, distance * 0.3));
    const size = this.#size();
    const orders: Order[] = [];
    if (habit === 'grid') {
      // A grid of equal orders at equal steps, put and pulled together: many trading bots do this.
      const count = rng.int(2, 6);
      const step = Math.max(1, Math.round(w.ticks(p.wallReach) * rng.between(0.1, 0.5)));
      const part = Math.max(p.unit, size * rng.between(0.3, 0.9));
      for (let i = 0; i < count; i++) orders.push(this.#add(side, tick + (side === 0 ? -i : i) * step, part));
    } else orders.push(this.#add(side, tick, size));
    w.feed.settle(w.book);
    const life = {
      flicker: () => rng.logNormal(3500, 0.9),
      peg: () => rng.logNormal(9000, 0.8),
      grid: () => rng.logNormal(15000, 1),
      minutes: () => rng.logNormal(60000, 0.7),
      long: () => rng.logNormal(500000, 0.8),
    }[habit]() * (p.regime === 'thin' ? 1.6 : 1);
    const stepwise = orders.length > 1 && rng.chance(0.3);
    const end = (): void => {
      orders.forEach((order, i) => {
        if (!stepwise) this.#drop(order);
        else {
          w.clock.after(i * rng.between(100, 700), () => {
            this.#drop(order);
            w.feed.settle(w.book);
          });
        }
      });
      w.feed.settle(w.book);
      pause();
    };
    // Many will not be hit: they look now and then, and leave when the touch comes close.
    const shy = rng.chance(0.5) ? w.ticks(p.wallReach) * rng.between(0.02, 0.25) : -1;
    const until = w.clock.now + life;
    const watch = (): void => {
      const first = orders[0];
      if (w.clock.now >= until || first.level === null) {
        end();
        return;
      }
      const depth = w.depthOf(side, first.tick);
      if (shy >= 0 && depth < shy && distance > shy * 1.5) {
        end();
        return;
      }
      if (habit === 'peg' && Math.abs(depth - distance) > Math.max(1, w.ticks(p.wallReach) * 0.2)) {
        this.#drop(first);
        orders[0] = this.#add(side, w.behind(side, distance), first.size);
        w.feed.settle(w.book);
      }
      w.clock.after(Math.min(until - w.clock.now + 1, rng.between(150, 1200)), watch);
    };
    w.clock.after(Math.min(life, rng.between(150, 1200)), watch);
  }
}
