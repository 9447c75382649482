/** Spoofers, after public cases: Coscia (ballast pulled in a moment, again and again), Sarao (layers that move with the market and
 * stay away from it), the metal desks (orders clicked in one by one, withdrawn one by one), Oystacher (cancels and takes the
 * other side in the same instant), and the single great wall of crypto exchanges. All serve a small genuine order opposite. */
import type { Label } from '../contract.ts';
import type { Order, Owner, Side } from './book.ts';
import type { Rng } from './rng.ts';
import { quantile, type World } from './world.ts';

export type Style = 'ballast' | 'layers' | 'manual' | 'flip' | 'wall';

interface Plan {
  readonly style: Style; readonly side: Side; readonly layers: number; readonly ratio: number; readonly near: number;
  readonly life: number; readonly rounds: number; readonly pause: number; readonly gap: number; readonly stepwise: boolean;
  readonly genuine: number; readonly faint: boolean;
}

function draw(w: World, rng: Rng, budget: number): Plan {
  const style = rng.pick<Style>(['ballast', 'layers', 'manual', 'flip', 'wall']);
  const faint = rng.chance(0.13);
  const life = {
    ballast: () => rng.logBetween(1000, 5000), layers: () => rng.logBetween(7000, 30000), manual: () => rng.logBetween(3000, 20000),
    flip: () => rng.logBetween(1000, 12000), wall: () => rng.logBetween(2000, 30000),
  }[style]();
  const layers = { ballast: rng.int(1, 3), layers: rng.int(3, 6), manual: rng.int(2, 6), flip: rng.int(1, 3), wall: 1 }[style];
  const pause = rng.logBetween(2000, 30000);
  const wanted = rng.chance(0.3) ? 1 : rng.int(2, 6);
  const reach = w.ticks(w.p.wallReach);
  const near = { ballast: rng.between(0.02, 0.5), layers: rng.between(0.25, 1.5), manual: rng.between(0, 0.6), flip: rng.between(0, 0.15), wall: rng.between(0.05, 1.5) }[style];
  return {
    style, side: rng.chance(0.5) ? 0 : 1, layers, life, pause, faint,
    ratio: faint ? rng.between(0.6, 1.2) : Math.max(3, rng.logBetween(3, 15) / (style === 'wall' ? 1 : Math.sqrt(layers))),
    near: Math.round(near * reach),
    rounds: Math.max(1, Math.min(wanted, Math.floor(budget / (life * 1.3 + pause * 1.5)))),
    gap: style === 'manual' ? rng.logBetween(150, 900) : style === 'layers' ? rng.logBetween(20, 300) : rng.logBetween(2, 80),
    stepwise: style === 'manual' ? rng.chance(0.8) : style === 'wall' || style === 'flip' ? false : rng.chance(0.25),
    genuine: rng.chance(0.94) ? rng.logBetween(0.5, 4) : 0,
  };
}

class Spoofer implements Owner {
  readonly #w: World;
  readonly #rng: Rng;
  readonly #plan: Plan;
  #from = 0;
  #roundFrom = 0;
  readonly #end: number;
  readonly #done: (label: Label) => void;
  readonly #prices = new Set<number>();
  #orders: Order[] = [];
  #genuine: Order | null = null;
  #round = 0;
  #hit = 0;
  #gained = 0;
  #placed = 0;
  #ratios: number[] = [];
  #last = 0;
  #pulling = false;

  constructor(w: World, rng: Rng, budget: number, done: (label: Label) => void) {
    this.#w = w;
    this.#rng = rng;
    this.#plan = draw(w, rng, budget);
    this.#end = w.clock.now + budget;
    this.#done = done;
  }

