import {
  callOf,
  isSimulatorAnswer,
  isSimulatorFrame,
  seededRandom,
  streamsOf,
  type Decoded,
  type Venue,
} from '../../core/index.ts';
import { takeSettled } from './answers.ts';
import { askForCaller, refuseQuestion } from './caller-questions.ts';
import { alive, lost, opened } from './connections.ts';
import { closingSoon, hasUnheard, subscribeAgain } from './renewals.ts';
import { openAll } from './slots.ts';
import { watchConnections } from './watch-connections.ts';
import { watchBook } from './book-sync.ts';
import { latestStreams } from './channels.ts';
import { takeNumber } from './domain-numbers.ts';
import { note, type Context } from './context.ts';
import { watchDefinitions } from './definitions.ts';
import { follow, refuseFollow, unfollow } from './follow.ts';
import { undefinedInstrument } from './numbers.ts';
import { forgetRows } from './latest-rows.ts';
import { sendNow } from './outbox.ts';
import { watchPolls } from './polls.ts';
import { refuseSimulator } from './refuse-simulator.ts';
import { followReceiveClock } from './receive-clock.ts';
import { redefine } from './redefine.ts';
import { refuseFrame } from './refusals.ts';
import { ask, overdue, sendDue, settle } from './requests.ts';
import { newFeed } from './new-feed.ts';
import { PRIORITY, type FeedState } from './state.ts';
import { setStream } from './streams.ts';
import { watchPrints, watchSilence } from './silence.ts';
import { takeMarket } from './take-market.ts';
import { watchTrades } from './trades.ts';
import type { ConnId, Effect, Input } from './types.ts';

/** Starts a feed: requests definitions, then connects. A recording contains both. */
export function startFeed(venue: Venue, input: Extract<Input, { kind: 'start' }>): { feed: FeedState; effects: Effect[] } {
  const { settings } = input;
  const kinds = streamsOf(venue.card, null).filter((kind) => settings.streams.includes(kind));
  const feed = newFeed({ ...settings }, kinds, input.at);
  // Two feeds with the same seed must not back off in step.
  feed.rng = Math.floor(seededRandom(settings.seed + venue.card.id.length)() * 2 ** 32);
  const context: Context = { venue, feed, effects: [] };
  if (settings.recorded) {
    for (const symbol of feed.symbols.values()) symbol.instrument = undefinedInstrument(venue.card.id, symbol.symbol);
    openAll(context);
  } else if (settings.symbols.length > 0)
    ask(context, callOf(venue.questions.instruments, { symbols: settings.symbols }), PRIORITY.book);
  else if (latestStreams(context).length > 0) openAll(context);
  return { feed, effects: context.effects };
}

/**
 * The feed of one venue: takes one input, returns commands and events. Changes `feed` in place; the same inputs from
 * the same state give the same effects, so a log replays to the byte.
 */
export function reduce(venue: Venue, feed: FeedState, input: Input): Effect[] {
  const context: Context = { venue, feed, effects: [] };
  followReceiveClock(feed, input.at);
  // Older checkpoints lack this field.
  if (feed.refused) {
    answerWhileRefused(context, input, feed.refused);
    return context.effects;
  }
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
    case 'follow':
      follow(context, input.symbol);
      break;
    case 'unfollow':
      unfollow(context, input.symbol);
      break;
    case 'ask':
      askForCaller(context, input.question, input.input);
      break;
    case 'tick':
      tick(context);
  }
  return context.effects;
}

/** A caller of a refused feed still gets an answer. */
function answerWhileRefused(context: Context, input: Input, why: string): void {
  if (input.kind === 'unfollow') unfollow(context, input.symbol);
  if (input.kind === 'follow') refuseFollow(context, input.symbol, why);
  if (input.kind === 'ask') refuseQuestion(context, input, why);
}

function tick(context: Context): void {
  for (const failure of overdue(context)) takeSettled(context, settle(context, failure));
  watchConnections(context);
  watchPrints(context);
  watchSilence(context);
  forgetRows(context.feed);
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
  for (const item of decodedBy(venue, text)) {
    if (item.kind === 'number' && takeNumber(context, id, item) === 'repeat') return;
    takeDecoded(context, id, item, text);
    if (item.kind !== 'refused' && conn !== undefined && !conn.repeats) conn.goodAt = feed.now;
  }
}

/** A decoder must not throw. If one does, its frame is quarantined, and the process and other venues continue. */
function decodedBy({ decode }: Venue, text: string): readonly Decoded[] {
  try {
    return decode(text);
  } catch {
    return [{ kind: 'refused', reason: 'decoder_failed', detail: 'the decoder of this venue failed on it' }];
  }
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
      const symbol = feed.symbols.get(item.instrument.symbol);
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

function rejected(context: Context, id: ConnId, item: Extract<Decoded, { kind: 'rejected' }>): void {
  note(context.feed, `subscription refused: ${item.message}`);
  const symbol = item.symbol === null ? undefined : context.feed.symbols.get(item.symbol);
  if (item.symbol !== null && (symbol === undefined || symbol.unknown)) return;
  if (symbol !== undefined && item.stream !== null)
    setStream(context, symbol, item.stream, 'down', 'the venue refuses the subscription');
  else if (!hasUnheard(context, id, symbol ?? null)) return;
  subscribeAgain(context, id);
}
