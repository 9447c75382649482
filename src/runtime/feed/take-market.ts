import {
  STREAM_OF,
  streamRow,
  STREAMS,
  type DecodedData,
  type Micros,
  type PrintsKind,
  type StreamDecoded,
} from '../../core/index.ts';
import { takeDelta, takeSnapshot } from './book-sync.ts';
import { carrierOf } from './carriers.ts';
import { hearFollowed, heardInChannel, isOfOthers, takeUnfollowed } from './channels.ts';
import { clockFrame, observeClock } from './clock-offset.ts';
import type { Context, Novelty } from './context.ts';
import type { SymbolState } from './state.ts';
import { heard } from './streams.ts';
import { takeLatest } from './take-latest.ts';
import { takePrint } from './take-print.ts';
import { suspectLossIfRunning } from './trade-gaps.ts';
import { takeTrade } from './trades.ts';
import type { ConnId } from './types.ts';

/** Handles one message of a stream, from a connection or a poll. */
export function takeMarket(context: Context, conn: ConnId, item: StreamDecoded): void {
  const { feed } = context;
  const symbol = feed.symbols.get(item.symbol);
  if (symbol === undefined) return takeUnfollowed(context, conn, item);
  if (isOfOthers(feed, conn)) return hearFollowed(context, item);
  const status = symbol.streams[STREAM_OF[item.kind]];
  if (status === undefined) return;
  // In a quiet market a snapshot or a backfilled trade may be old, so its time shows nothing about the clock.
  const mayBeOld = item.kind === 'book_snapshot' || (item.kind === 'trade' && item.via !== 'stream');
  if (streamRow(STREAM_OF[item.kind]).timely === true && !mayBeOld && item.tsEvent !== null)
    observeClock(feed.clock, feed.now, item.tsEvent);
  const wasSilent = symbol.streams.book?.state === 'stale';
  const novelty = take(context, symbol, item, conn);
  // No doubt after a trade, because its id shows a gap, nor on a numbered connection, because its numbers do.
  const carriesTrades = carrierOf(symbol, 'trade')?.streams.includes(STREAM_OF[item.kind]) === true;
  if (novelty === 'new' && wasSilent && carriesTrades && item.kind !== 'trade' && context.venue.trades.proof !== 'domain')
    suspectLossIfRunning(context, symbol, 'the market was silent for longer than its habit');
  const from = feed.conns.get(conn);
  if (novelty === 'new') {
    heard(status, feed.now, asOf(context, item));
    heardInChannel(context, STREAM_OF[item.kind], symbol, item.tsEvent);
  } else if (novelty === 'duplicate') status.duplicates++;
  if (from !== undefined && novelty !== 'nothing') from.repeats = novelty === 'duplicate';
}

/** The valid time of a message, on our clock; for a snapshot its arrival, even in a quiet market. */
function asOf({ feed }: Context, { kind, tsEvent }: StreamDecoded): Micros {
  if (tsEvent === null || kind === 'book_snapshot') return feed.now;
  const frame = clockFrame(feed.clock);
  return tsEvent + frame.skew + frame.offset;
}

function take(context: Context, symbol: SymbolState, item: StreamDecoded, conn: ConnId): Novelty {
  switch (item.kind) {
    case 'trade':
      return takeTrade(context, symbol, item);
    case 'book_delta':
      return takeDelta(context, symbol, item, conn);
    case 'book_snapshot':
      return takeSnapshot(context, symbol, item, conn);
    default:
      return isPrint(item) ? takePrint(context, symbol, item, conn) : takeLatest(context, symbol, item);
  }
}

const isPrint = (item: DecodedData): item is DecodedData<PrintsKind> => STREAMS[item.kind].handler === 'prints';
