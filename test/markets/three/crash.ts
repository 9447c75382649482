/** Flash crashes, after public cases: bids withdraw, a seller who does not care about the price (an algorithm on a volume target,
 * a fat market order, a cascade of liquidations) goes through what is left, the spread opens, and buyers come back. */
import type { Label } from '../contract.ts';
import type { Maker } from './makers.ts';
import type { Rng } from './rng.ts';
import type { Walls } from './walls.ts';
import type { World } from './world.ts';

interface Plan {
  readonly drop: number; readonly thinTime: number; readonly thin: number; readonly fallTime: number; readonly shape: number;
  readonly gap: number; readonly cap: number; readonly hold: number; readonly recovery: number; readonly halfLife: number; readonly wide: number;
}

function minuteVol(w: World): number {
  return w.p.sigma * Math.sqrt(60) * 1e-4;
}

function draw(w: World, rng: Rng, budget: number): Plan {
  const floor = rng.chance(0.88) ? 6 * minuteVol(w) * (w.p.regime === 'volatile' ? 1.5 : 1) : 0;
  const thinTime = rng.logBetween(2000, Math.min(60000, budget * 0.25));
  const fallTime = rng.logBetween(5000, Math.max(6000, Math.min(180000, budget * 0.4)));
  return {
    drop: Math.min(0.1, Math.max(floor * rng.between(0.9, 1.5), rng.logBetween(0.005, 0.1))),
    thinTime, fallTime,
    thin: rng.pick([rng.between(0.1, 0.35), rng.between(0.35, 0.65), rng.between(0.65, 0.93)]),
    shape: rng.logBetween(0.6, 3),
    gap: rng.logBetween(60, 700) * (w.p.regime === 'thin' ? 1.5 : 1),
    cap: rng.logBetween(15, 200) * w.p.unit,
    hold: rng.chance(0.5) ? 0 : rng.logBetween(300, 8000),
    recovery: rng.between(0.65, 1),
    halfLife: rng.logBetween(1500, Math.min(25000, budget * 0.06)),
    wide: rng.between(1.5, 5),
  };
}

/** Pulls a share of the anonymous bids between two prices. */
function withdraw(w: World, rng: Rng, from: number, share: number): void {
  const half = w.half(0);
  const doomed = [];
  for (let i = 0; i < half.count; i++) {
    const level = half.at(i);
    if (level.tick < from) break;
    for (const order of level.queue) if (order.owner === null && rng.chance(share)) doomed.push(order);
  }
  for (const order of doomed) {
    if (half.count < 12) break;
    w.cancel(order);
  }
}

