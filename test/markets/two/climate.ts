/** What the market is driven by and what its participants see of it: value, volatility, news, imbalance, momentum. */
import { Rng } from './rng.ts';
import type { World } from './world.ts';

const STEP = 100;

export function startClimate(w: World, seed: number): void {
  const r = new Rng(seed, 'climate');
  const p = w.p;
  let logHeat = 0;
  let burstUntil = -Infinity, burst = 1;
  // In a volatile market: calm at some multiple of the usual, bursts far above, so that the whole comes to about ten times.
  const calm = p.bursts ? r.range(3, 5) : 1;
  const perStep = p.sigma / 10000 * p.price * Math.sqrt(STEP / 60000);
  const step = (): void => {
    logHeat += -logHeat * STEP / 180000 + 0.5 * Math.sqrt(2 * STEP / 180000) * r.normal();
    if (w.now > burstUntil && r.chance(STEP / (p.bursts ? 300000 : 1500000))) {
      burst = p.bursts ? r.range(10, 22) : r.range(1.5, 3);
      burstUntil = w.now + r.logRange(30000, p.bursts ? 420000 : 120000);
    }
    w.heat = Math.exp(logHeat - 0.25) * (w.now < burstUntil ? burst : calm);
    // Weakly drawn to where it began: hours of volatility must not carry it to nothing.
    w.value += perStep * w.heat * r.normal() + (p.price - w.value) * STEP / (4 * 3600000);
    look(w);
    w.agenda.add(w.now + STEP, step);
  };
  step();

  const news = (): void => {
    const size = p.sigma * (p.bursts ? 6 : 1) * r.logRange(1, 6) / 10000 * p.price;
    // Half of what looks like news moves nothing, but frightens.
    w.value += r.chance(0.5) ? 0 : (r.chance(0.5) ? 1 : -1) * size;
    for (const f of w.onNews) f();
    w.agenda.add(w.now + 20000 + r.exp(420000), news);
  };
  w.agenda.add(w.now + r.range(60000, 500000), news);
}

function look(w: World): void {
  const p = w.p, b = w.book;
  const mid = w.mid;
  w.fastMid += (mid - w.fastMid) * STEP / 4000;
  w.slowMid += (mid - w.slowMid) * STEP / 60000;
  const scale = Math.max(p.half, p.unit) * Math.max(1, Math.sqrt(w.heat));
  w.momentum = Math.tanh((mid - w.fastMid) / scale / 2);
  w.stretch = Math.tanh((mid - w.slowMid) / scale / 6);
  for (const s of [0, 1] as const) {
    w.pace[s] += (w.taken[s] * 1000 / STEP - w.pace[s]) * STEP / 120000;
    w.taken[s] = 0;
  }
  let bid = 0, ask = 0;
  // Near levels count more: followers weigh by distance.
  for (const side of [0, 1] as const) {
    const l = b.levels[side];
    const best = b.best(side);
    let sum = 0;
    for (let i = l.length - 1, k = 0; i >= 0 && k < 40; i--, k++) {
      const d = Math.abs(best - l[i]!.price) / p.unit;
      if (d > 25) break;
      sum += l[i]!.total / (1 + d / 4);
    }
    if (side === 0) bid = sum; else ask = sum;
  }
  w.imbalance += ((bid - ask) / (bid + ask + 1) - w.imbalance) * 0.4;
}
