import { z } from 'zod';
import { CANDLE_INTERVALS, type CandleInterval } from './candle-interval.ts';
import type { DecodedSnapshot, DecodedTicker, DecodedTrade, StreamDecoded } from './decoded.ts';
import type { Candle } from './event.ts';
import type { Instrument } from './instrument.ts';
import type { Refusal, Result } from './result.ts';
import type { StreamKind } from './streams.ts';
import type { Micros } from './time.ts';
import type { TradeId } from './trade-rule.ts';

/** A REST request that a venue supports, with its decoder. Pure; the feed sends it, within the limits of its bucket. */
export interface Question<I extends object, A> {
  /** Its name in logs; unique within the venue, and never changes. */
  readonly id: string;
  /** The bucket of the card's limits in which it counts, and its weight there. */
  readonly bucket: string;
  readonly weight: number;
  /** Null if the venue doesn't support this input. */ readonly request: (input: I) => RestRequest | null;
  /** Decodes the body of an `ok` answer. In a replay the input comes from the log, so that no request is needed. */
  readonly decode: (input: I, body: string) => Result<A>;
}

/** A GET, or a POST if it has a body. It only reads: the feed may send it several times. */
export interface RestRequest {
  /** Includes the query string. */
  readonly path: string;
  /** JSON text, or empty. Logged, so it contains no secret. */
  readonly body?: string;
}

/** Equal for equal requests, and only for these. */
export const requestKey = ({ path, body }: RestRequest): string => (body === undefined ? path : `${path}\n${body}`);

/** A question with its input, as sent and as logged. */
export interface RestCall extends RestRequest {
  /** The question's id. */
  readonly question: string;
  /** The question's input; plain data. */
  readonly input: object;
  /** The symbol that the answer is about; null: several. */
  readonly symbol: string | null;
  readonly bucket: string;
  readonly weight: number;
}

/** A call as logged. Logs of earlier builds have no bucket. */
export type LoggedCall = Omit<RestCall, 'bucket'> & { readonly bucket?: string };

/** Builds the call for a question and its input; null if the venue doesn't support it. */
export function callOf<I extends object, A>({ id, bucket, weight, request }: Question<I, A>, input: I): RestCall | null {
  const made = request(input);
  if (made === null) return null;
  const symbol = 'symbol' in input && typeof input.symbol === 'string' ? input.symbol : null;
  return { question: id, input, symbol, ...made, bucket, weight };
}

export interface SymbolInput {
  readonly symbol: string;
}

/** An empty list means all symbols of the venue. */
export interface DefinitionsInput {
  readonly symbols: readonly string[];
}

/** One page of trades before `before.id`, going back in time; `before` null: the newest trades. */
export interface TradesInput extends SymbolInput {
  /** `decode` may read only the id, because logs of earlier builds have nothing else. */
  readonly before: TradesBefore | null;
}

/** Exclusive upper bound of a page of trades: the id and time of the trade after it. */
export interface TradesBefore {
  readonly id: TradeId;
  readonly at: Micros;
  /** Earlier trades are not needed. On a venue that pages forward, a page may end before it reaches `id`. */
  readonly from?: Micros;
}

/** One-minute candles from `from` on, one page. */
export interface CandlesInput extends SymbolInput {
  readonly from: Micros;
}

export interface Definitions {
  readonly instruments: readonly Instrument[];
  readonly refused?: readonly RefusedDefinition[];
}

/** A definition that could not be read; `symbol` is null if it could not be read either. */
export interface RefusedDefinition extends Refusal {
  readonly symbol: string | null;
}

/** Oldest first. */
export interface TradePage {
  readonly trades: readonly DecodedTrade[];
}

export interface CandlePage {
  readonly candles: readonly Candle[];
}

/** Before a connection: `conn` is its number, `url` the planned address. */
export interface PreflightInput {
  readonly conn: number;
  readonly url: string;
}

/** The address to connect to instead of the planned one, with its token if it has one. */
export interface SocketAddress {
  readonly url: string;
}

/** The questions that the feed itself asks: input and answer, by question id. */
export interface FeedAsks {
  readonly instruments: readonly [DefinitionsInput, Definitions];
  /** A complete book. */
  readonly snapshot: readonly [SymbolInput, DecodedSnapshot];
  readonly trades: readonly [TradesInput, TradePage];
  readonly ticker: readonly [SymbolInput, DecodedTicker];
  readonly candles: readonly [CandlesInput, CandlePage];
  /** Asked before each connection of a venue that has this question. */
  readonly preflight: readonly [PreflightInput, SocketAddress];
}