  filled(order: Order, size: number): void {
    if (order === this.#genuine) this.#gained += size;
    else {
      this.#hit += size;
      // Being hit is the accident: nearly all pull at once, some a little late.
      if (!this.#pulling && this.#rng.chance(0.85)) this.#w.clock.after(this.#rng.logBetween(5, 400), () => this.#pull());
    }
  }

  start(): void {
    const { style } = this.#plan;
    this.#round++;
    this.#pulling = false;
    this.#orders = [];
    // In deep queues the genuine order needs time to come to the front before the game begins.
    const lead = style === 'flip' ? 0 : this.#rng.logBetween(20, 3000) * (this.#w.p.regime === 'coarse' ? 4 : 1);
    if (style !== 'flip') this.#placeGenuine();
    this.#w.feed.settle(this.#w.book);
    this.#w.clock.after(lead, () => this.#build());
  }

  #placeGenuine(): void {
    const { side, genuine } = this.#plan;
    if (genuine === 0) return;
    const w = this.#w;
    const other: Side = side === 0 ? 1 : 0;
    if (this.#genuine !== null && this.#genuine.level !== null) {
      if (w.depthOf(other, this.#genuine.tick) <= 0) return;
      if (!w.cancel(this.#genuine)) return;
    }
    const inside = w.spread() > 1 && this.#rng.chance(0.6) ? -Math.max(1, Math.round(w.spread() * this.#rng.between(0, 0.4))) : 0;
    this.#genuine = w.place(other, w.behind(other, inside), w.p.unit * genuine, this);
  }

  #build(): void {
    const w = this.#w;
    this.#roundFrom = w.clock.now;
    if (this.#from === 0) this.#from = w.clock.now;
    const { side, layers, ratio, near, gap, life, style } = this.#plan;
    const size = (distance: number): number => {
      const sizes = w.levelSizes(side, distance * 0.5, Math.max(distance * 2, distance + 3));
      const usual = quantile(sizes, 0.9);
      return Math.max(1, usual * ratio * this.#rng.between(0.9, 1.15));
    };
    const step = Math.max(1, Math.round(w.ticks(w.p.wallReach) * this.#rng.between(0.03, 0.25)));
    const equal = this.#rng.chance(0.5) ? size(near) : 0;
    for (let i = 0; i < layers; i++) {
      w.clock.after(i * gap * this.#rng.between(0.6, 1.4), () => {
        if (this.#pulling) return;
        const distance = near + i * step;
        const wanted = equal > 0 ? equal : size(distance);
        const round = style === 'wall' || style === 'manual';
        this.#put(distance, round ? w.roundSize(wanted) : wanted, round);
        w.feed.settle(w.book);
      });
    }
    w.clock.after(layers * gap + life * this.#rng.between(1, 1.15), () => this.#pull());
    const round = this.#round;
    const watch = (): void => {
      if (this.#pulling || round !== this.#round) return;
      this.#tend();
      w.feed.settle(w.book);
      w.clock.after(this.#rng.between(80, 500), watch);
    };
    w.clock.after(this.#rng.between(80, 500), watch);
  }

  #put(distance: number, size: number, round: boolean): void {
    const w = this.#w;
    const { side } = this.#plan;
    let tick = w.behind(side, distance);
    if (round && distance > 4) tick = w.roundTick(tick, distance * 0.3);
    const sizes = w.levelSizes(side, distance * 0.5, Math.max(distance * 2, distance + 3));
    const usual = Math.max(1, quantile(sizes, 0.9));
    const order = w.place(side, tick, Math.min(size, usual * 15), this);
    this.#ratios.push(order.size / usual);
    this.#orders.push(order);
    this.#prices.add(order.tick);
    this.#placed += order.size;
  }

  /** While they stand: moved with the market (layers), or pulled before it arrives (wall), or once the genuine order is filled. */
  #tend(): void {
    const w = this.#w;
    const { style, side, near } = this.#plan;
    const live = this.#orders.filter((order) => order.level !== null);
    if (live.length === 0) return;
    const depth = w.depthOf(side, live[0].tick);
    if (style === 'layers' && Math.abs(depth - near) > Math.max(1, near * 0.35)) {
      for (const order of live) {
        const shift = depth - near;
        if (!w.cancel(order)) continue;
        this.#orders.splice(this.#orders.indexOf(order), 1);
        const moved = w.place(side, order.tick + (side === 0 ? shift : -shift), order.size, this);
        this.#orders.push(moved);
        this.#prices.add(moved.tick);
      }
    } else if (style === 'wall' && near > 3 && depth < near * 0.2) this.#pull();
    if (w.clock.now - this.#roundFrom < 1000) return;
    const filled = this.#genuine !== null && this.#genuine.level === null;
    if (filled && style !== 'flip' && this.#rng.chance(0.25)) this.#pull();
    // Having been filled it may want more of the same while the game works.
    else if (filled && style !== 'ballast' && this.#rng.chance(0.15)) this.#placeGenuine();
  }

  #pull(): void {
    if (this.#pulling) return;
    this.#pulling = true;
    const w = this.#w;
    const { side, stepwise, style, genuine, rounds, pause } = this.#plan;
    const live = this.#orders.filter((order) => order.level !== null);
    const between = stepwise ? this.#rng.logBetween(80, 800) : 0;
    live.forEach((order, i) => {
      if (between === 0) w.cancel(order);
      else {
        w.clock.after(i * between, () => {
          w.cancel(order);
          w.feed.settle(w.book);
        });
      }
    });
    if (style === 'flip' && genuine > 0) {
      // Those who joined in front of the wall are taken in the same instant; taker 0 buys, and it does so after false offers.
      const taker: Side = side === 0 ? 1 : 0;
      const target = side;
      const far = target === 1 ? w.book.best(1) + Math.max(0, this.#plan.near) : w.book.best(0) - Math.max(0, this.#plan.near);
      this.#gained += w.book.take(taker, w.p.unit * genuine * this.#rng.between(1, 4), far);
    }
    w.feed.settle(w.book);
    const over = between * live.length;
    this.#last = w.clock.now + over;
    const again = pause * this.#rng.between(0.5, 1.5);
    const room = this.#end - w.clock.now - over - again;
    if (this.#round < rounds && room > this.#plan.life * 1.3 + 4000) w.clock.after(over + again, () => this.start());
    else w.clock.after(over + this.#rng.between(200, 3000), () => this.#finish());
  }

  #finish(): void {
    const w = this.#w;
    const { side, style, faint, genuine, layers, life, near, stepwise } = this.#plan;
    if (this.#genuine !== null && this.#genuine.level !== null) {
      const rest = this.#genuine;
      w.clock.after(this.#rng.chance(0.5) ? 0 : this.#rng.exp(6000), () => {
        if (rest.level !== null) w.cancel(rest);
        w.feed.settle(w.book);
      });
    }
    const ratio = this.#ratios.reduce((a, b) => Math.max(a, b), 0);
    const reasons: string[] = [];
    if (faint) reasons.push('no larger than its neighbours');
    else if (ratio < 2) reasons.push('the neighbours grew: less than twice their size');
    if (genuine === 0) reasons.push('no genuine order opposite: a wall pulled like many');
    if (this.#placed > 0 && this.#hit > 0.6 * this.#placed) reasons.push('most of it was filled');
    const note = `${style}, ${layers} layer(s), ${ratio.toFixed(1)} x the 90% quantile of sizes near it, ${near} ticks behind the touch, `
      + `about ${Math.round(life)} ms, ${this.#round} round(s), withdrawn ${stepwise ? 'in steps' : 'at once'}, `
      + `hit ${((100 * this.#hit) / Math.max(1, this.#placed)).toFixed(1)} %, genuine ${genuine.toFixed(1)} units, filled ${w.feed.size(this.#gained)}`;
    const ticks = [...this.#prices].sort((a, b) => (side === 0 ? b - a : a - b));
    this.#done({
      kind: 'spoofing', side: side === 0 ? 'bid' : 'ask', from: Math.floor(this.#from), to: Math.ceil(this.#last),
      prices: ticks.map((tick) => w.feed.price(tick)), fair: reasons.length === 0,
      note: reasons.length === 0 ? note : `${reasons.join('; ')} (${note})`,
    });
  }
}

export function plantSpoofing(w: World, rng: Rng, budget: number, done: (label: Label) => void): void {
  new Spoofer(w, rng, budget, done).start();
}
