/**
 * Imbalance of two non-negative amounts: `(bid − ask) / (bid + ask)`, −1 (all ask) to 1 (all bid), no unit.
 * Reports use the sizes of the top 20 levels. Null if both are zero.
 */
export function imbalance(bid: number, ask: number): number | null {
  const total = bid + ask;
  return total > 0 ? (bid - ask) / total : null;
}
