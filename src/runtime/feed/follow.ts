import { callOf, streamsOf, type Definitions, type Instrument, type RestCall } from '../../core/index.ts';
import { isOfCaller } from './caller-questions.ts';
import { leaveSlots, openFor } from './connections.ts';
import { note, type Context } from './context.ts';
import { undefinedInstrument } from './numbers.ts';
import { redefine } from './redefine.ts';
import { ask, type Failed } from './requests.ts';
import { newSymbol } from './state.ts';
import { setStream } from './streams.ts';
import type { FollowOutcome } from './types.ts';

const report = ({ effects }: Context, outcome: FollowOutcome): void => void effects.push({ kind: 'follow', ...outcome });

const definitionOf = ({ venue }: Context, symbol: string): RestCall | null =>
  callOf(venue.questions.instruments, { symbols: [symbol] });

const isWanted = ({ feed }: Context, symbol: string): boolean => feed.wanted.includes(symbol);

function forget({ feed }: Context, symbol: string): void {
  feed.wanted = feed.wanted.filter((one) => one !== symbol);
}

/** Asks for the definition of a symbol that is to be followed. Until it is there, nothing changes. */
export function follow(context: Context, symbol: string): void {
  const { feed } = context;
  const held = feed.symbols.get(symbol);
  if (held !== undefined && !held.unknown) return report(context, { outcome: 'already_followed', symbol });
  if (feed.settings.recorded)
    return report(context, { outcome: 'failed', symbol, detail: 'a recording has the markets that it has' });
  if (!isWanted(context, symbol)) feed.wanted.push(symbol);
  const call = definitionOf(context, symbol);
  ask(context, call && { ...call, symbol }, 0);
}

/** Stops following a symbol: its streams are unsubscribed and all that was known of it is dropped. */
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
  // Answers about the dropped state must not reach a state that begins later.
  for (const [request, pending] of rest.inflight)
    if (!isOfCaller(pending) && pending.call.symbol === name && pending.call.question !== 'instruments')
      rest.inflight.delete(request);
}

/** Whether a call asked for the definition of this symbol; some venues have one call for all. */
const asksFor = (context: Context, { path }: { readonly path: string }, symbol: string): boolean =>
  definitionOf(context, symbol)?.path === path;

/** Begins to follow what an answer defines. What was asked for and is not in it is unknown to the venue. */
export function decideWanted(
  context: Context,
  { instruments, refused = [] }: Definitions,
  call: { readonly path: string },
): void {
  for (const symbol of context.feed.wanted) {
    const defined = instruments.find((instrument) => instrument.symbol === symbol);
    if (defined !== undefined) begin(context, symbol, defined);
    else if (!asksFor(context, call, symbol)) continue;
    // The venue has it, or may have it, and its definition is unreadable.
    else if (refused.some(({ symbol: of }) => of === null || of === symbol)) {
      note(context.feed, `no readable definition of ${symbol}; its scales are taken from the digits seen`);
      begin(context, symbol, undefinedInstrument(context.venue.card.id, symbol));
    } else refuse(context, { outcome: 'unknown_symbol', symbol });
  }
}

/** Whether a failed call asked only for what is to be followed; after the last try it no longer is. */
export function refuseWanted(context: Context, { kind, call, why }: Failed, { isLast }: { readonly isLast: boolean }): boolean {
  const { feed } = context;
  const asked = feed.wanted.filter((symbol) => asksFor(context, call, symbol));
  const isOnly = call.symbol !== null && (asked.includes(call.symbol) || !feed.symbols.has(call.symbol));
  for (const symbol of asked)
    if (kind === 'unknown_symbol') refuse(context, { outcome: 'unknown_symbol', symbol });
    else if (isLast) refuse(context, { outcome: 'failed', symbol, detail: why });
  return isOnly;
}

function refuse(context: Context, outcome: FollowOutcome): void {
  forget(context, outcome.symbol);
  report(context, outcome);
}

function begin(context: Context, name: string, instrument: Instrument): void {
  const { feed, venue } = context;
  forget(context, name);
  // The venue did not know it at start and does now.
  drop(context, name);
  const kinds = streamsOf(venue.card, null).filter((kind) => feed.settings.streams.includes(kind));
  const symbol = newSymbol(name, kinds, feed.now);
  feed.symbols.set(name, symbol);
  report(context, { outcome: 'followed', symbol: name });
  redefine(context, symbol, instrument);
  if (feed.planned) openFor(context, [symbol]);
}
