/**
 * Bands of distance from the mid, in basis points. From 5 bps on they are 5 bps wide, a common width for quoting depth. Below 5 bps the
 * width halves towards the touch, down to 5/256 bps, because sizes there vary over much shorter distances. For example, ten ticks of
 * BTCUSDT are 0.015 bps.
 */
const WIDTH_BPS = 5;
const HALVINGS = 8;
const REACH_BPS = 100;

const inner = Array.from({ length: HALVINGS }, (_, i) => WIDTH_BPS / 2 ** (HALVINGS - i));
const outer = Array.from({ length: REACH_BPS / WIDTH_BPS }, (_, i) => WIDTH_BPS * (i + 1));

/** Band i reaches from `BAND_EDGES[i]` to `BAND_EDGES[i + 1]`, the upper edge excluded. */
export const BAND_EDGES: readonly number[] = [0, ...inner, ...outer];

export const BAND_COUNT = BAND_EDGES.length - 1;

/** The band of a distance ≥ 0 in basis points; null from 100 bps on. */
export function bandOf(bps: number): number | null {
  if (!(bps >= 0 && bps < REACH_BPS)) return null;
  if (bps >= WIDTH_BPS) return HALVINGS + Math.floor(bps / WIDTH_BPS);
  let band = 0;
  while (bps >= BAND_EDGES[band + 1]!) band += 1;
  return band;
}
