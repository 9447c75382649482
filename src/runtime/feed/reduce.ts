import {
  isSimulatorAnswer,
  isSimulatorFrame,
  seededRandom,
  STREAM_OF,
  STREAMS,
  streamsOf,
  type Decoded,
  type DecodedData,
  type Micros,
  type PrintsKind,
  type StreamMessage,
  type Venue,
} from '../../core/index.ts';
import { auditFailed } from './audit.ts';
import { alive, closingSoon, lost, openAll, opened, subscribeAgain, watchConnections } from './connections.ts';
import { fetchBook } from './book-resync.ts';
import { takeDelta, takeSnapshot, watchBook } from './book-sync.ts';
import { heardInChannel, takeUnfollowed } from './channels.ts';
import { clockFrame, observeClock } from './clock-offset.ts';
import { takeNumber } from './domain-numbers.ts';
import { emit, note, quarantine, type Context, type Novelty } from './context.ts';
import { define, definitionsFailed, redefine, watchDefinitions } from './definitions.ts';
import { undefinedInstrument } from './numbers.ts';
import { sendNow } from './outbox.ts';
import { badCandle } from './plausible.ts';
import { watchPolls } from './polls.ts';
import { refuseSimulator } from './refuse-simulator.ts';
import { followReceiveClock } from './receive-clock.ts';
import { refuseFrame } from './refusals.ts';
import { ask, askAgain, overdue, sendDue, settle, type Settled } from './requests.ts';
import { newFeed, type FeedState, type SymbolState } from './state.ts';
import { heard, setStream } from './streams.ts';
import { watchPrints, watchSilence } from './silence.ts';
import { issueLatest, refusesLatest, takeLatest } from './take-latest.ts';
import { takePrint } from './take-print.ts';
import { suspectLossIfRunning } from './trade-gaps.ts';
import { takePage, takeTrade, watchTrades } from './trades.ts';
import type { ConnId, Effect, Input } from './types.ts';

const HISTORY_TRIES = 4;
/** What answers a question came over no connection. */
const NO_CONN = 0;

/** Starts a feed: definitions first, then connections; a recording brings its own. */
export function startFeed(venue: Venue, input: Extract<Input, { kind: 'start' }>): { feed: FeedState; effects: Effect[] } {
  const { settings } = input;
  const kinds = streamsOf(venue.card, null).filter((kind) => settings.streams.includes(kind));
  const feed = newFeed({ ...settings }, kinds, input.at);
  // Two feeds of one seed must not back off in step.
  feed.rng = Math.floor(seededRandom(settings.seed + venue.card.id.length)() * 2 ** 32);
  const context: Context = { venue, feed, effects: [] };
  if (settings.recorded) {
    for (const symbol of feed.symbols.values()) symbol.instrument = undefinedInstrument(venue.card.id, symbol.symbol);
    openAll(context);
  } else if (settings.symbols.length > 0) ask(context, venue.rest.instruments(settings.symbols), 0);
  return { feed, effects: context.effects };
}

/**
 * The feed of one venue: takes one input, returns commands and events. Changes `feed` in place; the same inputs from
 * the same state give the same effects, so a log replays to the byte.
 */
export function reduce(venue: Venue, feed: FeedState, input: Input): Effect[] {
  const context: Context = { venue, feed, effects: [] };
  followReceiveClock(feed, input.at);
  // Checkpoints of before feeds could be refused have no such field.
  if (feed.refused) return context.effects;
  switch (input.kind) {
    case 'start':
      throw new Error('a feed starts once: see startFeed');
    case 'open':
      opened(context, input.conn);
      break;
    case 'frame':
      takeFrame(context, input.conn, input.text);
      break;
    case 'pong':
      alive(context, input.conn, 'pong');
      break;
    case 'close':
      lost(context, input.conn, `closed: ${input.code} ${input.reason}`.trim(), input.status);
      break;
    case 'rest':
      if (isSimulatorAnswer(input.headers, input.body)) refuseSimulator(context);
      if (!feed.refused) takeSettled(context, settle(context, input));
      break;
    case 'rest_failed':
      takeSettled(context, settle(context, input));
      break;
    case 'tick':
      tick(context);
  }
  return context.effects;
}

