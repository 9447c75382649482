import {
  callOf,
  latestKey,
  requestKey,
  streamsOf,
  type Definitions,
  type Instrument,
  type RestCall,
  type RestRequest,
} from '../../core/index.ts';
import { isOfCaller } from './caller-questions.ts';
import { leaveSlots, openFor } from './slots.ts';
import { emit, note, type Context } from './context.ts';
import { dataEvent } from './data-message.ts';
import { latestStreams } from './channels.ts';
import { clockFrame } from './clock-offset.ts';
import { keepLatest, refuseRow, takeRow } from './latest-rows.ts';
import { undefinedInstrument } from './numbers.ts';
import { redefine } from './redefine.ts';
import { ask, type Failed } from './requests.ts';
import { newSymbol } from './new-feed.ts';
import { PRIORITY, type SymbolState } from './state.ts';
import { setStream } from './streams.ts';
import type { FollowOutcome } from './types.ts';

const report = ({ effects }: Context, outcome: FollowOutcome): void => void effects.push({ kind: 'follow', ...outcome });

const definitionOf = ({ venue }: Context, symbol: string): RestCall | null =>
  callOf(venue.questions.instruments, { symbols: [symbol] });

const isWanted = ({ feed }: Context, symbol: string): boolean => feed.wanted.includes(symbol);

function forget({ feed }: Context, symbol: string): void {
  feed.wanted = feed.wanted.filter((one) => one !== symbol);
}

/** Requests the definition of a symbol to follow. Nothing else changes until it arrives. */
export function follow(context: Context, symbol: string): void {
  const { feed } = context;
  const held = feed.symbols.get(symbol);
  if (held !== undefined && !held.unknown) return report(context, { outcome: 'already_followed', symbol });
  if (feed.settings.recorded)
    return report(context, { outcome: 'failed', symbol, detail: 'a recording has the markets that it has' });
  if (!isWanted(context, symbol)) feed.wanted.push(symbol);
  const call = definitionOf(context, symbol);
  ask(context, call && { ...call, symbol }, PRIORITY.book);
}

/** Stops following a symbol: unsubscribes its streams and drops its state. */
export function unfollow(context: Context, symbol: string): void {
  const isHeld = context.feed.symbols.has(symbol);
  if (!isHeld && !isWanted(context, symbol)) return report(context, { outcome: 'not_followed', symbol });
  forget(context, symbol);
  const held = context.feed.symbols.get(symbol);
  if (held !== undefined) leaveRow(context, held);
  if (isHeld) drop(context, symbol);
  report(context, { outcome: 'unfollowed', symbol });
}

function drop(context: Context, name: string): void {
  const { feed } = context;
  const symbol = feed.symbols.get(name);
  if (symbol === undefined) return;
  leaveSlots(context, name);
  for (const { kind } of context.venue.card.streams) setStream(context, symbol, kind, 'down', 'it is no longer followed');
  feed.symbols.delete(name);
  const { rest } = feed;
  rest.queue = rest.queue.filter(
    (pending) => isOfCaller(pending) || pending.call.symbol !== name || pending.call.question === 'instruments',
  );
  // Answers for the dropped state must not reach a new state of the same symbol.
  for (const [request, pending] of rest.inflight)
    if (!isOfCaller(pending) && pending.call.symbol === name && pending.call.question !== 'instruments')
      rest.inflight.delete(request);
}

/** Whether a call requests the definition of this symbol; some venues have one call for all symbols. */
function asksFor(context: Context, request: RestRequest, symbol: string): boolean {
  const call = definitionOf(context, symbol);
  return call !== null && requestKey(call) === requestKey(request);
}

