import { normalPrediction } from '../intervals.ts';
import type { Prediction } from '../model.ts';
import type { EtsFit } from './fit-ets.ts';

/** Variances of multiplicative errors can grow beyond a float64; wider intervals say no more than this one. */
const LARGEST_VARIANCE = 1e250;

/** Mean of level and trend by step ahead, without the season. */
function basePath({ last, weights }: EtsFit, horizon: number): Float64Array {
  let damping = 0;
  let power = 1;
  return Float64Array.from({ length: horizon }, () => {
    power *= weights.phi;
    damping += power;
    return last.level + damping * last.slope;
  });
}

/** Weight of an error in the level (with `season`, also in the season) j steps later, j from 1. */
function influences({ weights, period }: EtsFit, count: number, seasonal: 'season' | 'base'): Float64Array {
  const { alpha, beta, gamma, phi } = weights;
  let damping = 0;
  let power = 1;
  return Float64Array.from({ length: count }, (_, i) => {
    power *= phi;
    damping += power;
    const onSeason = seasonal === 'season' && period > 0 && (i + 1) % period === 0 ? gamma : 0;
    return alpha + beta * damping + onSeason;
  });
}

/** θ_h of Hyndman and others 2008, section 6.4: second moments of a path with multiplicative errors. */
function secondMoments(path: Float64Array, weights: Float64Array, sigma2: number): Float64Array {
  const out = new Float64Array(path.length);
  for (let h = 0; h < path.length; h++) {
    let sum = 0;
    for (let j = 1; j <= h; j++) sum += weights[j - 1]! ** 2 * out[h - j]!;
    out[h] = path[h]! ** 2 + sigma2 * sum;
  }
  return out;
}

function variances(fit: EtsFit, base: Float64Array, mean: Float64Array, seasonAt: (h: number) => number): Float64Array {
  const { structure, sigma2, weights, period } = fit;
  const horizon = base.length;
  if (structure.error === 'A') {
    let sum = 1;
    const weight = influences(fit, horizon, 'season');
    return Float64Array.from({ length: horizon }, (_, h) => {
      if (h > 0) sum += weight[h - 1]! ** 2;
      return sigma2 * sum;
    });
  }
  if (structure.season !== 'M') {
    const moments = secondMoments(mean, influences(fit, horizon, 'season'), sigma2);
    return moments.map((moment, h) => (1 + sigma2) * moment - mean[h]! ** 2);
  }
  const moments = secondMoments(base, influences(fit, horizon, 'base'), sigma2);
  return moments.map((moment, h) => {
    const cycles = Math.floor(h / period);
    const spread = moment * (1 + sigma2) * (1 + weights.gamma ** 2 * sigma2) ** cycles - base[h]! ** 2;
    return seasonAt(h) ** 2 * spread;
  });
}

/**
 * Path and normal intervals. Variances are exact if errors or season are additive (Hyndman and others 2008, table 6.1 and
 * section 6.3). If both are multiplicative, they use the small-variance approximation of section 6.4.
 */
export function predictEts(fit: EtsFit, horizon: number): Prediction {
  const { structure, last, length, period } = fit;
  const base = basePath(fit, horizon);
  const seasonAt = (h: number) => last.season[(length + h) % period]!;
  const mean =
    structure.season === 'N'
      ? base
      : base.map((value, h) => (structure.season === 'M' ? value * seasonAt(h) : value + seasonAt(h)));
  const spread = variances(fit, base, mean, seasonAt);
  return normalPrediction(
    mean,
    spread.map((variance) => Math.sqrt(Math.min(LARGEST_VARIANCE, Math.max(0, variance)))),
  );
}
