/** What kind of market a seed gives: price level, tick, pace, depth, volatility, who is about. */
import type { Regime } from '../contract.ts';
import type { Rng } from './rng.ts';
import type { Scale } from './text.ts';

export interface Params {
  readonly regime: Regime;
  readonly tick: Scale; readonly lot: Scale;
  /** First price, in ticks. */
  readonly price: number;
  /** The distance, in ticks, on which the book's shape is measured. */
  readonly unit: number;
  /** Half the usual spread, in ticks. */
  readonly half: number;
  /** Usual size of a limit order in lots. */
  readonly size: number;
  /** Log-deviation of sizes, or the Pareto index if `fat`. */
  readonly spreadOfSizes: number;
  readonly fat: boolean;
  /** One-minute volatility of the value behind the price, in basis points. */
  readonly sigma: number;
  readonly bursts: boolean;
  /** Limit orders a second and side, and market orders a second and side. */
  readonly limits: number;
  readonly markets: number;
  /** Cancellations a second for each order near the touch. */
  readonly fickle: number;
  /** Queue (in usual sizes) at which new orders begin to stay away. */
  readonly queue: number;
  /** Power law of the distance of new orders. */
  readonly reach: number;
  /** Mean life of patient orders, seconds. */
  readonly patience: number;
  readonly deep: number;
  /** How strongly flow follows the imbalance of the book, recent moves, and the value. */
  readonly follow: number; readonly momentum: number; readonly reversion: number;
  readonly makers: number;
  /** Mean time between two looks of a maker, ms. */
  readonly makerPause: number;
  /** Large passive orders a second and side. */
  readonly walls: number;
  readonly flickers: number;
}

export function draw(regime: Regime, r: Rng): Params {
  const coarse = regime === 'coarse', thin = regime === 'thin', tiny = regime === 'tiny', volatile = regime === 'volatile';
  const bpsPerTick = coarse ? r.range(2, 10) : tiny ? r.logRange(0.001, 0.0099) : thin ? r.logRange(0.35, 2) : r.logRange(0.05, 1);
  const price = Math.round(10000 / bpsPerTick);
  const perBp = 1 / bpsPerTick;
  const decimals = tiny ? r.int(1, 3) : coarse ? r.int(3, 7) : r.int(2, 5);
  // Ticks of 5 exist too, but are rare.
  const five = !tiny && r.chance(0.15);
  const tick: Scale = { unit: five ? 5 : 1, decimals: five ? decimals + 1 : decimals };
  const value = price * tick.unit / Math.pow(10, tick.decimals);
  const money = r.logRange(thin ? 150 : 400, thin ? 1500 : 6000);
  // The lot such that the usual size is some hundreds of lots, if a lot of one coin or less can be.
  const lotDecimals = Math.max(0, Math.min(8, Math.round(Math.log10(value * r.logRange(200, 2000) / money))));
  const size = Math.max(20, Math.round(money / value * Math.pow(10, lotDecimals)));
  const fat = regime === 'fat';
  const half = coarse ? 0.5 : tiny ? Math.max(2, r.logRange(0.05, 0.5) * perBp) : thin ? r.range(3.5, 7)
    : Math.max(0.5, r.logRange(0.25, volatile ? 2 : 1) * perBp);
  return {
    regime, tick, lot: { unit: 1, decimals: lotDecimals }, price, half, size, fat,
    unit: coarse ? 1 : tiny ? Math.max(5, r.logRange(0.08, 0.3) * perBp) : thin ? r.range(2, 4) : Math.max(1, r.logRange(0.3, 1) * perBp),
    spreadOfSizes: fat ? r.range(1.1, 1.6) : r.range(0.8, 1.25),
    sigma: coarse ? r.range(3, 8) : tiny ? r.range(2, 6) : thin ? r.range(3, 9) : fat ? r.range(3, 8) : r.range(3, 6),
    bursts: volatile,
    limits: coarse ? r.logRange(3, 13) : tiny ? r.logRange(4, 9) : thin ? r.range(1.5, 2.3) : r.logRange(2.5, volatile ? 4.5 : 9),
    markets: coarse ? r.range(0.25, 0.9) : tiny ? r.range(0.3, 0.9) : thin ? r.range(0.05, 0.1) : r.range(0.2, volatile ? 0.5 : 0.8),
    fickle: coarse ? r.range(0.01, 0.03) : thin ? r.range(0.005, 0.02) : r.range(0.015, 0.05),
    queue: coarse ? r.range(15, 45) : thin ? r.range(2, 4) : r.range(3, 8),
    reach: r.range(0.6, 1),
    patience: r.logRange(40, 160),
    deep: coarse ? r.int(120, 300) : tiny ? r.int(1000, 1200) : thin ? r.int(80, 160) : r.int(400, 750),
    follow: r.chance(0.25) ? r.range(0, 0.15) : r.range(0.3, 1.1),
    momentum: r.range(0.1, 0.5), reversion: r.range(0.1, 0.5),
    makers: thin ? r.int(1, 3) : r.int(3, 6),
    makerPause: thin ? r.range(2500, 6000) : coarse ? r.range(500, 1800) : r.range(volatile ? 700 : 350, 1800),
    walls: thin ? r.range(0.008, 0.02) : r.range(0.03, 0.1),
    flickers: r.int(1, 4),
  };
}
