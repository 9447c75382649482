/** One interval: return as a share (0.01 is 1 %) and volume traded in quote currency. */
export interface ReturnAndVolume {
  readonly return: number;
  readonly volume: number;
}

/**
 * Amihud's illiquidity (2002): mean of |return| / volume, per unit of quote currency; usually over 1-hour intervals.
 * Intervals without volume are left out, as in the paper. Null if no interval is left.
 */
export function amihud(intervals: readonly ReturnAndVolume[]): number | null {
  const traded = intervals.filter(({ volume }) => volume > 0);
  if (traded.length === 0) return null;
  return traded.reduce((sum, one) => sum + Math.abs(one.return) / one.volume, 0) / traded.length;
}
