/**
 * Imbalance of two amounts that are not negative: `(bid − ask) / (bid + ask)`, −1 (all ask) to 1 (all bid), no unit.
 * Brief 003 FR-010 takes the sizes of the top 20 levels. Null when both are zero: there is nothing to weigh.
 */
export function imbalance(bid: number, ask: number): number | null {
  const total = bid + ask;
  return total > 0 ? (bid - ask) / total : null;
}
