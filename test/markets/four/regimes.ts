import type { Regime } from '../contract.ts';
import type { Rng } from './random.ts';

/** What a market is like. Prices in ticks, sizes in lots. */
export interface Params {
  readonly tick: string;
  readonly lot: string;
  /** Opening price. */
  readonly price: number;
  /** Usual distance between levels in use; 1 where the tick is what limits the price. */
  readonly gap: number;
  /** Queues hold many orders, so nobody takes one whole. */
  readonly deep: boolean;
  /** Size of an ordinary trade. */
  readonly unit: number;
  /** Size of an ordinary resting order, in units. */
  readonly rest: number;
  /** Pareto index of sizes; 0 for lognormal ones. */
  readonly tail: number;
  /** Volatility in basis points a minute outside bursts. */
  readonly sigma: number;
  /** How much more volatile a burst is; 1: no bursts. */
  readonly burst: number;
  /** Unprompted market orders a minute. */
  readonly takers: number;
  /** Orders a second of the crowd, and how many seconds one near the touch lives. */
  readonly crowd: number;
  readonly life: number;
  readonly makers: number;
  /** Mean milliseconds between looks of a market maker. */
  readonly look: number;
  /** A market maker's half spread, in gaps. */
  readonly half: number;
  /** Levels a side in the opening book, and how far it reaches as a part of the price. */
  readonly levels: number;
  readonly reach: number;
}

/** Each seed is another instrument: price, tick, rates and sizes differ within what the regime allows. */
export function paramsOf(regime: Regime, rng: Rng): Params {
  const busy = rng.log(0.75, 1.35);
  switch (regime) {
    case 'coarse': {
      // The tick is 2–10 bps, so the price is 1,000–5,000 ticks.
      const price = Math.round(rng.log(1150, 4400));
      return {
        tick: rng.pick(['0.0001', '0.00001', '0.001']), lot: rng.pick(['1', '0.1', '10']), price, gap: 1, deep: true,
        unit: Math.round(rng.log(500, 6000)), rest: rng.range(1.5, 3), tail: 0, sigma: rng.range(3.5, 6), burst: 1,
        takers: 45 * busy, crowd: 9 * busy, life: 22, makers: 4, look: 1800, half: 0.5, levels: 160, reach: 0.09,
      };
    }
    case 'tiny': {
      // The tick is 0.002–0.01 bps: millions of ticks to the price, about 0.12 bps between levels in use.
      const price = Math.round(rng.log(1.05e6, 5e6));
      return {
        tick: '0.01', lot: '0.00001', price, gap: Math.max(6, Math.round((price * rng.range(0.08, 0.16)) / 1e4)), deep: false,
        unit: Math.round(rng.log(1500, 9000)), rest: rng.range(1.5, 4), tail: 0, sigma: rng.range(3, 6), burst: 1,
        takers: 100 * busy, crowd: 22 * busy, life: 9, makers: 6, look: 420, half: 1, levels: 1000, reach: 0.12,
      };
    }
    case 'fat': {
      // Measured on the feed the index is some 0.2 higher than the one drawn here: sizes are capped and makers' orders even.
      const price = Math.round(rng.log(15000, 60000));
      return {
        tick: rng.pick(['0.1', '0.01', '0.05']), lot: '0.001', price, gap: rng.int(1, 2), deep: false, unit: Math.round(rng.log(100, 900)),
        rest: rng.range(2, 4), tail: rng.range(1.1, 1.4), sigma: rng.range(3, 6), burst: 1,
        takers: 65 * busy, crowd: 9 * busy, life: 14, makers: 5, look: 900, half: 1.2, levels: 400, reach: 0.12,
      };
    }
    case 'volatile': {
      const price = Math.round(rng.log(8000, 30000));
      return {
        tick: rng.pick(['0.01', '0.001', '0.1']), lot: rng.pick(['0.01', '0.001']), price, gap: rng.int(1, 3), deep: false,
        unit: Math.round(rng.log(150, 2500)), rest: rng.range(2, 4), tail: 0, sigma: rng.range(11, 16), burst: 5,
        takers: 90 * busy, crowd: 14 * busy, life: 8, makers: 5, look: 600, half: 1.5, levels: 500, reach: 0.3,
      };
    }
    case 'thin': {
      const price = Math.round(rng.log(7000, 16000));
      return {
        tick: rng.pick(['0.01', '0.0001', '0.001']), lot: rng.pick(['1', '0.1']), price, gap: rng.int(3, 4), deep: false,
        unit: Math.round(rng.log(40, 900)), rest: rng.range(1.2, 2.5), tail: 0, sigma: rng.range(4, 7), burst: 1,
        takers: 8 * busy, crowd: 0.9 * busy, life: 30, makers: 2, look: 4500, half: 1.3, levels: 90, reach: 0.2,
      };
    }
  }
}
