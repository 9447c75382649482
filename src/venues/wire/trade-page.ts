import type { DecodedTrade, TradesBefore } from '../../core/index.ts';

/** A page of trades whose ids are whole numbers: oldest first, and none from `before` on. */
export function pageBefore(trades: readonly DecodedTrade[], before: Pick<TradesBefore, 'id'> | null): readonly DecodedTrade[] {
  const end = before === null ? Number.POSITIVE_INFINITY : Number(before.id);
  return trades.filter(({ id }) => Number(id) < end).toSorted((a, b) => Number(a.id) - Number(b.id));
}