export type FeedQuestion<K extends keyof FeedAsks> = Question<FeedAsks[K][0], FeedAsks[K][1]> & { readonly id: K };

/** The feed's questions that a venue supports. Every venue supports `instruments`. */
export type FeedQuestions = { readonly [K in keyof FeedAsks]?: FeedQuestion<K> } & {
  readonly instruments: FeedQuestion<'instruments'>;
};

/**
 * A stream polled by REST: a question asked at an interval, for each followed symbol that has the stream. Answers are logged as
 * inputs, like frames, so that a replay sends no requests. The card lists the stream with the same interval, and `connect`
 * leaves it out.
 */
export interface Poll {
  /** Its answers contain only messages of `stream`. */
  readonly question: Question<SymbolInput, readonly StreamDecoded[]>;
  readonly stream: StreamKind;
  /** Milliseconds between two polls of one symbol. */
  readonly everyMs: number;
}

/**
 * A question that callers ask through an operation, about any symbol, followed or not. It is sent after the feed's own questions.
 * Its answer is evidence by itself: a check reads only that record.
 */
export interface CallerQuestion<I extends object, A> extends Question<I, A> {
  /** Raised when the same body is decoded differently; receipts contain it. */
  readonly version: number;
  /** Inputs come from callers and from logs. */
  readonly input: z.ZodType<I>;
  /** Milliseconds for which an answer is reused for equal questions. */
  readonly freshMs: number;
  /** The input of the page after this answer; null if there is no further page. */
  readonly next: (input: I, answer: A) => I | null;
}

/** Funding settlements from `from` on, or the newest settlements if it is null; oldest first, at most `limit`. */
export interface FundingHistoryInput extends SymbolInput {
  readonly from: Micros | null;
  readonly limit: number;
}

/** `rate`: paid by longs to shorts where positive, a fraction of the position. `markPrice` null: the venue does not state it. */
export interface FundingSettlement {
  readonly at: Micros;
  readonly rate: number;
  readonly markPrice: number | null;
}

/** Most candles that a caller's question asks for. */
const MOST_CANDLES = 1_000;

export const candleHistoryInput = z.strictObject({
  symbol: z.string().min(1).max(40),
  interval: z.enum(CANDLE_INTERVALS),
  from: z.int().min(0).nullable(),
  limit: z.int().min(1).max(MOST_CANDLES),
});

/** Candles that start at `from` or later, oldest first, or the newest ones if it is null; at most `limit`. */
export type CandleHistoryInput = z.output<typeof candleHistoryInput>;

/** A candle as its venue lists it. Volumes: `volume` in base currency, `quoteVolume` in quote currency; null if not stated. */
export interface VenueCandle {
  readonly start: Micros;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  readonly quoteVolume: number | null;
  readonly trades: number;
}

/** What a venue's candles cover, besides the question itself. */
export interface CandleReach {
  readonly intervals: readonly CandleInterval[];
  /** Most candles of one answer. */
  readonly most: number;
  /** How many candles of an interval the venue keeps. */
  readonly reachesBack: number | 'all';
}

/** Questions of callers to venues: input and answer, by the question's id. */
export interface CallerAsks {
  readonly funding_history: readonly [FundingHistoryInput, readonly FundingSettlement[]];
  readonly candle_history: readonly [CandleHistoryInput, readonly VenueCandle[]];
}

/** What questions have besides the common parts. */
interface CallerMore {
  readonly funding_history: object;
  readonly candle_history: CandleReach;
}

export type CallerQuestionOf<K extends keyof CallerAsks> = CallerQuestion<CallerAsks[K][0], CallerAsks[K][1]> & {
  readonly id: K;
} & CallerMore[K];

/** A question that a venue does not support, with the reason as a sentence. */
export interface Unsupported {
  readonly unsupported: string;
}

/** A venue's questions for callers, by id. If the venue omits one, this build can't ask that question there. */
export type CallerQuestions = { readonly [K in keyof CallerAsks]?: CallerQuestionOf<K> | Unsupported };
