import {
  candleInterval,
  candlesBefore,
  candleStartAfter,
  CANDLE_INTERVALS,
  invalidInput,
  toRfc3339,
  US_PER_MS,
  type CandleHistoryInput,
  type CandleInterval,
} from '../../core/index.ts';
import { askedTime } from '../../runtime/venue-answers/asked-time.ts';
import { exchangeEvidence } from '../../runtime/venue-answers/exchange.ts';
import type { CandleHistoryQuery, CandleService } from './answers.ts';
import {
  candleVenue,
  endsEarly,
  holesIn,
  isClosed,
  listedCandles,
  requireInterval,
  type CandleOptions,
  type Listed,
  type Reach,
} from './listed.ts';
import { volatilityOf } from './volatility.ts';

/** The interval that a text means. Throws TF_INPUT_INVALID. */
function intervalOf(text: string): CandleInterval {
  const interval = candleInterval(text);
  if (interval === null)
    throw invalidInput({
      operation: 'get_candle_history',
      problems: [
        `interval: "${text}" is not one of ${CANDLE_INTERVALS.join(', ')}; 60m, 1H and day are understood, 1M is a month`,
      ],
    });
  return interval;
}

/** With an end and no start, the start is so many candles before the end. */
function inputOf(query: CandleHistoryQuery, symbol: string, interval: CandleInterval, most: number): CandleHistoryInput {
  const limit = Math.min(query.limit, most);
  const to = query.to === undefined ? null : askedTime(query.to);
  const from = query.from === undefined ? null : askedTime(query.from);
  if (from !== null && to !== null && from >= to)
    throw invalidInput({ operation: 'get_candle_history', problems: ['to: is not after from'] });
  const start = from ?? (to === null ? null : candlesBefore(to, interval, limit));
  return { symbol, interval, from: start, limit };
}

/** Caveats about candles that the venue doesn't have. */
function shortOf({ venue, question }: Reach, input: CandleHistoryInput, { candles }: Listed, limit: number): string[] {
  const { name } = venue.card;
  const { reachesBack, most } = question;
  const [first] = candles;
  const cut = limit > most ? [`${name} gives at most ${most} candles in one answer; limit ${limit} was lowered.`] : [];
  if (first === undefined) return [...cut, `${name} lists no candle of ${input.symbol} in that time.`];
  const isLate = input.from !== null && candleStartAfter(input.from, input.interval, 1) <= first.start;
  const isFew = input.from === null && candles.length < input.limit;
  if (!isLate && !isFew) return cut;
  const why = reachesBack === 'all' ? '' : ` It keeps only the newest ${reachesBack} candles of an interval.`;
  return [
    ...cut,
    `The oldest candle that ${name} lists here starts at ${toRfc3339(first.start)}; older ones were asked for.${why}`,
  ];
}

/** A caveat if the newest candles were asked for and are not the market's latest. */
function lateOf({ from, to }: CandleHistoryQuery, { candles, exchange }: Listed, interval: CandleInterval): string[] {
  const early = from === undefined && to === undefined ? endsEarly(candles, interval, exchange.at) : null;
  return early === null ? [] : [early];
}

/** Candles of any symbol and time, requested from its venue when a caller asks for them. */
export const createCandleService = (options: CandleOptions): CandleService => ({
  async candleHistory(query) {
    const { ask, source, clock } = options;
    const interval = intervalOf(query.interval);
    const reach = candleVenue(options, query);
    requireInterval(reach, interval);
    const { card } = reach.venue;
    const input = inputOf(query, reach.symbol, interval, reach.question.most);
    const listed = await listedCandles(reach, input, ask);
    const { exchange } = listed;
    const end = query.to === undefined ? Infinity : askedTime(query.to);
    const shown = listed.candles.filter(({ start }) => start < end);
    const next = listed.next?.from ?? null;
    const evidence = exchangeEvidence(exchange, reach.question.version);
    const hasQuote = shown.every(({ quoteVolume }) => quoteVolume !== null);
    return {
      as_of: toRfc3339(exchange.at),
      source,
      age_ms: Math.max(0, Math.round((clock.now() - exchange.at) / US_PER_MS)),
      symbol: reach.symbol,
      venue: card.id,
      interval,
      candles: shown.map(({ start, quoteVolume, ...candle }, i) => ({
        start: toRfc3339(start),
        open: candle.open,
        high: candle.high,
        low: candle.low,
        close: candle.close,
        volume: candle.volume,
        quote_volume: quoteVolume,
        trades: candle.trades,
        closed: isClosed(listed.candles, i, interval, exchange.at),
      })),
      next_from: next === null || next >= end ? null : toRfc3339(next),
      holes: holesIn(shown, interval),
      absent: hasQuote ? [] : [{ field: 'candles[].quote_volume', reason: `${card.name} states no volume in quote currency` }],
      caveats: [...shortOf(reach, input, listed, query.limit), ...lateOf(query, listed, interval)],
      grounds: evidence && { evidence, decoders: { [card.id]: card.version } },
    };
  },
  realizedVolatility: (query) => volatilityOf(query, options),
});