/** Starts to follow the symbols that an answer defines. A requested symbol that is absent is unknown to the venue. */
export function decideWanted(context: Context, { instruments, refused = [] }: Definitions, call: RestRequest): void {
  for (const symbol of context.feed.wanted) {
    const defined = instruments.find((instrument) => instrument.symbol === symbol);
    if (defined !== undefined) begin(context, symbol, defined);
    else if (!asksFor(context, call, symbol)) continue;
    // An unreadable definition may be this symbol's, so the symbol is followed without one.
    else if (refused.some(({ symbol: of }) => of === null || of === symbol)) {
      note(context.feed, `no readable definition of ${symbol}; its scales are taken from the digits seen`);
      begin(context, symbol, undefinedInstrument(context.venue.card.id, symbol));
    } else refuse(context, { outcome: 'unknown_symbol', symbol });
  }
}

/** Whether a failed call asked only for symbols still to be followed. After the last attempt they are given up. */
export function refuseWanted(context: Context, { kind, call, why }: Failed, { isLast }: { readonly isLast: boolean }): boolean {
  const { feed } = context;
  const asked = feed.wanted.filter((symbol) => asksFor(context, call, symbol));
  const isOnly = call.symbol !== null && (asked.includes(call.symbol) || !feed.symbols.has(call.symbol));
  for (const symbol of asked)
    if (kind === 'unknown_symbol') refuse(context, { outcome: 'unknown_symbol', symbol });
    else if (isLast) refuse(context, { outcome: 'failed', symbol, detail: why });
  return isOnly;
}

/** Refuses a request to follow a symbol, before the venue is asked or while it is. */
export const refuseFollow = (context: Context, symbol: string, why: string): void =>
  refuse(context, { outcome: 'failed', symbol, detail: why });

function refuse(context: Context, outcome: FollowOutcome): void {
  forget(context, outcome.symbol);
  report(context, outcome);
}

function begin(context: Context, name: string, instrument: Instrument): void {
  const { feed, venue } = context;
  forget(context, name);
  // The venue lacked the symbol at start and has it now.
  drop(context, name);
  const kinds = streamsOf(venue.card, null).filter((kind) => feed.settings.streams.includes(kind));
  const symbol = newSymbol(name, kinds, feed.now);
  feed.symbols.set(name, symbol);
  report(context, { outcome: 'followed', symbol: name });
  beginWith(context, symbol);
  redefine(context, symbol, instrument);
  if (feed.planned) openFor(context, [symbol]);
}

/** An unfollowed market keeps its newest values as a row, if its venue still sends them. */
function leaveRow(context: Context, { symbol, streams, latest, unknown }: SymbolState): void {
  if (unknown) return;
  const kinds = new Set(latestStreams(context).map(({ kind }) => kind));
  for (const [kind, messages] of Map.groupBy(latest.values(), (message) => message.kind)) {
    const status = streams[kind];
    const at = status?.heardAt ?? null;
    const [message] = messages;
    // Of several values the receipt of each is unknown, so they wait for their next message.
    if (!kinds.has(kind) || at === null || messages.length !== 1 || message === undefined) continue;
    keepLatest(context, message, at);
    // What was missed while it was followed is missing from the row too, until the next message.
    if (status !== undefined && status.state !== 'synced')
      refuseRow(context.feed, symbol, [kind], `its own ${kind} was ${status.state}: ${status.reason}`);
  }
}

/**
 * A market that had a row begins with its values, as events of now with the venue's time. A repeat of them is then no second
 * event. Values without a time, or with one after their receipt, would seem younger and wait for the next message.
 */
function beginWith(context: Context, symbol: SymbolState): void {
  const { skew, offset } = clockFrame(context.feed.clock);
  for (const { at, message, refused } of takeRow(context.feed, symbol.symbol)?.held ?? []) {
    const isDated = message.tsEvent !== null && message.tsEvent + skew + offset <= at;
    const status = symbol.streams[message.kind];
    if (!isDated || status === undefined) continue;
    symbol.latest.set(latestKey(message.kind, message), message);
    status.lastAt = Math.max(status.lastAt ?? 0, (message.tsEvent ?? at) + skew + offset);
    status.heardAt = Math.max(status.heardAt ?? 0, at);
    emit(context, dataEvent(context, message));
    if (refused !== null) setStream(context, symbol, message.kind, 'gap', refused);
  }
}
