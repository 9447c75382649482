import type { DecodedTrade, Micros } from '../../core/index.ts';
import { clockFrame, frameTime, pastTime } from './clock-offset.ts';
import { emit, quarantine, type Context } from './context.ts';
import { badPrint } from './numbers.ts';
import type { SymbolState } from './state.ts';

/** A trade with its position among the market's trades. */
export interface NumberedTrade extends DecodedTrade {
  readonly ordinal: number;
}

/** Emits a trade event; `seq` is the venue's own number if its trade ids are contiguous. */
export function issueTrade(context: Context, trade: NumberedTrade, via: DecodedTrade['via']): void {
  const { symbol, id, ordinal, price, size, side, tsEvent } = trade;
  const venue = context.venue.card.id;
  const tsRecv = context.feed.now;
  const seq = context.venue.trades.ids === 'contiguous' ? ordinal : null;
  emit(context, { type: 'trade', venue, symbol, tsEvent, tsRecv, seq, id, ordinal, price, size, side, via });
}

/** Quarantines a trade with invalid numbers and returns the fault; null if the numbers are valid. */
export function refusedTrade(context: Context, symbol: SymbolState, trade: DecodedTrade): string | null {
  const bad = badPrint(context, symbol, trade.price, trade.size);
  if (bad !== null) quarantine(context, null, 'bad_trade', `${symbol.symbol} ${trade.id}: ${bad}`, '');
  return bad;
}

/** Time of a trade on the rolling clock. It is never in the future, so it cannot block later trades. */
export function rollingTime({ feed }: Context, { tsEvent, via }: DecodedTrade): Micros {
  const frame = clockFrame(feed.clock);
  return via === 'stream' ? frameTime(tsEvent, feed.now, frame) : pastTime(tsEvent, feed.now, frame);
}
