/** The parameters of a market, drawn per seed within the range of its regime. Distances in bps, times in ms unless said. */
import type { Regime } from '../contract.ts';
import type { Rng } from './rng.ts';

export interface Params {
  readonly regime: Regime;
  readonly tickBps: number;
  /** Starting price in ticks. */
  readonly start: number;
  /** A tick is tickMultiple / 10^tickDecimals. */
  readonly tickMultiple: number;
  readonly tickDecimals: number;
  readonly lotDecimals: number;
  /** Median size of an order, in lots. */
  readonly unit: number;
  /** Pareto index of sizes, or 0: lognormal. */
  readonly tail: number;
  readonly sizeSigma: number;
  /** Volatility of the value, bps per root second. */
  readonly sigma: number;
  /** Bursts of volatility: how often an hour, and how much more. */
  readonly burstsPerHour: number;
  readonly burstFactor: number;
  readonly halfSpread: number;
  /** Share of the stream that improves the touch, and how near to the value it dares to go, in half spreads. */
  readonly undercut: number;
  readonly margin: number;
  readonly makers: number;
  readonly makerPeriod: number;
  readonly makerSize: number;
  /** Orders a second, the scale of their distance, the median life at the touch. */
  readonly flowRate: number;
  readonly flowScale: number;
  readonly flowLife: number;
  readonly holders: number;
  readonly holdScale: number;
  readonly walls: number;
  readonly wallReach: number;
  /** First orders of taker clusters a second, and the mean number of followers each order brings. */
  readonly takerRate: number;
  readonly branching: number;
  /** How many agents follow the imbalance of the book, and from which imbalance on. */
  readonly followers: number;
  readonly followFrom: number;
  /** How far the imbalance moves everybody's view, in half spreads; 0 in a quarter of the markets. */
  readonly bookLean: number;
  readonly newsPerHour: number;
}

interface Range {
  tickBps: [number, number]; sigma: [number, number]; halfSpread: [number, number];
  makers: [number, number]; makerPeriod: [number, number]; makerSize: [number, number];
  flowRate: [number, number]; flowLife: [number, number]; holders: [number, number]; holdScale: [number, number];
  walls: [number, number]; wallReach: [number, number]; takerRate: [number, number]; followers: [number, number];
}

const RANGES: Record<Regime, Range> = {
  coarse: {
    tickBps: [2, 10], sigma: [0.4, 1], halfSpread: [0.3, 0.8], makers: [6, 12], makerPeriod: [500, 1500], makerSize: [5, 20],
    flowRate: [8, 20], flowLife: [4000, 15000], holders: [500, 1100], holdScale: [30, 80],
    walls: [8, 16], wallReach: [15, 50], takerRate: [0.12, 0.4], followers: [0, 5],
  },
  tiny: {
    tickBps: [0.001, 0.01], sigma: [0.3, 0.7], halfSpread: [0.15, 0.6], makers: [5, 10], makerPeriod: [500, 1400], makerSize: [1, 5],
    flowRate: [16, 32], flowLife: [1500, 5000], holders: [1800, 3500], holdScale: [30, 70],
    walls: [15, 30], wallReach: [4, 12], takerRate: [0.15, 0.45], followers: [0, 6],
  },
  fat: {
    tickBps: [0.1, 0.8], sigma: [0.4, 1], halfSpread: [0.4, 1.2], makers: [4, 9], makerPeriod: [400, 1400], makerSize: [1, 6],
    flowRate: [10, 28], flowLife: [2000, 8000], holders: [500, 1200], holdScale: [30, 80],
    walls: [12, 25], wallReach: [5, 20], takerRate: [0.12, 0.45], followers: [0, 5],
  },
  volatile: {
    tickBps: [0.05, 0.6], sigma: [2.5, 5], halfSpread: [1.5, 4], makers: [5, 9], makerPeriod: [350, 900], makerSize: [1, 5],
    flowRate: [12, 26], flowLife: [800, 3000], holders: [500, 1200], holdScale: [60, 150],
    walls: [10, 22], wallReach: [10, 40], takerRate: [0.2, 0.5], followers: [0, 6],
  },
  thin: {
    tickBps: [0.3, 1.5], sigma: [0.5, 1.2], halfSpread: [2.5, 6], makers: [2, 4], makerPeriod: [1200, 4000], makerSize: [1, 4],
    flowRate: [1.2, 4], flowLife: [5000, 20000], holders: [80, 220], holdScale: [50, 150],
    walls: [3, 7], wallReach: [15, 60], takerRate: [0.04, 0.12], followers: [0, 3],
  },
};

