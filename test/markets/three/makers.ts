/** Market makers: quotes on both sides around their view of the price, moved when it moves, topped up after fills. */
import type { Order, Owner, Side } from './book.ts';
import type { World } from './world.ts';

export class Maker implements Owner {
  readonly #w: World;
  readonly #levels: number;
  readonly #width: number;
  readonly #step: number;
  readonly #size: number;
  readonly #fixedSize: boolean;
  readonly #growth: number;
  readonly #latency: number;
  readonly #lean: number;
  readonly #timid: number;
  readonly #tolerance: number;
  #inventory = 0;
  #view = 0;
  #away = false;
  #woken = false;
  readonly #quotes: [(Order | null)[], (Order | null)[]];

  constructor(w: World) {
    const { rng, p } = w;
    this.#w = w;
    this.#levels = rng.int(1, p.regime === 'thin' ? 4 : 5);
    this.#width = rng.logBetween(0.7, 1.8);
    this.#step = rng.logBetween(0.4, 2);
    this.#size = p.unit * p.makerSize * rng.logBetween(0.4, 2.5);
    this.#fixedSize = rng.chance(0.4);
    this.#growth = rng.between(1, 1.8);
    this.#latency = rng.logBetween(15, 900);
    this.#lean = rng.chance(0.5) ? rng.between(0.1, 0.6) : 0;
    this.#timid = rng.between(0.3, 1);
    this.#tolerance = rng.between(0.2, 0.6);
    this.#quotes = [new Array<null>(this.#levels).fill(null), new Array<null>(this.#levels).fill(null)];
  }

  start(): void {
    this.#refresh();
    this.#loop();
  }

  filled(order: Order, size: number): void {
    this.#inventory += order.side === 0 ? size : -size;
    if (this.#woken) return;
    this.#woken = true;
    const w = this.#w;
    w.clock.after(this.#latency * w.rng.between(0.6, 1.8), () => {
      this.#woken = false;
      if (!this.#away) this.#refresh();
      w.feed.settle(w.book);
    });
  }

  /** Takes its quotes off both sides for some time. */
  leave(time: number): void {
    if (this.#away) return;
    this.#away = true;
    for (const side of [0, 1] as Side[]) this.#clear(side);
    this.#w.clock.after(time, () => {
      this.#away = false;
    });
  }

  #loop(): void {
    const w = this.#w;
    const period = (w.p.makerPeriod / Math.min(2.5, w.activity())) * (0.3 + w.rng.exp(0.7));
    w.clock.after(period, () => {
      // Positions are laid off elsewhere in time.
      this.#inventory *= 0.97;
      // Now and then a maker steps away by itself: a restart, a limit, news it has read.
      if (!this.#away && w.rng.chance(period / 900000)) this.leave(w.rng.logBetween(2000, 60000));
      if (!this.#away && w.vol > 6 && w.rng.chance(period / 60000)) this.leave(w.rng.logBetween(1000, 15000));
      if (!this.#away) this.#refresh();
      w.feed.settle(w.book);
      this.#loop();
    });
  }

  #clear(side: Side): void {
    const quotes = this.#quotes[side];
    for (let i = 0; i < quotes.length; i++) {
      const order = quotes[i];
      if (order !== null && (order.level === null || this.#w.cancel(order))) quotes[i] = null;
    }
  }

  #refresh(): void {
    const w = this.#w;
    const { rng, p } = w;
    const widen = w.wide * (0.75 + 0.25 * Math.min(8, w.vol));
    const width = w.ticks(p.halfSpread) * this.#width * widen;
    this.#view += -0.1 * this.#view + 0.07 * rng.normal();
    const skew = Math.max(-0.8, Math.min(0.8, this.#inventory / (4 * this.#size))) * this.#timid;
    const center = w.ref + width * (this.#view + this.#lean * w.imbalance - skew);
    for (const side of [0, 1] as Side[]) {
      if (rng.chance(w.absent[side] * this.#timid)) {
        this.#clear(side);
        continue;
      }
      const quotes = this.#quotes[side];
      for (let i = 0; i < quotes.length; i++) {
        const distance = width * (1 + i * this.#step * (1 + 0.3 * i));
        const target = side === 0 ? Math.floor(center - distance) : Math.ceil(center + distance);
        const order = quotes[i];
        if (order !== null && order.level !== null) {
          const slack = p.regime === 'coarse' ? 0 : width * this.#tolerance * (1 + i);
          if (Math.abs(order.tick - target) <= slack && order.size > 0.4 * this.#size) continue;
          if (!w.cancel(order)) continue;
        }
        const size = this.#size * this.#growth ** i * (this.#fixedSize ? 1 : rng.between(0.7, 1.4));
        quotes[i] = w.place(side, target, size, this);
      }
    }
  }
}
