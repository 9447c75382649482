import {
  callOf,
  requestKey,
  streamsOf,
  type Definitions,
  type Instrument,
  type RestCall,
  type RestRequest,
} from '../../core/index.ts';
import { isOfCaller } from './caller-questions.ts';
import { leaveSlots, openFor } from './slots.ts';
import { note, type Context } from './context.ts';
import { undefinedInstrument } from './numbers.ts';
import { redefine } from './redefine.ts';
import { ask, type Failed } from './requests.ts';
import { newSymbol } from './new-feed.ts';
import { PRIORITY } from './state.ts';
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
  redefine(context, symbol, instrument);
  if (feed.planned) openFor(context, [symbol]);
}