/** A tick such as exchanges use (1 or 5 in some decimal place) and a price that makes it `tickBps` of the price. */
function grid(rng: Rng, tickBps: number): Pick<Params, 'start' | 'tickMultiple' | 'tickDecimals'> {
  const tickMultiple = rng.chance(0.75) ? 1 : 5;
  const start = Math.max(300, Math.round(10000 / tickBps));
  // The price must come out between a hundredth of a dollar and two hundred thousand.
  const decimals = [1, 2, 3, 4, 5, 6].filter((d) => {
    const price = (start * tickMultiple) / 10 ** d;
    return price > 0.01 && price < 200000;
  });
  return { start, tickMultiple, tickDecimals: rng.pick(decimals) };
}

export function drawParams(regime: Regime, rng: Rng): Params {
  const r = RANGES[regime];
  const log = (range: [number, number]): number => rng.logBetween(range[0], range[1]);
  const tickBps = log(r.tickBps);
  const place = grid(rng, tickBps);
  const price = (place.start * place.tickMultiple) / 10 ** place.tickDecimals;
  // The lot is the power of ten at which an ordinary order has some hundred or thousand lots.
  const notional = rng.logBetween(300, 8000);
  const lots = rng.logBetween(100, 4000);
  const lotDecimals = Math.min(8, Math.max(0, Math.round(Math.log10((lots * price) / notional))));
  const unit = Math.max(20, Math.round((notional / price) * 10 ** lotDecimals));
  const sigma = log(r.sigma);
  // Nobody quotes tighter than what the price moves in the time it takes to react.
  const halfSpread = regime === 'coarse' ? log(r.halfSpread) : Math.max(log(r.halfSpread), sigma * rng.between(0.6, 1));
  return {
    regime, tickBps, ...place, lotDecimals, unit,
    tail: regime === 'fat' ? rng.between(1.1, 1.6) : 0,
    sizeSigma: rng.between(0.9, 1.3),
    sigma,
    burstsPerHour: regime === 'volatile' ? rng.between(8, 20) : rng.between(0.5, 3),
    burstFactor: regime === 'volatile' ? rng.between(2.5, 5) : rng.between(1.5, 3),
    halfSpread: regime === 'coarse' ? halfSpread * tickBps * 0.5 : halfSpread,
    undercut: rng.between(0.02, 0.1), margin: regime === 'coarse' ? 0.02 : rng.between(0.05, 0.7),
    makers: rng.int(r.makers[0], r.makers[1]),
    makerPeriod: log(r.makerPeriod), makerSize: log(r.makerSize),
    flowRate: log(r.flowRate),
    flowScale: Math.max(tickBps * 1.5, halfSpread * rng.between(1.5, 4)),
    flowLife: log(r.flowLife),
    holders: rng.int(r.holders[0], r.holders[1]), holdScale: log(r.holdScale),
    walls: rng.int(r.walls[0], r.walls[1]), wallReach: log(r.wallReach),
    takerRate: log(r.takerRate), branching: rng.between(0.5, 0.75),
    followers: rng.int(r.followers[0], r.followers[1]), followFrom: rng.between(0.35, 0.7),
    bookLean: rng.chance(0.25) ? 0 : rng.between(0.2, 1.3),
    newsPerHour: regime === 'volatile' ? rng.between(2, 6) : rng.between(1, 3),
  };
}