function tick(context: Context): void {
  for (const failure of overdue(context)) takeSettled(context, settle(context, failure));
  watchConnections(context);
  watchPrints(context);
  watchSilence(context);
  watchDefinitions(context);
  for (const symbol of context.feed.symbols.values()) {
    watchBook(context, symbol);
    watchTrades(context, symbol);
    watchPolls(context, symbol);
  }
  sendDue(context);
}

function takeFrame(context: Context, id: ConnId, text: string): void {
  const { feed, venue } = context;
  if (isSimulatorFrame(text)) return refuseSimulator(context);
  if (alive(context, id, 'frame') === undefined && !feed.settings.recorded) return;
  const conn = feed.conns.get(id);
  for (const item of venue.decode(text)) {
    if (item.kind === 'number' && takeNumber(context, id, item) === 'repeat') return;
    takeDecoded(context, id, item, text);
    if (item.kind !== 'refused' && conn !== undefined && !conn.repeats) conn.goodAt = feed.now;
  }
}

function symbolOf(context: Context, item: { readonly symbol: string }): SymbolState | undefined {
  return context.feed.symbols.get(item.symbol);
}

function takeDecoded(context: Context, conn: ConnId, item: Decoded, text: string): void {
  const { feed } = context;
  switch (item.kind) {
    case 'refused':
      return refuseFrame(context, conn, item, text);
    case 'reply':
      return sendNow(context, conn, { kind: 'send', conn, text: item.text });
    case 'shutdown':
      note(feed, 'the venue announced that it will close the connection');
      return closingSoon(context, conn);
    case 'status':
      return note(feed, `venue status: ${item.status}`);
    case 'rejected':
      return rejected(context, conn, item);
    case 'instrument': {
      const symbol = symbolOf(context, item.instrument);
      if (symbol) redefine(context, symbol, item.instrument);
      return;
    }
    case 'heartbeat':
    case 'number':
    case 'subscribed':
    case 'ignored':
      return;
    default:
      return takeMarket(context, conn, item);
  }
}

function rejected(context: Context, conn: ConnId, item: Extract<Decoded, { kind: 'rejected' }>): void {
  note(context.feed, `subscription refused: ${item.message}`);
  const symbol = item.symbol === null ? undefined : context.feed.symbols.get(item.symbol);
  if (symbol === undefined || item.stream === null || symbol.unknown) return;
  setStream(context, symbol, item.stream, 'down', 'the venue refuses the subscription');
  subscribeAgain(context, conn);
}

function takeMarket(context: Context, conn: ConnId, item: MarketItem): void {
  const { feed } = context;
  const symbol = symbolOf(context, item);
  if (symbol === undefined) return takeUnfollowed(context, item);
  const status = symbol.streams[STREAM_OF[item.kind]];
  if (status === undefined) return;
  // A snapshot, a ticker and a trade of the past may be as old as their market is quiet: they say nothing of the clock.
  const showsTime = item.kind === 'book_delta' || item.kind === 'quote' || (item.kind === 'trade' && item.via === 'stream');
  if (showsTime && item.tsEvent !== null) observeClock(feed.clock, feed.now, item.tsEvent);
  const wasSilent = symbol.streams.book?.state === 'stale';
  const novelty = take(context, symbol, item, conn);
  // A trade's id shows what went before it; a numbered connection shows that nothing was lost.
  if (novelty === 'new' && wasSilent && item.kind !== 'trade' && context.venue.trades.proof !== 'domain')
    suspectLossIfRunning(context, symbol, 'the market was silent for longer than its habit');
  const from = feed.conns.get(conn);
  if (novelty === 'new') {
    heard(status, feed.now, asOf(context, item));
    heardInChannel(context, STREAM_OF[item.kind], symbol, item.tsEvent);
  } else if (novelty === 'duplicate') status.duplicates++;
  if (from !== undefined && novelty !== 'nothing') from.repeats = novelty === 'duplicate';
}

