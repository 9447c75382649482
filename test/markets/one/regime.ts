import type { Regime } from '../contract.ts';
import { Rng } from './rng.ts';

/** Everything that is drawn once per market. Times in ms, distances in bps of the price, rates per second unless named. */
export interface Params {
  readonly regime: Regime;
  readonly startTicks: number;
  readonly tickStep: number;
  readonly priceDecimals: number;
  readonly sizeDecimals: number;
  /** Median size of a background order, in lots. */
  readonly unit: number;
  readonly tickBps: number;
  /** Half of the spread that makers aim at. */
  readonly halfSpread: number;
  /** Volatility of the fair price in a calm minute, bps. */
  readonly sigma: number;
  /** In bursts the volatility is this many times `sigma` (1 = no bursts). */
  readonly burst: number;
  /** Pareto index of sizes; 0 = lognormal. */
  readonly tail: number;
  readonly sizeSpread: number;
  readonly roundSize: number;
  readonly roundPrice: number;
  /** The crowd of small passive orders. */
  readonly crowdRate: number;
  readonly crowdPerSide: number;
  readonly d0: number;
  readonly dPower: number;
  readonly lifePower: number;
  readonly dMax: number;
  readonly fear: number;
  readonly makers: number;
  readonly makerLayers: number;
  readonly makerPace: number;
  readonly makerSize: number;
  readonly takerRate: number;
  readonly branching: number;
  readonly takerSize: number;
  readonly arbSize: number;
  /** How strongly anyone follows the imbalance of the book, 0 (nobody) to 1. */
  readonly follow: number;
  readonly followers: number;
  readonly flickers: number;
  readonly whales: number;
  readonly newsPerHour: number;
  readonly algosPerHour: number;
  readonly burstsPerHour: number;
  /** Move of the fair price by an uninformed trade of one unit, in bps. */
  readonly impact: number;
}

interface Ranges {
  readonly ratio: [number, number];
  readonly halfSpread: [number, number];
  readonly sigma: [number, number];
  readonly burst: [number, number];
  readonly crowdRate: [number, number];
  readonly crowd: [number, number];
  readonly makers: [number, number];
  readonly layers: [number, number];
  readonly pace: [number, number];
  readonly takers: [number, number];
  readonly takerSize: [number, number];
  readonly flickers: [number, number];
  readonly whales: [number, number];
}

const RANGES: Record<Regime, Ranges> = {
  coarse: { ratio: [1000, 5000], halfSpread: [0, 0], sigma: [3, 7], burst: [1, 1], crowdRate: [8, 16], crowd: [500, 900], makers: [5, 10], layers: [2, 4], pace: [400, 1500], takers: [0.5, 1.6], takerSize: [0.8, 2.5], flickers: [6, 16], whales: [25, 50] },
  tiny: { ratio: [1e6, 1e7], halfSpread: [0.08, 0.4], sigma: [3, 6], burst: [1, 1], crowdRate: [9, 15], crowd: [780, 980], makers: [6, 11], layers: [3, 4], pace: [800, 2000], takers: [0.4, 1.2], takerSize: [0.5, 1.5], flickers: [10, 24], whales: [30, 60] },
  fat: { ratio: [2e4, 2e5], halfSpread: [0.3, 1.2], sigma: [4, 8], burst: [1, 1], crowdRate: [6, 11], crowd: [300, 550], makers: [5, 8], layers: [2, 4], pace: [500, 1500], takers: [0.6, 1.4], takerSize: [0.5, 1.5], flickers: [6, 16], whales: [25, 50] },
  volatile: { ratio: [2e4, 2e5], halfSpread: [0.6, 2], sigma: [8, 14], burst: [5, 9], crowdRate: [6, 11], crowd: [300, 550], makers: [4, 8], layers: [2, 3], pace: [600, 1500], takers: [0.4, 1.1], takerSize: [0.6, 2], flickers: [6, 16], whales: [25, 50] },
  thin: { ratio: [8e3, 4e4], halfSpread: [2, 6], sigma: [4, 8], burst: [1, 1], crowdRate: [0.8, 2], crowd: [70, 160], makers: [3, 5], layers: [1, 3], pace: [350, 1300], takers: [0.08, 0.2], takerSize: [0.5, 1.5], flickers: [2, 6], whales: [10, 25] },
};

