import type { DecodedTrade, TradeId } from '../../core/index.ts';

/** A page of trades whose ids are whole numbers: oldest first, and none from `beforeId` on. */
export function pageBefore(trades: readonly DecodedTrade[], beforeId: TradeId | null): readonly DecodedTrade[] {
  const end = beforeId === null ? Number.POSITIVE_INFINITY : Number(beforeId);
  return trades.filter(({ id }) => Number(id) < end).toSorted((a, b) => Number(a.id) - Number(b.id));
}
