/** What distinguishes the regimes. Rates are per second, prices in ticks, sizes in lots. */

import type { Regime } from '../contract.ts';
import type { Rng } from './rng.ts';

export interface Config {
  readonly regime: Regime;
  readonly tickDecimals: number;
  readonly lotDecimals: number;
  readonly price: number;
  /** Ticks in one basis point of the first price. */
  readonly bp: number;
  /** Natural distance between neighbouring orders, ticks. */
  readonly unit: number;
  /** Typical half spread of the market makers, ticks. */
  readonly half: number;
  /** Median order, lots. */
  readonly size: number;
  readonly sizeSd: number;
  readonly tailChance: number;
  readonly tailIndex: number;
  readonly tailCap: number;
  /** Ticks per square root of a second. */
  readonly sigma: number;
  /** Bursts of volatility per second, their factor and decay. */
  readonly burstRate: number;
  readonly burstFactor: readonly [number, number];
  readonly burstDecay: readonly [number, number];
  readonly jumpRate: number;
  readonly makers: number;
  readonly makerLevels: number;
  /** Mean seconds between a maker's looks. */
  readonly makerInterval: number;
  readonly makerSize: number;
  readonly limitRate: number;
  /** Shares of limit orders: inside the spread, at the best; the rest behind. */
  readonly inside: number;
  readonly atBest: number;
  /** Distance behind the best: scale in ticks, index of the power law, cap in ticks. */
  readonly distScale: number;
  readonly distIndex: number;
  readonly distCap: number;
  readonly nearLife: number;
  readonly farLife: number;
  readonly fleetRate: number;
  readonly takeRate: number;
  readonly takeMult: number;
  /** How far a taker sweeps at most, ticks. */
  readonly sweep: number;
  readonly largeRate: number;
  readonly grids: number;
  readonly pegs: number;
  readonly sliceRate: number;
  readonly metaRate: number;
  /** Band of the near book for imbalance and depth, ticks. */
  readonly band: number;
}