/** The time that a message is about, on our clock; a snapshot is valid as of its arrival, even in a quiet market. */
function asOf({ feed }: Context, { kind, tsEvent }: MarketItem): Micros {
  if (tsEvent === null || kind === 'book_snapshot') return feed.now;
  const frame = clockFrame(feed.clock);
  return tsEvent + frame.skew + frame.offset;
}

type MarketItem = Extract<Decoded, { kind: StreamMessage }>;

function take(context: Context, symbol: SymbolState, item: MarketItem, conn: ConnId): Novelty {
  switch (item.kind) {
    case 'trade':
      return takeTrade(context, symbol, item);
    case 'book_delta':
      return takeDelta(context, symbol, item, conn);
    case 'book_snapshot':
      return takeSnapshot(context, symbol, item, conn);
    default:
      return isPrint(item) ? takePrint(context, symbol, item) : takeLatest(context, symbol, item);
  }
}

const isPrint = (item: DecodedData): item is DecodedData<PrintsKind> => STREAMS[item.kind].handler === 'prints';

function takeSettled(context: Context, settled: Settled | null): void {
  if (settled === null) return;
  const { call } = settled;
  const symbol = call.symbol === null ? undefined : context.feed.symbols.get(call.symbol);
  if (settled.kind !== 'answer') return takeFailure(context, settled, symbol);
  const { answer } = settled;
  if (answer.kind === 'instruments') return define(context, answer, call);
  if (answer.kind === 'messages') return answer.items.forEach((item) => takeMarket(context, NO_CONN, item));
  if (symbol === undefined) return;
  if (answer.kind === 'book_snapshot') {
    if (symbol.streams.book === undefined) return;
    takeSnapshot(context, symbol, answer, null);
    fetchBook(context, symbol);
  } else if (answer.kind === 'trades') takePage(context, symbol, answer.trades, call);
  else if (answer.kind === 'ticker') {
    const { ticker } = symbol.streams;
    if (ticker === undefined || ticker.messages > 0 || refusesLatest(context, symbol, answer)) return;
    issueLatest(context, symbol, answer);
    heard(ticker, context.feed.now, context.feed.now);
  } else {
    const { now } = context.feed;
    const candles = answer.candles.filter((candle) => {
      const bad = badCandle(candle);
      if (bad !== null) quarantine(context, null, 'bad_candle', `${symbol.symbol}: ${bad}`, '');
      return bad === null;
    });
    emit(context, {
      type: 'candles',
      venue: context.venue.card.id,
      symbol: symbol.symbol,
      tsEvent: now,
      tsRecv: now,
      seq: null,
      candles,
    });
  }
}

function takeFailure(
  context: Context,
  settled: Extract<Settled, { kind: 'failed' | 'unknown_symbol' }>,
  symbol: SymbolState | undefined,
): void {
  const { feed, venue } = context;
  const { call, attempt } = settled;
  if (call.purpose === 'instruments') return definitionsFailed(context, settled);
  if (symbol === undefined) return;
  if (call.purpose === 'snapshot') {
    symbol.book.requested = false;
    if (symbol.book.phase === 'synced') auditFailed(symbol);
    return;
  }
  // The next question comes by the clock.
  if (call.purpose === 'poll') return;
  if (attempt + 1 < HISTORY_TRIES || feed.rest.pausedUntil > feed.now) askAgain(context, settled, 2);
  else if (call.purpose === 'trades' && symbol.trades.backfill === 'running') {
    symbol.trades.backfill = 'failed';
    note(feed, `no history of trades for ${venue.card.id}:${symbol.symbol}: ${settled.why}`);
  }
}
