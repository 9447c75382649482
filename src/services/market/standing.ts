import { STREAM_KINDS, STREAMS, type StreamKind, type StreamState } from '../../core/index.ts';
import type { StreamView, SymbolView } from '../../runtime/feed/index.ts';

/** The streams of an instrument, in table order. */
export const streamsIn = ({ streams }: Pick<SymbolView, 'streams'>): readonly (readonly [StreamKind, StreamView])[] =>
  STREAM_KINDS.flatMap((kind) => {
    const status = streams[kind];
    return status === undefined ? [] : [[kind, status] as const];
  });

/** Text about a stream's state, or that the instrument doesn't have the stream. */
export function standing({ streams }: Pick<SymbolView, 'streams'>, kind: StreamKind): string {
  const status = streams[kind];
  return status === undefined
    ? `this market has no ${kind} stream`
    : `${STREAMS[kind].subject} ${status.state}: ${status.reason}`;
}

const WORST: readonly StreamState[] = ['down', 'gap', 'connecting', 'syncing', 'stale', 'synced'];

/** The worst of some states; `connecting` for an empty list. */
export const worstState = (states: readonly StreamState[]): StreamState =>
  WORST.find((state) => states.includes(state)) ?? 'connecting';

/** The state of a market: the state of its book, or the worst state of its streams if it has no book. */
export const marketState = (symbol: Pick<SymbolView, 'streams'>): StreamState =>
  symbol.streams.book?.state ?? worstState(streamsIn(symbol).map(([, { state }]) => state));

/** Whether the book is synced, its stream in order, and both sides have levels. */
export const isInOrder = ({ book, streams }: SymbolView): boolean =>
  book.phase === 'synced' && streams.book?.state === 'synced' && book.book.bid.count > 0 && book.book.ask.count > 0;
