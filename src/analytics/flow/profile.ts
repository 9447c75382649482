import type { PriceVolumes } from './volume-table.ts';

/** A price in quote currency, and the volume traded at it in base currency. */
export type PriceVolume = readonly [price: number, volume: number];

/**
 * How the value area grows from the point of control: `pairs` compares the two rows above with the two below and takes
 * the larger pair (CBOT, method A); `rows` compares one row with one.
 */
export type ValueAreaRule = 'pairs' | 'rows';

export interface ProfileOptions {
  /** Smallest price step, quote currency; null if unknown. */
  readonly tick: number | null;
  /** Default `pairs`. */
  readonly rule?: ValueAreaRule;
  /** Minimum share of the volume in the value area, 0–1. Default 0.7. */
  readonly share?: number;
}

/** A volume profile; prices in quote currency. */
export interface Profile {
  /** Point of control: the midpoint of the row with the most volume. */
  readonly poc: number;
  /** Highest and lowest price of the value area. */
  readonly vah: number;
  readonly val: number;
  /** Share of the volume inside [val, vah], 0–1. */
  readonly valueShare: number;
  /** Base currency. */
  readonly volume: number;
  /** Height of a row; 0 if there was only one price and the tick is unknown. */
  readonly binSize: number;
}

/** Maximum number of rows in a profile. */
const MAX_ROWS = 200;

/** Relative difference below which volumes count as equal, because it is rounding error. */
const EQUAL = 1e-12;

interface Rows {
  readonly volumes: Float64Array;
  readonly binSize: number;
  /** Lowest price, midpoint and highest price of row `i`. */
  readonly low: (i: number) => number;
  readonly middle: (i: number) => number;
  readonly high: (i: number) => number;
}

/** Removes the rounding error of `low + i × tick`, so that 100.3 stays 100.3. */
const tidy = (price: number): number => Number(price.toPrecision(14));

/** Rows of whole ticks, so that every row has the same number of prices: the fewest ticks that give at most `MAX_ROWS` rows. */
function rowsOfTicks({ prices, volumes: traded, count }: PriceVolumes, low: number, high: number, tick: number): Rows {
  const span = Math.round((high - low) / tick);
  const ticks = Math.max(1, Math.ceil(span / MAX_ROWS));
  const volumes = new Float64Array(Math.floor(span / ticks) + 1);
  for (let i = 0; i < count; i++) volumes[Math.floor(Math.round((prices[i]! - low) / tick) / ticks)]! += traded[i]!;
  const at = (step: number) => tidy(low + step * tick);
  return {
    volumes,
    binSize: tidy(ticks * tick),
    low: (i) => at(i * ticks),
    middle: (i) => at(i * ticks + (ticks - 1) / 2),
    high: (i) => at((i + 1) * ticks - 1),
  };
}

function rowsOfRange({ prices, volumes: traded, count }: PriceVolumes, low: number, high: number): Rows {
  const binSize = (high - low) / MAX_ROWS;
  const rows = binSize > 0 ? MAX_ROWS : 1;
  const volumes = new Float64Array(rows);
  for (let i = 0; i < count; i++)
    volumes[binSize > 0 ? Math.min(rows - 1, Math.floor((prices[i]! - low) / binSize)) : 0]! += traded[i]!;
  const at = (row: number) => tidy(low + row * binSize);
  return { volumes, binSize, low: at, middle: (i) => at(i + 0.5), high: (i) => at(i + 1) };
}

/** The row with the most volume; in a tie, the row nearest the midpoint of the range, then the lower. */
function pointOfControl(volumes: Float64Array): number {
  const middle = (volumes.length - 1) / 2;
  let best = 0;
  for (let i = 1; i < volumes.length; i++) {
    const ahead = volumes[i]! - volumes[best]!;
    const nearer = Math.abs(i - middle) < Math.abs(best - middle);
    if (ahead > EQUAL * volumes[best]! || (Math.abs(ahead) <= EQUAL * volumes[best]! && nearer)) best = i;
  }
  return best;
}

const sumOf = (volumes: Float64Array, from: number, to: number): number =>
  volumes.subarray(Math.max(0, from), Math.max(0, to)).reduce((sum, volume) => sum + volume, 0);

/** Grows [first, last] from the point of control until it has `wanted` volume; in a tie, towards the midpoint of the range. */
function valueArea(volumes: Float64Array, poc: number, wanted: number, step: 1 | 2) {
  const middle = (volumes.length - 1) / 2;
  let [first, last, held] = [poc, poc, volumes[poc]!];
  while (held < wanted * (1 - EQUAL) && (first > 0 || last < volumes.length - 1)) {
    const above = sumOf(volumes, last + 1, last + 1 + step);
    const below = sumOf(volumes, first - step, first);
    const gap = above - below;
    const even = Math.abs(gap) <= EQUAL * Math.max(above, below);
    const up = first === 0 || (last < volumes.length - 1 && (even ? last - middle < middle - first : gap > 0));
    if (up) last = Math.min(volumes.length - 1, last + step);
    else first = Math.max(0, first - step);
    held += up ? above : below;
  }
  return { first, last, held };
}

/**
 * Volume profile: point of control and the value area around it (CBOT / Linn, method A).
 * The row height is one tick, or 1/200 of the range rounded up to whole ticks if that is more; without a tick,
 * 1/200 of the range. val ≤ poc ≤ vah. Null without trades.
 */
export function volumeProfile(traded: Iterable<PriceVolume>, options: ProfileOptions): Profile | null {
  const levels = [...traded].filter(([, volume]) => volume > 0);
  return profileOfVolumes(
    {
      prices: Float64Array.from(levels, ([price]) => price),
      volumes: Float64Array.from(levels, ([, volume]) => volume),
      count: levels.length,
    },
    options,
  );
}

/** The same profile from volumes above 0 in any unit. */
export function profileOfVolumes(traded: PriceVolumes, options: ProfileOptions): Profile | null {
  const { tick, rule = 'pairs', share = 0.7 } = options;
  if (traded.count === 0) return null;
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < traded.count; i++) {
    low = Math.min(low, traded.prices[i]!);
    high = Math.max(high, traded.prices[i]!);
  }
  const rows = tick === null ? rowsOfRange(traded, low, high) : rowsOfTicks(traded, low, high, tick);
  const volume = sumOf(rows.volumes, 0, rows.volumes.length);
  const poc = pointOfControl(rows.volumes);
  const { first, last, held } = valueArea(rows.volumes, poc, share * volume, rule === 'pairs' ? 2 : 1);
  return {
    poc: rows.middle(poc),
    vah: rows.high(last),
    val: rows.low(first),
    valueShare: Math.min(1, held / volume),
    volume,
    binSize: rows.binSize,
  };
}