export function configure(regime: Regime, r: Rng): Config {
  const common = {
    regime, sizeSd: 0.9, tailChance: 0.04, tailIndex: 2, tailCap: 60, burstRate: 1 / 600,
    burstFactor: [1.5, 3] as const, burstDecay: [15, 60] as const, jumpRate: 1 / 900,
  };
  const usual = r.range(4.5, 7) / Math.sqrt(60); // bps per square root of a second
  if (regime === 'coarse') {
    const price = Math.round(r.range(1600, 4000));
    const bp = price / 1e4;
    return {
      ...common, tickDecimals: 4, lotDecimals: 0, price, bp, unit: 1, half: r.range(0.42, 0.58), size: Math.round(r.range(800, 3000)),
      sigma: usual * bp, makers: 6, makerLevels: 6, makerInterval: 0.7, makerSize: 18, limitRate: 16, inside: 0.1, atBest: 0.34,
      distScale: 3, distIndex: 1.3, distCap: price * 0.4, nearLife: 130, farLife: 1200, fleetRate: 3, takeRate: 1.6, takeMult: 1.1,
      sweep: 2, largeRate: 1 / 30, grids: 3, pegs: 5, sliceRate: 1 / 4, metaRate: 1 / 260, band: 4.5,
    };
  }
  if (regime === 'tiny') {
    const price = Math.round(r.range(2.4e6, 7.5e6));
    const bp = price / 1e4;
    return {
      ...common, tickDecimals: 2, lotDecimals: 5, price, bp, unit: Math.round(0.12 * bp), half: 0.16 * bp, size: Math.round(r.range(1500, 5000)),
      sizeSd: 1.2, tailChance: 0.05, tailCap: 30, sigma: usual * bp, makers: 8, makerLevels: 8, makerInterval: 0.35, makerSize: 5, limitRate: 32,
      inside: 0.14, atBest: 0.08, distScale: 9 * bp, distIndex: 0.9, distCap: price * 0.25, nearLife: 10, farLife: 800, fleetRate: 8,
      takeRate: 3.5, takeMult: 1.2, sweep: 6 * bp, largeRate: 1 / 22, grids: 4, pegs: 8, sliceRate: 1 / 3, metaRate: 1 / 200, band: 1.5 * bp,
    };
  }
  if (regime === 'fat') {
    const price = Math.round(r.range(12000, 60000));
    const bp = price / 1e4;
    const unit = Math.max(1, Math.round(0.35 * bp));
    return {
      ...common, tickDecimals: 2, lotDecimals: 3, price, bp, unit, half: Math.max(0.6, 0.5 * bp), size: Math.round(r.range(1500, 6000)),
      sizeSd: 0.8, tailChance: 0.35, tailIndex: r.range(1.12, 1.4), tailCap: 3000, sigma: usual * bp, makers: 6, makerLevels: 7,
      makerInterval: 0.6, makerSize: 5, limitRate: 15, inside: 0.12, atBest: 0.16, distScale: 5 * bp, distIndex: 1.15, distCap: price * 0.25,
      nearLife: 16, farLife: 600, fleetRate: 4, takeRate: 2.2, takeMult: 1, sweep: 20 * bp, largeRate: 1 / 25, grids: 3, pegs: 6,
      sliceRate: 1 / 4, metaRate: 1 / 240, band: Math.max(4.5, 3 * bp),
    };
  }
  if (regime === 'volatile') {
    const price = Math.round(r.range(20000, 90000));
    const bp = price / 1e4;
    const unit = Math.max(1, Math.round(0.8 * bp));
    return {
      ...common, tickDecimals: 2, lotDecimals: 3, price, bp, unit, half: 2 * bp, size: Math.round(r.range(1500, 6000)), sizeSd: 1.1,
      tailChance: 0.05, tailCap: 30, sigma: usual * bp * 4.4, burstRate: 1 / 110, burstFactor: [2, 4.2] as const, burstDecay: [12, 70] as const,
      jumpRate: 1 / 500, makers: 6, makerLevels: 7, makerInterval: 0.3, makerSize: 4, limitRate: 20, inside: 0.14, atBest: 0.12,
      distScale: 12 * bp, distIndex: 1.1, distCap: price * 0.4, nearLife: 5, farLife: 400, fleetRate: 6, takeRate: 4, takeMult: 1.2,
      sweep: 25 * bp, largeRate: 1 / 25, grids: 3, pegs: 6, sliceRate: 1 / 4, metaRate: 1 / 150, band: 8 * bp,
    };
  }
  const price = Math.round(r.range(4000, 15000));
  const bp = price / 1e4;
  return {
    ...common, tickDecimals: 3, lotDecimals: 1, price, bp, unit: 1, half: r.range(2.2, 3.4), size: Math.round(r.range(200, 900)),
    sigma: usual * bp, makers: 2, makerLevels: 3, makerInterval: 3.5, makerSize: 2.5, limitRate: 0.55, inside: 0.12, atBest: 0.16,
    distScale: Math.max(4, 8 * bp), distIndex: 1.1, distCap: price * 0.4, nearLife: 50, farLife: 1100, fleetRate: 0.07, takeRate: 0.1,
    takeMult: 1, sweep: Math.max(12, 20 * bp), largeRate: 1 / 150, grids: 1, pegs: 2, sliceRate: 1 / 70, metaRate: 1 / 600,
    band: Math.max(10, 15 * bp),
  };
}

/** Sizes have a lognormal body, a Pareto tail, and people's liking for round numbers. */
export function drawSize(c: Config, r: Rng, mult: number): number {
  let x = r.lognormal(c.size, c.sizeSd);
  if (r.chance(c.tailChance)) x = c.size * Math.min(c.tailCap, r.pareto(c.tailIndex) * (c.regime === 'fat' ? 1.2 : 4));
  x *= mult;
  if (r.chance(0.35)) x = round125(x, r);
  return Math.max(1, Math.round(x));
}

export function round125(x: number, r: Rng): number {
  const p = Math.pow(10, Math.floor(Math.log10(Math.max(1, x))));
  const m = x / p;
  const step = r.chance(0.5) ? (m < 1.5 ? 1 : m < 3.5 ? 2 : m < 7.5 ? 5 : 10) : Math.max(1, Math.round(m * 2) / 2);
  return Math.max(1, Math.round(step * p));
}

/** A whole number of units as decimal text. */
export function decimal(n: number, decimals: number): string {
  if (decimals === 0) return String(n);
  const s = String(n).padStart(decimals + 1, '0');
  const cut = s.length - decimals;
  return s.slice(0, cut) + '.' + s.slice(cut);
}
