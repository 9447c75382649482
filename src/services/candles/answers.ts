import { z } from 'zod';
import { absences, ageMs, caveats, count, instrumentFields, source, time, type Unsealed } from '../../core/answer-fields.ts';
import { numOrNull, plain } from '../../core/number-marks.ts';

const priceOf = (text: string) => plain('received', z.number().describe(`${text} price, quote currency.`));

const candle = z.strictObject({
  start: time('Start, by the venue'),
  open: priceOf('First'),
  high: priceOf('Highest'),
  low: priceOf('Lowest'),
  close: priceOf('Last'),
  volume: plain('received', z.number().describe('Volume, base currency.')),
  quote_volume: plain('received', z.number().nullable().describe('Volume, quote currency; null if the venue states none.')),
  trades: count.describe('Number of trades.'),
  closed: z
    .boolean()
    .describe('Whether it is over: a later candle is listed, or it ended 10 s before the answer. False: it may change.'),
});

const hole = z.strictObject({
  from: time('Start of the first missing candle'),
  to: time('Start of the next listed candle'),
});
export const holes = z.array(hole).describe('Spans without candles: the venue lists none there.');

const base = {
  as_of: time('When the venue answered'),
  source: source.describe('Where the data come from.'),
  age_ms: ageMs.describe('Milliseconds since the venue answered.'),
  ...instrumentFields,
  interval: z.string().describe('Length of a candle; 1M is a month.'),
} as const;

const end = {
  holes,
  absent: absences,
  caveats,
  receipt: z.string().nullable().describe('Proof of the answer, for check_claim; null when no raw log has it.'),
  cite: z.string().describe('How to quote a number of this answer.').optional(),
} as const;

export const candleHistoryAnswer = z.strictObject({
  ...base,
  candles: z.array(candle).describe('Oldest first.'),
  next_from: z.string().nullable().describe('`from` of the next page, RFC 3339 UTC; null: there is none.'),
  ...end,
});
export type CandleHistoryAnswer = z.output<typeof candleHistoryAnswer>;

const estimate = (name: string) =>
  z
    .strictObject({
      per_candle_pct: numOrNull('realized-volatility', 'Standard deviation of the log return of one candle, per cent.'),
      annualized_pct: numOrNull('realized-volatility', 'The same for 365 days, per cent a year.'),
    })
    .describe(name);

export const realizedVolatilityAnswer = z.strictObject({
  ...base,
  window_from: z.string().nullable().describe('Start of the first candle used, RFC 3339 UTC.'),
  window_to: z.string().nullable().describe('End of the last candle used, RFC 3339 UTC.'),
  candles_wanted: count.describe('Number of closed candles in the window asked for.'),
  observations: count.describe('Number of closed candles used, one after another without a hole.'),
  close_to_close: estimate('Sample deviation of the returns between closes; one return fewer than candles.'),
  parkinson: estimate('Parkinson 1980, from highs and lows.'),
  garman_klass: estimate('Garman and Klass 1980, from open, high, low and close.'),
  rogers_satchell: estimate('Rogers and Satchell 1991; not moved by a trend.'),
  yang_zhang: estimate('Yang and Zhang 2000; with gaps between candles.'),
  ...end,
});
export type RealizedVolatilityAnswer = z.output<typeof realizedVolatilityAnswer>;

/** Part of the marks of receipts. Raised when the same exchange gives another answer, unless a formula's version changes. */
export const CANDLE_VERSIONS = { candles: 1 } as const;

export interface CandleHistoryQuery {
  readonly symbol: string;
  readonly venue?: string | undefined;
  /** As a person writes it: `1h`, `60m`, `1D`, `day`; `1M` is a month. */
  readonly interval: string;
  /** RFC 3339; the first candles that start at it or later. */
  readonly from?: string | undefined;
  /** RFC 3339; only candles that start before it. */
  readonly to?: string | undefined;
  readonly limit: number;
}

export interface VolatilityQuery {
  readonly symbol: string;
  readonly venue?: string | undefined;
  /** Length, as a person writes it: `1h`, `24h`, `30d`. Absent: 24 hours, or 100 candles of the interval if one is given. */
  readonly window?: string | undefined;
  /** Absent: chosen by the window. */
  readonly interval?: string | undefined;
}

/** Candles as venues list them. Throws TF_VENUE_UNSUPPORTED, TF_VENUE_SYMBOL_UNKNOWN, TF_VENUE_NO_ANSWER, TF_INPUT_INVALID. */
export interface CandleService {
  candleHistory(query: CandleHistoryQuery): Promise<Unsealed<CandleHistoryAnswer>>;
  realizedVolatility(query: VolatilityQuery): Promise<Unsealed<RealizedVolatilityAnswer>>;
}
