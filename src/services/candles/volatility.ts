import {
  candleInterval,
  CANDLE_INTERVALS,
  candleStartAfter,
  counted,
  invalidInput,
  timeInWords,
  toRfc3339,
  US_PER_MS,
  type CandleInterval,
  type Micros,
  type VenueCandle,
} from '../../core/index.ts';
import { annualizedPercent } from '../../analytics/forecast/volatility/annualize.ts';
import {
  closeVariance,
  garmanKlassVariance,
  parkinsonVariance,
  rogersSatchellVariance,
  yangZhangVariance,
  type Bar,
} from '../../analytics/forecast/volatility/range-variance.ts';
import { exchangeEvidence } from '../../runtime/venue-answers/exchange.ts';
import type { CandleService, RealizedVolatilityAnswer, VolatilityQuery } from './answers.ts';
import { candleVenue, endsEarly, holesIn, isClosed, listedCandles, requireInterval, type CandleOptions } from './listed.ts';

/** Fewer candles give no estimate. */
const LEAST = 10;
/** Candles that a chosen interval should give at least: hours of minutes, days of 5 minutes, weeks of hours. */
const GOOD = 60;

const ESTIMATORS = {
  close_to_close: closeVariance,
  parkinson: parkinsonVariance,
  garman_klass: garmanKlassVariance,
  rogers_satchell: rogersSatchellVariance,
  yang_zhang: yangZhangVariance,
} as const satisfies Readonly<Record<string, (bars: readonly Bar[]) => number>>;
type Estimates = Pick<RealizedVolatilityAnswer, keyof typeof ESTIMATORS>;

const spanOf = (interval: CandleInterval): Micros => candleStartAfter(0, interval, 1);

const DEFAULT_WINDOW = '24h';
/** The window of an interval that was given alone. */
const DEFAULT_CANDLES = 100;

/** The window in candles. The interval is the longest that gives at least 60 of them, or the shortest. Throws TF_INPUT_INVALID. */
function windowOf({ window: given, interval: asked }: VolatilityQuery, intervals: readonly CandleInterval[], most: number) {
  const window = given ?? DEFAULT_WINDOW;
  const span = timeInWords(window);
  if (span === null)
    throw invalidInput({
      operation: 'get_realized_volatility',
      problems: [`window: "${window}" is not a time such as 1h, 24h, 7d`],
    });
  const fixed = intervals.filter((interval) => interval !== '1M');
  const chosen = fixed.findLast((interval) => span / spanOf(interval) >= GOOD) ?? fixed[0];
  const interval = asked === undefined ? (chosen ?? '1m') : candleInterval(asked);
  if (interval === null || interval === '1M')
    throw invalidInput({
      operation: 'get_realized_volatility',
      problems: [`interval: "${asked}" is not one of ${CANDLE_INTERVALS.filter((one) => one !== '1M').join(', ')}`],
    });
  const wanted = given === undefined && asked !== undefined ? DEFAULT_CANDLES : Math.floor(span / spanOf(interval));
  // One more is asked for, because the newest is still open.
  if (wanted < 1 || wanted > most - 1)
    throw invalidInput({
      operation: 'get_realized_volatility',
      problems: [`window: ${window} is ${counted(wanted, 'candle')} of ${interval}; give 1 to ${most - 1}, or another interval`],
    });
  return { interval, wanted };
}

/** The newest candles that follow one another without a hole. */
function lastRun(candles: readonly VenueCandle[], interval: CandleInterval): readonly VenueCandle[] {
  const broken = candles.findLastIndex(({ start }, i) => {
    const before = candles[i - 1];
    return before !== undefined && candleStartAfter(before.start, interval, 1) !== start;
  });
  return broken < 0 ? candles : candles.slice(broken);
}

/** Per candle and per year of 365 days, per cent; null from fewer than ten candles. */
export function estimatesOf(candles: readonly Bar[], span: Micros): Estimates {
  const one = (variance: (bars: readonly Bar[]) => number) => {
    if (candles.length < LEAST) return { per_candle_pct: null, annualized_pct: null };
    const perCandle = Math.sqrt(variance(candles)) * 100;
    return { per_candle_pct: perCandle, annualized_pct: annualizedPercent(perCandle, span) };
  };
  return {
    close_to_close: one(ESTIMATORS.close_to_close),
    parkinson: one(ESTIMATORS.parkinson),
    garman_klass: one(ESTIMATORS.garman_klass),
    rogers_satchell: one(ESTIMATORS.rogers_satchell),
    yang_zhang: one(ESTIMATORS.yang_zhang),
  };
}

/** Realised volatility of a window that ends now, from the venue's closed candles. */
export async function volatilityOf(
  query: VolatilityQuery,
  options: CandleOptions,
): ReturnType<CandleService['realizedVolatility']> {
  const { ask, source, clock } = options;
  const reach = candleVenue(options, query);
  const { interval, wanted } = windowOf(query, reach.question.intervals, reach.question.most);
  requireInterval(reach, interval);
  const { card } = reach.venue;
  const input = { symbol: reach.symbol, interval, from: null, limit: wanted + 1 };
  const { candles, exchange } = await listedCandles(reach, input, ask);
  const closed = candles.filter((_, i) => isClosed(candles, i, interval, exchange.at)).slice(-wanted);
  const used = lastRun(closed, interval);
  const estimates = estimatesOf(used, spanOf(interval));
  const [first, last] = [used[0], used.at(-1)];
  const early = endsEarly(candles, interval, exchange.at);
  const few = `${used.length} closed candles of ${interval} without a hole; ${LEAST} are needed`;
  const evidence = exchangeEvidence(exchange, reach.question.version);
  return {
    as_of: toRfc3339(exchange.at),
    source,
    age_ms: Math.max(0, Math.round((clock.now() - exchange.at) / US_PER_MS)),
    symbol: reach.symbol,
    venue: card.id,
    interval,
    window_from: first === undefined ? null : toRfc3339(first.start),
    window_to: last === undefined ? null : toRfc3339(candleStartAfter(last.start, interval, 1)),
    candles_wanted: wanted,
    observations: used.length,
    ...estimates,
    holes: holesIn(closed, interval),
    absent: [
      ...(used.length < LEAST ? Object.keys(ESTIMATORS).map((field) => ({ field, reason: few })) : []),
      ...(first === undefined ? ['window_from', 'window_to'].map((field) => ({ field, reason: few })) : []),
    ],
    caveats: [
      ...(used.length < wanted ? [`Only ${used.length} of ${wanted} candles are used.`] : []),
      ...(early === null ? [] : [early]),
    ],
    grounds: evidence && { evidence, decoders: { [card.id]: card.version } },
  };
}