export function plantCrash(w: World, rng: Rng, budget: number, makers: readonly Maker[], walls: Walls, done: (label: Label) => void): void {
  const plan = draw(w, rng, budget);
  const from = w.clock.now;
  const end = from + budget;
  let startTick = w.book.best(0);
  let low = Infinity;
  let falling = false;
  let sold = 0;
  w.tradeHooks.push((tick, size, taker) => {
    if (!falling) return;
    low = Math.min(low, tick);
    if (taker === 1) sold += size;
  });

  const thinning = (step: number): void => {
    const steps = 12;
    w.absent[0] = Math.max(w.absent[0], (plan.thin * step) / steps);
    w.absent[1] = Math.max(w.absent[1], (0.3 * plan.thin * step) / steps);
    withdraw(w, rng, startTick * (1 - Math.max(0.01, plan.drop * 1.1)), 1 - (1 - plan.thin) ** (1 / steps));
    walls.pull(0, plan.thin / steps);
    if (rng.chance(plan.thin / 6)) rng.pick(makers).leave(plan.thinTime + plan.fallTime * rng.between(0.2, 1));
    w.feed.settle(w.book);
    if (step < steps) w.clock.after((plan.thinTime / steps) * rng.between(0.6, 1.4), () => thinning(step + 1));
    else w.clock.after(rng.exp(500), fall);
  };

  const fall = (): void => {
    falling = true;
    startTick = w.book.best(0);
    w.wide = Math.max(w.wide, plan.wide);
    // When the selling starts, the rest of those who watch it step back too.
    w.absent[0] = Math.max(w.absent[0], 0.5 + 0.4 * plan.thin);
    const began = w.clock.now;
    let pauseUntil = 0;
    const sell = (): void => {
      const u = Math.min(1, (w.clock.now - began) / plan.fallTime);
      const done01 = u ** plan.shape;
      const target = Math.round(startTick * (1 - plan.drop * done01));
      w.away = Math.min(w.away, -plan.drop * done01 * 0.97);
      if (w.clock.now >= pauseUntil) {
        if (rng.chance(0.02)) pauseUntil = w.clock.now + plan.fallTime * rng.between(0.02, 0.08);
        w.take(1, Math.min(plan.cap * rng.logNormal(0.5, 0.8), plan.cap * 3), target);
        // What still stands above the path flees before the next sale.
        if (w.book.best(0) > target) withdraw(w, rng, target, rng.between(0.1, 0.5));
        if (u >= 1) w.take(1, plan.cap * 5, target);
      }
      w.feed.settle(w.book);
      if (u < 1) w.clock.after(rng.exp(plan.gap), sell);
      else w.clock.after(plan.hold, recover);
    };
    sell();
  };

  const recover = (): void => {
    const bottom = w.away;
    const goal = bottom * (1 - plan.recovery);
    const began = w.clock.now;
    const bid0 = w.absent[0];
    const step = (): void => {
      const age = w.clock.now - began;
      const left = 0.5 ** (age / plan.halfLife);
      w.away = goal + (bottom - goal) * left;
      w.absent[0] = bid0 * left;
      w.absent[1] *= 0.9;
      w.wide = 1 + (plan.wide - 1) * left;
      // Bargain hunters, in uneven pieces.
      if (rng.chance(0.25) && w.book.best(1) < w.ref) w.take(0, w.drawSize() * 3, Math.round(w.ref));
      w.feed.settle(w.book);
      const close = w.mid() > startTick * (1 + goal * 1.15 - 0.1 * plan.drop);
      if ((left < 0.12 && close) || left < 0.02 || w.clock.now + 1500 > end) finish();
      else w.clock.after(200, step);
    };
    step();
  };

  const finish = (): void => {
    w.value += Math.log(1 + w.away);
    w.away = 0;
    w.absent[0] = 0;
    w.absent[1] = 0;
    w.wide = 1;
    falling = false;
    w.tradeHooks.pop();
    const reached = Number.isFinite(low) ? 1 - low / startTick : 0;
    const regained = reached > 0 ? (w.mid() - low) / (startTick - low) : 0;
    const usual = minuteVol(w) * Math.max(1, w.vol);
    const reasons: string[] = [];
    if (reached < 4 * usual) reasons.push('no larger than ordinary moves of this market');
    if (reached < 0.004) reasons.push('hardly fell');
    if (regained < 0.4) reasons.push('did not come back: looks like news');
    const note = `fell ${(100 * reached).toFixed(2)} % (planned ${(100 * plan.drop).toFixed(2)}) in ${(plan.fallTime / 1000).toFixed(1)} s after ${(plan.thinTime / 1000).toFixed(1)} s of`
      + ` thinning of ${(100 * plan.thin).toFixed(0)} %, shape ${plan.shape.toFixed(1)}, sold ${w.feed.size(sold)}, regained ${(100 * regained).toFixed(0)} %,`
      + ` half-life ${(plan.halfLife / 1000).toFixed(1)} s, spreads x ${plan.wide.toFixed(1)}`;
    done({
      kind: 'flash_crash', side: 'bid', from: Math.floor(from), to: Math.ceil(w.clock.now),
      prices: [w.feed.price(startTick), w.feed.price(Number.isFinite(low) ? low : startTick)],
      fair: reasons.length === 0, note: reasons.length === 0 ? note : `${reasons.join('; ')} (${note})`,
    });
  };

  thinning(1);
}
