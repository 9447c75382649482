import { toRfc3339, type Micros } from '../../core/index.ts';
import { atScale, sizeScale } from './at-scale.ts';
import type { CandlesAnswer } from './answers.ts';
import { makeBars, type Bar } from './bars.ts';
import { absent, answerBase, spanHere, type Reading } from './reading.ts';
import { countFetched, liveSince } from './studies/fetched-trades.ts';
import { tradesSince } from './tape.ts';
import { blindOf, waitsOf } from './trade-coverage.ts';

const MINUTES: Readonly<Record<string, number>> = { '1m': 1, '5m': 5, '15m': 15, '30m': 30, '1h': 60, '4h': 240, '1d': 1_440 };

/** Maximum bars named in a caveat. */
const BARS_NAMED = 20;

const lostCaveats = (lost: readonly Micros[]): string[] => {
  if (lost.length === 0) return [];
  const more = lost.length > BARS_NAMED ? ` and ${lost.length - BARS_NAMED} more` : '';
  return [`Nothing is known of the bars from ${lost.slice(0, BARS_NAMED).map(toRfc3339).join(', ')}${more}.`];
};

/** Which part was not received as it happened. */
function fetchedCaveats(reading: Reading, from: Micros | null): string[] {
  const live = liveSince(reading);
  if (from === null) return [];
  if (live !== null && live <= from) {
    const fetched = countFetched(reading, tradesSince(reading.market.tape, from));
    return fetched === 0 ? [] : [`Of the trades in these bars, ${fetched} were fetched after they happened.`];
  }
  return live === null
    ? ['All bars are of trades or candles fetched after they happened.']
    : [`Bars before ${toRfc3339(live)} are of trades or candles fetched after they happened.`];
}

const shapeOf = (
  { start, open, high, low, close, volume, closed, complete }: Bar,
  scale: number,
): CandlesAnswer['candles'][number] => ({
  start: toRfc3339(start),
  open,
  high,
  low,
  close,
  volume: atScale(volume, scale),
  closed,
  complete,
});

/** Candles from the oldest kept minute on. A value that a missing trade could change is null, with the reason in `absent`. */
export function makeCandles(reading: Reading, interval: string, limit: number): CandlesAnswer {
  const { market, exchangeAt } = reading;
  const minutes = MINUTES[interval];
  if (minutes === undefined) throw new RangeError(`no interval ${interval}`);
  const { bars, lost, from, to } = makeBars(market.candles, market.tape, {
    minutes,
    limit,
    now: exchangeAt,
    blind: blindOf(reading),
    waits: waitsOf(reading),
  });
  const short =
    bars.length < limit ? [`Only ${bars.length} of ${limit} bars are held; get_candle_history asks the venue for more.`] : [];
  return {
    ...answerBase(reading, {
      streams: ['trade'],
      caveats: [...short, ...fetchedCaveats(reading, from), ...lostCaveats(lost)],
      coverage: spanHere(
        reading,
        from,
        to,
        bars.length >= limit && lost.length === 0 && bars.every(({ reason }) => reason === null),
      ),
    }),
    symbol: market.symbol,
    venue: market.venue,
    interval,
    candles: bars.map((bar) => shapeOf(bar, sizeScale(reading))),
    absent: bars.flatMap(({ reason }, i) => (reason === null ? [] : [absent(`candles[${i}]`, reason)])),
  };
}
