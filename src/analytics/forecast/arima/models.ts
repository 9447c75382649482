import { fitDiverged, seriesTooShort } from '../errors.ts';
import type { Capabilities, Fitter, ModelDefinition, ModelOptions } from '../model.ts';
import { optionReader } from '../options.ts';
import { autoArima } from './auto-arima.ts';
import { fitArima } from './fit-arima.ts';
import type { ArimaFit, ArimaProblem } from './fit-arima.ts';
import { armaSize } from './polynomial.ts';
import type { Orders } from './polynomial.ts';
import { arimaAnswer } from './predict-arima.ts';

const LARGEST_ORDER = 24;
/** Above this n·r², with r the state size, conditional least squares replaces the exact likelihood; a note reports this. */
const EXACT_COST = 4e6;

/** Above this n·r² only one search is run, from conditional least squares. */
const ONE_START_COST = 1e5;
/** Signs of slow and alternating roots, for AR and MA in turn. */
const CORNERS = [
  [1, -0.7, 1, -0.7],
  [-0.7, 0.7, 0.7, -0.7],
] as const;

const capabilities: Capabilities = {
  minLength: () => 5,
  season: 'used',
  zeros: 'taken',
  negatives: 'taken',
  covariates: 'refused',
  intervals: 'given',
  cost: 'moderate',
};

/** Default orders: the airline model for a series longer than three seasons, else (1,1,1). */
function defaultOrders(period: number, length: number): Orders {
  return period > 1 && length > 3 * period
    ? { p: 0, d: 1, q: 1, seasonalP: 0, seasonalD: 1, seasonalQ: 1, period }
    : { p: 1, d: 1, q: 1, seasonalP: 0, seasonalD: 0, seasonalQ: 0, period: 1 };
}

function fixedOrders(options: ModelOptions): Fitter {
  const name = 'ARIMA';
  const { numbers, choice } = optionReader(name, options, ['order', 'seasonal', 'constant', 'method']);
  const rule = { min: 0, max: LARGEST_ORDER, whole: 'whole', length: 3 } as const;
  const order = numbers('order', rule);
  const seasonal = numbers('seasonal', rule);
  const constant = choice('constant', ['auto', 'none', 'estimated']) ?? 'auto';
  const wanted = choice('method', ['exact', 'conditional']) ?? 'exact';
  return (series, { meter }) => {
    const { values, period } = series;
    const [p, d, q] = order ?? [0, 0, 0];
    const [seasonalP, seasonalD, seasonalQ] = (period > 1 ? seasonal : undefined) ?? [0, 0, 0];
    const orders: Orders =
      order === undefined && seasonal === undefined
        ? defaultOrders(period, values.length)
        : { p: p!, d: d!, q: q!, seasonalP: seasonalP!, seasonalD: seasonalD!, seasonalQ: seasonalQ!, period };
    const lost = orders.d + orders.seasonalD * orders.period;
    const needed = lost + orders.p + orders.q + orders.seasonalP + orders.seasonalQ + series.covariates.length + 4;
    if (values.length < needed) throw seriesTooShort({ model: name, length: values.length, needed });
    const size = Math.max(orders.p + orders.seasonalP * orders.period, orders.q + orders.seasonalQ * orders.period + 1);
    const method = values.length * size ** 2 > EXACT_COST ? 'conditional' : wanted;
    const estimated = constant === 'estimated' || (constant === 'auto' && orders.d + orders.seasonalD === 0);
    const problem = { orders, constant: estimated ? 'estimated' : 'none', regressors: series.covariates, meter } as const;
    const fits = method === 'conditional' ? [] : exactFits(values, problem);
    const exact = fits.filter((fit) => fit !== null).toSorted((a, b) => b.loglik - a.loglik)[0];
    // Differences without an error, such as of an exact season, have no exact likelihood.
    const best = exact ?? fitArima(values, { ...problem, method: 'conditional' });
    if (best === null) throw fitDiverged({ model: name });
    const answer = arimaAnswer(best, series);
    if (best.method === wanted) return answer;
    const why =
      method === wanted ? 'The series has no exact likelihood' : 'The series is too long for exact likelihood with this season';
    return { ...answer, notes: [`${why}; conditional least squares are used instead.`] };
  };
}

/** Exact likelihoods of mixed models have several maxima, so the search starts from conditional least squares and from distant corners. */
function exactFits(values: Float64Array, problem: Omit<ArimaProblem, 'method'>): readonly (ArimaFit | null)[] {
  const first = fitArima(values, { ...problem, method: 'conditional' });
  const { orders, constant, regressors = [] } = problem;
  const size = armaSize(orders);
  const others = (constant === 'estimated' ? 1 : 0) + regressors.length;
  const tail = first ? Array.from(first.point.subarray(size)) : [...new Float64Array(others)];
  const corners =
    size < 2 ? [] : CORNERS.map((corner) => [...Float64Array.from({ length: size }, (_, i) => corner[i % 4]!), ...tail]);
  const lags = (first?.arma.ar.length ?? 0) + (first?.arma.ma.length ?? 0);
  if (first && values.length * lags ** 2 > ONE_START_COST)
    return [fitArima(values, { ...problem, method: 'exact', from: first.point })];
  const starts = [...(first ? [first.point] : []), undefined, ...corners.map((corner) => Float64Array.from(corner))];
  return starts.map((from) => fitArima(values, { ...problem, method: 'exact', ...(from ? { from } : {}) }));
}

function automatic(options: ModelOptions): Fitter {
  optionReader('AutoARIMA', options, []);
  return (series, { meter }) => {
    const fit = autoArima(series.values, series.period, meter);
    if (fit === null) throw fitDiverged({ model: 'AutoARIMA' });
    return arimaAnswer(fit, series);
  };
}

/** Autoregressive integrated moving averages. */
export const arimaModels: readonly ModelDefinition[] = [
  {
    name: 'ARIMA',
    aliases: ['SARIMA', 'SARIMAX', 'ARIMAX'],
    summary:
      'Options `order` [p, d, q], `seasonal` [P, D, Q], `constant` (auto, none, estimated) and `method` (exact, conditional); takes covariates. By default the airline model if there is a season, else (1,1,1).',
    capabilities: { ...capabilities, covariates: 'taken' },
    prepare: fixedOrders,
  },
  {
    name: 'AutoARIMA',
    aliases: ['StatsForecastAutoARIMA'],
    summary: 'Orders by stepwise search, differences by KPSS and seasonal strength.',
    capabilities,
    prepare: automatic,
  },
];
