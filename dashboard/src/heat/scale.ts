import { SIZE_UNKNOWN, type Column } from '../data/columns.ts';
import { rgbOf } from '../look/contrast.ts';
import type { Theme } from '../look/theme.ts';

/** Codes are grouped in bins of 64: finer than the eye can distinguish, but few enough to count and to store a colour for each. */
const BIN_BITS = 6;
const BINS = 65_536 >> BIN_BITS;
const LOW_SHARE = 0.15;
const HIGH_SHARE = 0.98;

/** Codes at the two ends of the colour scale. */
export interface Contrast {
  readonly low: number;
  readonly high: number;
}

/** From the 15th to the 98th percentile of the stored sizes, so that neither tiny sizes nor a single huge one decide the contrast. */
export function contrastOf(columns: readonly Column[]): Contrast {
  const counts = new Uint32Array(BINS);
  let total = 0;
  for (const { rows } of columns)
    for (const code of rows) {
      if (code === 0 || code === SIZE_UNKNOWN) continue;
      counts[code >> BIN_BITS] = (counts[code >> BIN_BITS] ?? 0) + 1;
      total++;
    }
  const at = (share: number): number => {
    let below = 0;
    for (let bin = 0; bin < BINS; bin++) {
      below += counts[bin] ?? 0;
      if (below >= share * total) return bin << BIN_BITS;
    }
    return 65_534;
  };
  if (total === 0) return { low: 1, high: 65_534 };
  const [low, high] = [at(LOW_SHARE), at(HIGH_SHARE)];
  return { low, high: Math.max(high, low + (1 << BIN_BITS)) };
}

/** Whether two contrasts differ enough to repaint everything. */
export function differs(a: Contrast, b: Contrast): boolean {
  const width = a.high - a.low;
  return Math.abs(a.low - b.low) > width * 0.12 || Math.abs(a.high - b.high) > width * 0.12;
}

const packed = ([red, green, blue]: readonly [number, number, number]): number =>
  ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;

/** The colour at a share 0–1 of the scale. */
export function heatColour({ heat }: Theme, share: number): readonly [number, number, number] {
  const place = Math.min(1, Math.max(0, share)) * (heat.length - 1);
  const at = Math.min(heat.length - 2, Math.floor(place));
  const [from, to] = [rgbOf(heat[at] ?? '#000000'), rgbOf(heat[at + 1] ?? '#000000')];
  const part = place - at;
  const mix = (i: 0 | 1 | 2) => Math.round(from[i] + (to[i] - from[i]) * part);
  return [mix(0), mix(1), mix(2)];
}

/** A colour for each bin of codes, packed like canvas pixels; read by `inkOf`. */
export function inkTable(theme: Theme, { low, high }: Contrast): Uint32Array {
  return Uint32Array.from({ length: BINS }, (_, bin) => packed(heatColour(theme, ((bin << BIN_BITS) - low) / (high - low))));
}

export interface Inks {
  readonly table: Uint32Array;
  readonly empty: number;
  readonly unknown: number;
}

export const inksOf = (theme: Theme, contrast: Contrast): Inks => ({
  table: inkTable(theme, contrast),
  empty: packed(rgbOf(theme.heatEmpty)),
  unknown: packed(rgbOf(theme.heatUnknown)),
});

export const inkOf = ({ table, empty, unknown }: Inks, code: number): number =>
  code === 0 ? empty : code === SIZE_UNKNOWN ? unknown : (table[code >> BIN_BITS] ?? empty);
