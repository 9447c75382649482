/** The value elsewhere moves, the market's own view of it follows, and those who know it keep prices near it. */
import type { Side } from './book.ts';
import type { World } from './world.ts';

const STEP = 100;

export function startValue(w: World): void {
  const { rng, p } = w;
  let slow = 0;
  let burst = 1;
  let lean = 0;
  const step = (): void => {
    const dt = STEP / 1000;
    // Volatility: a slow lognormal wander, times bursts that fade within minutes.
    slow += -slow * dt / 600 + 0.35 * Math.sqrt(2 * dt / 600) * rng.normal();
    burst = 1 + (burst - 1) * Math.exp(-dt / 60);
    if (rng.chance((p.burstsPerHour / 3600) * dt)) burst += rng.between(0.5, 1.5) * p.burstFactor;
    w.vol = Math.exp(slow) * burst;
    // Student-like steps; a weak pull keeps ten hours within a believable range.
    const shock = rng.normal() / Math.sqrt(Math.max(0.25, rng.exp(1) * 0.5 + rng.exp(1) * 0.5));
    w.value += 0.72 * p.sigma * 1e-4 * w.vol * Math.sqrt(dt) * shock - w.value * dt / 15000;
    w.impact *= 1 - dt / 60;
    // What the book seems to say moves opinions too, by a part of the spread; in some markets nobody cares.
    lean += 0.12 * (p.bookLean * w.imbalance * Math.max(w.ticks(p.halfSpread), 0.7) - lean);
    const before = w.ref;
    w.ref = p.start * Math.exp(w.value + w.impact) * (1 + w.away) + lean;
    w.history.push(w.ref);
    if (w.history.length > 600) w.history.splice(0, 300);
    if (rng.chance(0.5)) w.refreshImbalance();
    for (const tick of [...w.tickers]) tick();
    if (Math.abs(w.ref - before) > 0) informed(w);
    w.feed.settle(w.book);
    w.clock.after(STEP, step);
  };
  w.clock.after(STEP, step);
}

/** Orders whose price is behind the times: their owners pull some, those who are faster take some. */
function informed(w: World): void {
  const { rng, p } = w;
  const slack = Math.max(w.ticks(p.halfSpread) * 0.5, p.regime === 'coarse' ? 0.25 : 0.5);
  for (const side of [0, 1] as Side[]) {
    const limit = side === 0 ? w.ref + slack : w.ref - slack;
    const stale = (tick: number): boolean => (side === 0 ? tick > limit : tick < limit);
    if (!stale(w.book.best(side))) continue;
    const excess = Math.abs(w.book.best(side) - limit) / Math.max(1, slack);
    if (!rng.chance(Math.min(0.9, 0.04 + 0.2 * excess))) continue;
    const half = w.half(side);
    for (let i = 0; i < 40 && half.count > 3; i++) {
      const level = half.at(0);
      if (!stale(level.tick)) break;
      const orders = level.queue.filter((o) => o.owner === null && rng.chance(0.6));
      for (const order of orders) w.cancel(order);
      if (half.levels.get(level.tick) === level) break;
    }
    if (!stale(w.book.best(side))) continue;
    // Fast takers: a share of what is stale, more when much is to be earned.
    const share = rng.between(0.15, 0.6) * Math.min(2, 0.5 + excess);
    const size = Math.min(w.book.bestSize(side) * share, p.unit * rng.between(10, 60) * Math.min(6, 1 + excess));
    w.knowing = true;
    w.take(side === 0 ? 1 : 0, Math.max(p.unit * 0.5, size), Math.round(limit));
    w.knowing = false;
  }
}
