import {
  refuse,
  type FeedAsks,
  type FeedQuestion,
  type Poll,
  type Question,
  type RestCall,
  type Result,
  type Venue,
} from '../../core/index.ts';
import { auditFailed } from './audit.ts';
import { fetchBook } from './book-resync.ts';
import { takeSnapshot } from './book-sync.ts';
import { callerQuestion, CALLERS_TAKER } from './caller-questions.ts';
import { emit, note, quarantine, type Context } from './context.ts';
import { define, definitionsFailed } from './definitions.ts';
import { preflightFailed, takeAddress } from './slots.ts';
import { badCandle } from './plausible.ts';
import { preflightOf } from './preflight.ts';
import { askAgain, type Failed, type Settled } from './requests.ts';
import { PRIORITY, type SymbolState } from './state.ts';
import { heard } from './streams.ts';
import { issueLatest, refusesLatest } from './take-latest.ts';
import { takeMarket } from './take-market.ts';
import { takePage } from './trades.ts';

const HISTORY_TRIES = 4;
/** Connection id for answers to questions, which come over REST. */
const NO_CONN = 0;

/** What the feed does with the answer to one of its questions, and when the question fails. */
interface Taker<I, A> {
  readonly take: (context: Context, asked: { readonly call: RestCall; readonly input: I }, answer: A) => void;
  readonly fail: (context: Context, failed: Failed) => void;
}

/** Handlers of an answer about one symbol; both do nothing if the symbol isn't followed. */
const ofSymbol = <I, A>(
  take: (context: Context, symbol: SymbolState, asked: { readonly answer: A; readonly input: I }) => void,
  fail: (context: Context, symbol: SymbolState, failed: Failed) => void,
): Taker<I, A> => {
  const symbolOf = ({ feed }: Context, { symbol }: RestCall) => (symbol === null ? undefined : feed.symbols.get(symbol));
  return {
    take(context, { call, input }, answer) {
      const symbol = symbolOf(context, call);
      if (symbol !== undefined) take(context, symbol, { answer, input });
    },
    fail(context, failed) {
      const symbol = symbolOf(context, failed.call);
      if (symbol !== undefined) fail(context, symbol, failed);
    },
  };
};

/** Retries a call for optional data, within limits; returns whether it did. */
function askedAgain(context: Context, failed: Failed): boolean {
  const { rest, now } = context.feed;
  const again = failed.attempt + 1 < HISTORY_TRIES || rest.pausedUntil > now;
  if (again) askAgain(context, failed, PRIORITY.history);
  return again;
}

const TAKERS: Takers<keyof FeedAsks> = {
  instruments: {
    take: (context, { call }, definitions) => define(context, definitions, call),
    fail: definitionsFailed,
  },
  snapshot: ofSymbol(
    (context, symbol, { answer }) => {
      if (symbol.streams.book === undefined) return;
      takeSnapshot(context, symbol, answer, null);
      fetchBook(context, symbol);
    },
    (_context, symbol) => {
      symbol.book.requested = false;
      if (symbol.book.phase === 'synced') auditFailed(symbol);
    },
  ),
  trades: ofSymbol(
    (context, symbol, { answer, input }) => takePage(context, symbol, answer.trades, input.before?.id ?? null),
    (context, symbol, failed) => {
      if (askedAgain(context, failed) || symbol.trades.backfill !== 'running') return;
      symbol.trades.backfill = 'failed';
      note(context.feed, `no history of trades for ${context.venue.card.id}:${symbol.symbol}: ${failed.why}`);
    },
  ),
  ticker: ofSymbol(
    (context, symbol, { answer }) => {
      const { ticker } = symbol.streams;
      if (ticker === undefined || ticker.messages > 0 || refusesLatest(context, symbol, answer)) return;
      issueLatest(context, symbol, answer);
      heard(ticker, context.feed.now, context.feed.now);
    },
    (context, _symbol, failed) => void askedAgain(context, failed),
  ),
  candles: ofSymbol(
    (context, symbol, { answer }) => {
      const { now } = context.feed;
      const candles = answer.candles.filter((candle) => {
        const bad = badCandle(candle);
        if (bad !== null) quarantine(context, null, 'bad_candle', `${symbol.symbol}: ${bad}`, '');
        return bad === null;
      });
      const at = { tsEvent: now, tsRecv: now, seq: null };
      emit(context, { type: 'candles', venue: context.venue.card.id, symbol: symbol.symbol, ...at, candles });
    },
    (context, _symbol, failed) => void askedAgain(context, failed),
  ),
  preflight: {
    take: (context, { input }, address) => takeAddress(context, input, address),
    fail: (context, { call, why }) => preflightFailed(context, preflightOf(call).conn, why),
  },
};

type Polled = Poll['question'] extends Question<infer I, infer A> ? Taker<I, A> : never;

/** A failed poll is not retried, because the next poll is due anyway. */
const POLLED: Polled = {
  take: (context, _asked, messages) => messages.forEach((item) => takeMarket(context, NO_CONN, item)),
  fail: () => {},
};

/** A question of a venue, joined with the handler of its answer. */
interface Asked {
  /** Decodes a body; the function returned applies the answer to the feed. */
  readonly read: (call: RestCall, body: string) => Result<(context: Context) => void>;
  readonly fail: (context: Context, failed: Failed) => void;
}

const joined = <I extends object, A>(question: Question<I, A>, { take, fail }: Taker<I, A>): Asked => ({
  read(call, body) {
    // The input fits the question: `callOf` or the log's reader built the call from it.
    const input = call.input as I;
    const answer = question.decode(input, body);
    return answer.ok ? { ok: true, value: (context) => take(context, { call, input }, answer.value) } : answer;
  },
  fail,
});

type Takers<K extends keyof FeedAsks> = { readonly [P in K]: Taker<FeedAsks[P][0], FeedAsks[P][1]> };
type AnyQuestions = { readonly [K in keyof FeedAsks]?: FeedQuestion<K> };

function ofFeed<K extends keyof FeedAsks>(questions: AnyQuestions, id: K, takers: Takers<K>): Asked | null {
  const question = questions[id];
  return question === undefined ? null : joined<FeedAsks[K][0], FeedAsks[K][1]>(question, takers[id]);
}

const isFeedAsk = (id: string): id is keyof FeedAsks => Object.hasOwn(TAKERS, id);

function askedOf(venue: Venue, id: string): Asked | null {
  if (isFeedAsk(id)) return ofFeed(venue.questions, id, TAKERS);
  const asked = callerQuestion(venue, id);
  if (asked !== null) return joined(asked, CALLERS_TAKER);
  const poll = venue.polls?.find(({ question }) => question.id === id);
  return poll === undefined ? null : joined(poll.question, POLLED);
}

/** Passes the outcome of a call to the handler of its question. */
export function takeSettled(context: Context, settled: Settled | null): void {
  if (settled === null) return;
  const { call, attempt } = settled;
  const asked = askedOf(context.venue, call.question);
  if (settled.kind !== 'answer') return asked?.fail(context, settled);
  const read = asked?.read(call, settled.body) ?? refuse('unknown_question', 'no such question of this venue');
  if (read.ok) return read.value(context);
  quarantine(context, null, read.error.reason, `${call.question}: ${read.error.detail}`, settled.body);
  asked?.fail(context, { kind: 'failed', call, attempt, why: read.error.reason });
}
