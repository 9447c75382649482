import type { DecodedSnapshot, DecodedTicker, DecodedTrade, StreamDecoded } from './decoded.ts';
import type { Candle } from './event.ts';
import type { Instrument } from './instrument.ts';
import type { Refusal, Result } from './result.ts';
import type { StreamKind } from './streams.ts';
import type { Micros } from './time.ts';
import type { TradeId } from './trade-rule.ts';

/** Something that a venue can be asked by REST. Pure: the feed sends it, within the limits of its bucket. */
export interface Question<I extends object, A> {
  /** Names it in logs and is one of its venue's; never changes. */
  readonly id: string;
  /** Which limits of the card it counts in, and how much. */
  readonly bucket: string;
  readonly weight: number;
  /** Null where the venue can't be asked this. */
  readonly request: (input: I) => RestRequest | null;
  /** Reads the body of an answer that was `ok`. The call's input comes from the log, so that a replay needs no request. */
  readonly decode: (input: I, body: string) => Result<A>;
}

export interface RestRequest {
  /** Holds the query too. */
  readonly path: string;
}

/** A question about one input, as it is sent and as logs hold it. */
export interface RestCall extends RestRequest {
  /** The question's id. */
  readonly question: string;
  /** What is asked about; plain data. */
  readonly input: object;
  /** Whose answer it is; null: of several. */
  readonly symbol: string | null;
  readonly bucket: string;
  readonly weight: number;
}

/** A call as logs hold it; those of earlier builds name no bucket. */
export type LoggedCall = Omit<RestCall, 'bucket'> & { readonly bucket?: string };

/** The call that asks a question about an input; null where the venue can't be asked this. */
export function callOf<I extends object, A>({ id, bucket, weight, request }: Question<I, A>, input: I): RestCall | null {
  const made = request(input);
  if (made === null) return null;
  const symbol = 'symbol' in input && typeof input.symbol === 'string' ? input.symbol : null;
  return { question: id, input, symbol, ...made, bucket, weight };
}

export interface SymbolInput {
  readonly symbol: string;
}

/** No symbols: all that the venue has. */
export interface DefinitionsInput {
  readonly symbols: readonly string[];
}

/** One page of trades before `before.id`, going back in time; `before` null: the newest ones. */
export interface TradesInput extends SymbolInput {
  /** `decode` may read the id only: logs of earlier builds hold no more. */
  readonly before: TradesBefore | null;
}

/** The trade that a page of trades ends before: its id and time. */
export interface TradesBefore {
  readonly id: TradeId;
  readonly at: Micros;
  /** Nothing before this time is wanted; where pages go forward, one may end short of `id`. */
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

/** An entry of a list of definitions that could not be read; `symbol` null where not even that could. */
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

/** What the feed itself asks a venue: input and answer by the question's id. */
export interface FeedAsks {
  readonly instruments: readonly [DefinitionsInput, Definitions];
  /** A whole book. */
  readonly snapshot: readonly [SymbolInput, DecodedSnapshot];
  readonly trades: readonly [TradesInput, TradePage];
  readonly ticker: readonly [SymbolInput, DecodedTicker];
  readonly candles: readonly [CandlesInput, CandlePage];
}

export type FeedQuestion<K extends keyof FeedAsks> = Question<FeedAsks[K][0], FeedAsks[K][1]> & { readonly id: K };

/** A venue that lacks one leaves it out; definitions can be had from each. */
export type FeedQuestions = { readonly [K in keyof FeedAsks]?: FeedQuestion<K> } & {
  readonly instruments: FeedQuestion<'instruments'>;
};

/**
 * A stream that comes by REST: a question with an interval, asked for each followed symbol that has the stream. An answer
 * is an input like a frame, so that a replay asks nothing. The card lists the stream with the same interval, and
 * `connect` leaves it out.
 */
export interface Poll {
  /** Its answers are messages of that stream only. */
  readonly question: Question<SymbolInput, readonly StreamDecoded[]>;
  readonly stream: StreamKind;
  /** Milliseconds between two questions about one symbol. */
  readonly everyMs: number;
}
