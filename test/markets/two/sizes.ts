/** Sizes and prices as people and programs choose them: heavy tails, and a liking for round numbers. */
import type { Params } from './params.ts';
import type { Rng } from './rng.ts';
import { better } from './book.ts';
import type { Side } from './book.ts';

/** A size around `scale` × the usual one. */
export function drawSize(r: Rng, p: Params, scale: number, roundness = 0.35): number {
  const m = p.size * scale;
  const x = p.fat ? Math.min(r.pareto(m * 0.55, p.spreadOfSizes), m * 400) : Math.min(r.logNormal(m, p.spreadOfSizes), m * 60);
  return r.chance(roundness) ? round(x) : Math.max(1, Math.round(x));
}

/** To 1, 2, 2.5 or 5 times a power of ten: the nearest in ratio. */
export function round(x: number): number {
  const base = Math.pow(10, Math.floor(Math.log10(Math.max(1, x))));
  let best = base;
  for (const f of [1, 2, 2.5, 3, 5, 10]) if (Math.abs(Math.log(x / (f * base))) < Math.abs(Math.log(x / best))) best = f * base;
  return Math.max(1, Math.round(best));
}

/** Moves a price, away from the market, to a round one if its distance allows. */
export function roundPrice(r: Rng, side: Side, price: number, distance: number): number {
  const grids = [1000, 500, 100, 50, 10, 5];
  for (const g of grids) {
    if (g <= distance && r.chance(0.55)) return side === 0 ? Math.floor(price / g) * g : Math.ceil(price / g) * g;
  }
  return price;
}

/** Distance from the touch, in ticks: a power law, cut at a share of the price. */
export function drawDistance(r: Rng, p: Params): number {
  const max = p.price * 0.15;
  return Math.max(1, Math.min(max, Math.round(p.unit * (Math.pow(r.u(), -1 / p.reach) - 1))));
}

export function away(side: Side, from: number, distance: number): number { return Math.max(1, from - better(side) * distance); }
