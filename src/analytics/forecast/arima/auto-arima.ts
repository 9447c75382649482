import type { Meter } from '../meter.ts';
import { differenced } from './difference.ts';
import { fitArima } from './fit-arima.ts';
import type { ArimaFit } from './fit-arima.ts';
import type { Orders } from './polynomial.ts';
import { plainDifferences, seasonalDifferences } from './unit-roots.ts';

const MOST = { p: 5, seasonal: 2, together: 5, models: 94 };
/** Largest cost of one evaluation of the exact likelihood, about n·r² with r the state size. Above it the conditional fit is used. */
const EXACT_COST = 4e5;
const REFINED = { cheap: 5, costly: 2 };
const CHEAP_COST = 6e4;
const SEASON_MARGIN = 5;

type Point = readonly [p: number, q: number, seasonalP: number, seasonalQ: number, constant: 0 | 1];

/** Neighbours of a model in the order of trial: seasonal orders, plain orders, the constant. */
function neighbours([p, q, P, Q, c]: Point, seasonal: 'seasonal' | 'plain', constant: 'allowed' | 'refused'): readonly Point[] {
  const season: readonly Point[] = [
    [p, q, P - 1, Q, c],
    [p, q, P, Q - 1, c],
    [p, q, P + 1, Q, c],
    [p, q, P, Q + 1, c],
    [p, q, P - 1, Q - 1, c],
    [p, q, P + 1, Q + 1, c],
  ];
  const plain: readonly Point[] = [
    [p - 1, q, P, Q, c],
    [p, q - 1, P, Q, c],
    [p + 1, q, P, Q, c],
    [p, q + 1, P, Q, c],
    [p - 1, q - 1, P, Q, c],
    [p + 1, q + 1, P, Q, c],
  ];
  return [
    ...(seasonal === 'seasonal' ? season : []),
    ...plain,
    ...(constant === 'allowed' ? [[p, q, P, Q, c === 1 ? 0 : 1] as const] : []),
  ];
}

const within = ([p, q, P, Q]: Point): boolean =>
  Math.min(p, q, P, Q) >= 0 && Math.max(p, q) <= MOST.p && Math.max(P, Q) <= MOST.seasonal && p + q + P + Q <= MOST.together;

/**
 * Stepwise search of Hyndman & Khandakar 2008. Seasonal strength and KPSS choose the differences. From four starts, the search moves
 * to a neighbour with a lower AICc until there is none, by conditional sums of squares. The best models are refitted by exact
 * likelihood if that is affordable. Null if no model fits.
 */
export function autoArima(values: Float64Array, givenPeriod: number, meter: Meter): ArimaFit | null {
  const seasonal = givenPeriod > 1 && values.length > 2 * givenPeriod + SEASON_MARGIN ? 'seasonal' : 'plain';
  const period = seasonal === 'seasonal' ? givenPeriod : 1;
  const seasonalD = seasonalDifferences(values, period);
  const d = plainDifferences(differenced(values, { d: 0, seasonalD, period }));
  const constant = d + seasonalD <= 1 ? 'allowed' : 'refused';

  const ordersOf = ([p, q, seasonalP, seasonalQ]: Point): Orders => ({ p, d, q, seasonalP, seasonalD, seasonalQ, period });
  const tried = new Map<string, ArimaFit | null>();
  let best: { point: Point; fit: ArimaFit } | null = null;
  const better = (point: Point): boolean => {
    if (!within(point) || tried.has(point.join())) return false;
    if (tried.size > 0 && (meter.exhausted() || tried.size >= MOST.models)) return false;
    const fit = fitArima(values, {
      orders: ordersOf(point),
      constant: point[4] === 1 ? 'estimated' : 'none',
      method: 'conditional',
      meter,
      maxIterations: 50,
    });
    tried.set(point.join(), fit);
    if (fit === null || fit.isNearUnitRoot || (best !== null && !(fit.aicc < best.fit.aicc - 1e-9))) return false;
    best = { point, fit };
    return true;
  };
  const s = seasonal === 'seasonal' ? 1 : 0;
  const c = constant === 'allowed' ? 1 : 0;
  const starts: readonly Point[] = [
    [0, 0, 0, 0, c],
    [2, 2, s, s, c],
    [1, 0, s, 0, c],
    [0, 1, 0, s, c],
    ...(c === 1 ? [[0, 0, 0, 0, 0] as const] : []),
  ];
  starts.forEach(better);
  for (;;) {
    const from = best as { point: Point; fit: ArimaFit } | null;
    if (from === null || !neighbours(from.point, seasonal, constant).some(better)) break;
  }
  const candidates = [...tried.values()]
    .filter((fit): fit is ArimaFit => fit !== null && !fit.isNearUnitRoot)
    .toSorted((a, b) => a.aicc - b.aicc);
  return refined(values, candidates, meter);
}

/** Of the best few candidates, the fit with the lowest exact AICc. The best conditional fit if exact fits cost too much or fail. */
function refined(values: Float64Array, candidates: readonly ArimaFit[], meter: Meter): ArimaFit | null {
  const cost = ({ arma, errors }: ArimaFit) => errors.length * Math.max(arma.ar.length, arma.ma.length + 1) ** 2;
  const affordable = candidates.filter((fit) => cost(fit) < EXACT_COST);
  const count = affordable[0] && cost(affordable[0]) < CHEAP_COST ? REFINED.cheap : REFINED.costly;
  let best: ArimaFit | null = null;
  for (const { orders, constant, point } of affordable.slice(0, count)) {
    if (meter.exhausted()) break;
    const fit = fitArima(values, { orders, constant, method: 'exact', meter, maxIterations: 40, from: point });
    if (fit && !fit.isNearUnitRoot && (best === null || fit.aicc < best.aicc)) best = fit;
  }
  return best ?? candidates[0] ?? null;
}