export function drawParams(regime: Regime, seed: number): Params {
  const rng = new Rng(seed, `params ${regime}`);
  const r = RANGES[regime];
  const ratio = rng.logRange(r.ratio[0], r.ratio[1]);
  const tickStep = rng.chance(0.2) ? 5 : 1;
  const priceDecimals = regime === 'tiny' ? rng.int(1, 4) : rng.int(1, 7);
  const startTicks = Math.round(ratio);
  const price = (startTicks * tickStep) / 10 ** priceDecimals;
  const notional = rng.logRange(150, 4000) * (regime === 'thin' ? 0.5 : 1);
  const wantLots = rng.logRange(40, 400);
  const sizeDecimals = Math.max(0, Math.min(8, Math.round(-Math.log10(notional / price / wantLots))));
  const unit = Math.max(5, Math.round((notional / price) * 10 ** sizeDecimals));
  const tickBps = 1e4 / ratio;
  const drawn = rng.logRange(Math.max(r.halfSpread[0], 0.01), Math.max(r.halfSpread[1], 0.011));
  const halfSpread = regime === 'coarse' ? 0.5 * tickBps : Math.max(drawn, (regime === 'thin' ? 2 : 0.6) * tickBps);
  const sigma = rng.range(r.sigma[0], r.sigma[1]);
  const fat = regime === 'fat';
  const takerRate = rng.logRange(r.takers[0], r.takers[1]);
  const branching = rng.range(0.4, 0.75);
  const d0 = regime === 'coarse' ? tickBps * rng.range(1, 2.5) : Math.max(2 * halfSpread, rng.range(0.8, 3));
  return {
    regime, startTicks, tickStep, priceDecimals, sizeDecimals, unit, tickBps, halfSpread, sigma,
    burst: rng.range(r.burst[0], r.burst[1]),
    tail: fat ? rng.range(1.1, 1.6) : 0,
    sizeSpread: rng.range(0.8, 1.3),
    roundSize: rng.range(0.25, 0.5),
    roundPrice: rng.range(0.1, 0.3),
    crowdRate: rng.logRange(r.crowdRate[0], r.crowdRate[1]),
    crowdPerSide: rng.int(r.crowd[0], r.crowd[1]),
    d0,
    dPower: rng.range(0.7, 1.1),
    lifePower: rng.range(0.7, 1),
    dMax: Math.max(regime === 'coarse' ? 60 * tickBps : 0, rng.range(150, 500)),
    fear: rng.range(0.5, 2),
    makers: rng.int(r.makers[0], r.makers[1]),
    makerLayers: rng.int(r.layers[0], r.layers[1]),
    makerPace: rng.logRange(r.pace[0], r.pace[1]),
    makerSize: rng.logRange(1.5, 6) * (regime === 'coarse' ? 3 : 1),
    takerRate, branching,
    takerSize: rng.logRange(r.takerSize[0], r.takerSize[1]),
    arbSize: rng.logRange(4, 15) * (regime === 'coarse' ? 4 : 1),
    follow: rng.chance(0.2) ? rng.range(0, 0.1) : rng.range(0.2, 1),
    followers: rng.int(2, 6),
    flickers: rng.int(r.flickers[0], r.flickers[1]),
    whales: rng.int(r.whales[0], r.whales[1]),
    newsPerHour: rng.range(2, 7),
    algosPerHour: rng.range(8, 24) * (regime === 'thin' ? 0.5 : 1),
    burstsPerHour: rng.range(1.5, 5),
    impact: 0.022 * sigma * Math.sqrt(1.5 / Math.max(takerRate, 0.3)),
  };
}
