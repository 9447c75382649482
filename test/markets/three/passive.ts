/** Passive traders: a stream of limit orders with short lives near the touch, and holders who leave theirs for long. */
import type { Side } from './book.ts';
import type { World } from './world.ts';

/** One order of the stream. `age`: how long ago it was placed, when the book is filled before the start. */
function flowOrder(w: World, age: number): void {
  const { rng, p } = w;
  const lean = Math.max(-0.2, Math.min(0.2, w.away * -20));
  const side: Side = rng.chance(0.5 + lean) ? 0 : 1;
  if (rng.chance(w.absent[side])) return;
  const spread = w.spread();
  let distance = rng.lomax(w.ticks(p.flowScale), 1.1);
  if (distance > w.ticks(900)) return;
  const kind = rng.next();
  if (kind < p.undercut && spread > 1) distance = -Math.min(spread - 1, 1 + Math.floor(rng.exp(spread / 4)));
  else if (kind < 0.3) distance = 0;
  let tick = w.behind(side, distance);
  if (distance > 5 && rng.chance(0.35)) tick = w.roundTick(tick, distance * 0.4);
  else if (distance > 1 && rng.chance(0.2)) {
    // Joins a level that is there already.
    const half = w.half(side);
    tick = half.at(Math.min(half.count - 1, Math.floor(rng.exp(6)))).tick;
  }
  // Nearly nobody bids what others would gladly sell at: the price elsewhere is known.
  if (!rng.chance(0.004)) {
    const margin = w.ticks(p.halfSpread) * p.margin * w.wide * (0.75 + 0.25 * Math.min(8, w.vol));
    tick = side === 0 ? Math.min(tick, Math.floor(w.ref - margin)) : Math.max(tick, Math.ceil(w.ref + margin));
  }
  const relative = Math.max(0, w.depthOf(side, tick)) / w.ticks(p.flowScale);
  const life = rng.logNormal(p.flowLife * (1 + relative) ** 0.8, 1.2);
  if (life <= age) return;
  const order = w.place(side, tick, w.drawSize());
  const cancel = (): void => {
    if (order.level === null) return;
    w.cancel(order);
    w.feed.settle(w.book);
    // A third of those who cancel wanted another price: they place again at once.
    if (rng.chance(0.3)) {
      flowOrder(w, 0);
      w.feed.settle(w.book);
    }
  };
  w.clock.after(life - age, cancel);
}

function holder(w: World, side: Side, first: boolean): void {
  const { rng, p } = w;
  if (!first && rng.chance(w.absent[side])) {
    w.clock.after(rng.exp(20000), () => holder(w, side, false));
    return;
  }
  let distance = Math.max(2, w.ticks(p.halfSpread)) + rng.lomax(w.ticks(p.holdScale), 1);
  if (distance > w.ticks(1500)) distance = rng.between(w.ticks(300), w.ticks(1500));
  let tick = w.behind(side, distance);
  if (rng.chance(0.5)) tick = w.roundTick(tick, distance * 0.25);
  const size = w.drawSize() * (rng.chance(0.06) ? rng.between(3, 10) : 1);
  const order = w.place(side, tick, size);
  const wake = (): void => {
    if (order.level !== null) {
      const near = w.depthOf(side, tick) < w.ticks(p.wallReach);
      // Far from the touch most stay as they are; near it people think again. Those too far away are moved.
      if (!rng.chance(near ? 0.8 : 0.4) && w.depthOf(side, tick) < w.ticks(1600)) {
        w.clock.after(rng.exp(600000), wake);
        return;
      }
      w.cancel(order);
      w.feed.settle(w.book);
    }
    w.clock.after(rng.exp(20000), () => {
      holder(w, side, false);
      w.feed.settle(w.book);
    });
  };
  w.clock.after(rng.exp(600000), wake);
}

function fits(w: World): boolean {
  return Math.max(w.half(0).count, w.half(1).count) < 930;
}

/** The book as it is before the start: holders, then the stream as if it had run for some minutes. */
export function seedPassive(w: World): void {
  const { rng, p } = w;
  const gap = Math.max(1, Math.round(w.ticks(p.halfSpread)));
  for (let i = 1; i <= 3; i++) {
    for (const side of [0, 1] as Side[]) {
      w.place(side, Math.round(w.ref) + (side === 0 ? -gap * i : gap * i), p.unit * 3);
    }
  }
  const window = Math.min(1200, 40000 / p.flowRate);
  const count = Math.round(p.flowRate * window);
  for (let i = 0; i < count && fits(w); i++) flowOrder(w, rng.next() * window * 1000);
  // The snapshot shows a thousand levels a side: what is beyond comes in the first minutes, so that the feed tells of every level.
  for (let i = 0; i < p.holders; i++) {
    for (const side of [0, 1] as Side[]) {
      if (fits(w)) holder(w, side, true);
      else w.clock.after(rng.between(0, 300000), () => holder(w, side, true));
    }
  }
}

export function startFlow(w: World): void {
  const next = (): void => {
    flowOrder(w, 0);
    w.feed.settle(w.book);
    w.clock.after(w.rng.exp(1000 / (w.p.flowRate * w.activity())), next);
  };
  w.clock.after(w.rng.exp(1000 / w.p.flowRate), next);
}
