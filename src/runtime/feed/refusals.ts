import { ALL_SYMBOLS, STREAM_KINDS, STREAMS, type Decoded, type StreamKind } from '../../core/index.ts';
import { declareGap } from './book-resync.ts';
import { allChannel, setChannel } from './channels.ts';
import { quarantine, type Context } from './context.ts';
import { refuseRow } from './latest-rows.ts';
import type { SymbolState } from './state.ts';
import { recordGap, setStream } from './streams.ts';
import { suspectLoss } from './trade-gaps.ts';
import type { ConnId } from './types.ts';

type Refused = Extract<Decoded, { kind: 'refused' }>;

/** Whether it is a new kind of message that we did not subscribe to. */
const isForeign = ({ reason, symbol = null, streams = null }: Refused): boolean =>
  symbol === null && streams === null && (reason === 'unknown_event' || reason === 'unknown_channel');

/**
 * An unreadable frame may have held data of any stream of its connection, so each stream gets a gap. If the frame names no
 * symbol, a numbered or checksummed book is only suspect until its next update.
 */
export function refuseFrame(context: Context, conn: ConnId, item: Refused, text: string): void {
  const { feed } = context;
  quarantine(context, conn, item.reason, item.detail, text);
  if (isForeign(item)) return;
  const named = item.symbol ?? null;
  const reason = `a message was refused: ${item.detail}`;
  if (named !== null) refuseRow(feed, named, item.streams ?? STREAM_KINDS, reason);
  else loseChannels(context, conn, item.streams ?? null, reason);
  for (const [symbol, streams] of subscribed(context, conn)) {
    if (named !== null && symbol.symbol !== named) continue;
    for (const stream of item.streams ?? STREAM_KINDS) {
      if (!streams.has(stream)) continue;
      if (stream === 'book' && named === null) symbol.book.suspectAt ??= feed.now;
      else refuseStream(context, symbol, stream, reason);
    }
  }
}

/** Frames of a connection were lost; `streams`: the affected streams, null for all. */
export function loseStreams(
  context: Context,
  conn: ConnId,
  { streams, reason }: { readonly streams: readonly StreamKind[] | null; readonly reason: string },
): void {
  loseChannels(context, conn, streams, reason);
  for (const [symbol, carried] of subscribed(context, conn))
    for (const stream of streams ?? STREAM_KINDS) if (carried.has(stream)) refuseStream(context, symbol, stream, reason);
}

/** Messages of the channels over all symbols on a connection were lost; their next message ends it. */
function loseChannels({ feed }: Context, id: ConnId, streams: readonly StreamKind[] | null, reason: string): void {
  const conn = feed.conns.get(id);
  for (const { symbol, stream } of feed.slots[conn?.slot ?? -1]?.subscriptions ?? [])
    if (symbol === ALL_SYMBOLS && streams?.includes(stream) !== false && allChannel(feed, stream)?.state === 'synced')
      setChannel(feed, stream, 'gap', reason);
}

/** One message of this stream was lost. A stream that is down or connecting keeps its state. */
export function refuseStream(context: Context, symbol: SymbolState, stream: StreamKind, reason: string): void {
  const status = symbol.streams[stream];
  if (status === undefined) return;
  const { handler, loss } = STREAMS[stream];
  if (handler === 'book') {
    if (symbol.book.phase === 'synced') declareGap(context, symbol, reason);
    symbol.book.buffer = [];
    return;
  }
  if (status.state === 'connecting' || status.state === 'down') return;
  if (loss === 'counted') recordGap(status, context.feed.now);
  else if (handler === 'trades') suspectLoss(context, symbol, reason);
  else setStream(context, symbol, stream, 'gap', reason);
}

/** The followed symbols of a connection, with their streams on it. A recording has one connection for all symbols. */
function subscribed(context: Context, id: ConnId): Map<SymbolState, Set<StreamKind>> {
  const { feed } = context;
  const found = new Map<SymbolState, Set<StreamKind>>();
  const conn = feed.conns.get(id);
  const slot = conn && feed.slots[conn.slot];
  if (slot === undefined || feed.settings.recorded) {
    for (const symbol of feed.symbols.values()) found.set(symbol, new Set(STREAM_KINDS));
    return found;
  }
  for (const { symbol, stream } of slot.subscriptions) {
    const state = feed.symbols.get(symbol);
    if (state !== undefined) found.set(state, (found.get(state) ?? new Set()).add(stream));
  }
  return found;
}
