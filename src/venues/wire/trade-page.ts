import type { DecodedTrade, TradesBefore } from '../../core/index.ts';

/** A page of trades with whole-number ids, oldest first, without trades from `before` on. */
export function pageBefore(trades: readonly DecodedTrade[], before: Pick<TradesBefore, 'id'> | null): readonly DecodedTrade[] {
  const end = before === null ? Number.POSITIVE_INFINITY : Number(before.id);
  return trades.filter(({ id }) => Number(id) < end).toSorted((a, b) => Number(a.id) - Number(b.id));
}
