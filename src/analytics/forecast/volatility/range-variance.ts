import { volatilityInput, volatilityTooShort } from './errors.ts';

export interface Bar {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** Throws a coded error on prices that aren't positive and finite, or lie outside their bar's range. */
export function checkBars(bars: readonly Bar[], atLeast: number): void {
  if (bars.length < atLeast) throw volatilityTooShort({ what: 'bars', length: bars.length, needed: atLeast });
  const index = bars.findIndex(
    ({ open, high, low, close }) => !(low > 0 && high < Infinity && low <= open && open <= high && low <= close && close <= high),
  );
  if (index >= 0) throw volatilityInput({ what: 'bars', problem: 'must have 0 < low <= open, close <= high', index });
}

const average = (bars: readonly Bar[], term: (bar: Bar) => number): number => {
  checkBars(bars, 1);
  return bars.reduce((sum, bar) => sum + term(bar), 0) / bars.length;
};

const sampleVariance = (values: readonly number[]): number => {
  const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
};

/** Variance per bar of close-to-close log returns, divided by n − 1. Needs three bars. */
export function closeVariance(bars: readonly Bar[]): number {
  checkBars(bars, 3);
  return sampleVariance(bars.slice(1).map(({ close }, i) => Math.log(close / bars[i]!.close)));
}

/** Parkinson 1980: mean of `ln(H/L)² / (4 ln 2)`, per bar; for a price without drift or gaps between bars. */
export const parkinsonVariance = (bars: readonly Bar[]): number =>
  average(bars, ({ high, low }) => Math.log(high / low) ** 2) / (4 * Math.LN2);

/** Garman & Klass 1980: mean of `½ ln(H/L)² − (2 ln 2 − 1) ln(C/O)²`, per bar; never negative. */
export const garmanKlassVariance = (bars: readonly Bar[]): number =>
  average(bars, ({ open, high, low, close }) => Math.log(high / low) ** 2 / 2 - (2 * Math.LN2 - 1) * Math.log(close / open) ** 2);

/** Rogers & Satchell 1991: mean of `ln(H/C) ln(H/O) + ln(L/C) ln(L/O)`, per bar; unbiased under drift too. */
export const rogersSatchellVariance = (bars: readonly Bar[]): number =>
  average(
    bars,
    ({ open, high, low, close }) => Math.log(high / close) * Math.log(high / open) + Math.log(low / close) * Math.log(low / open),
  );

/**
 * Yang & Zhang 2000, per bar, with gaps between bars: variance of the gaps + k · variance open to close + (1 − k) · Rogers–Satchell,
 * `k = 0.34 / (1.34 + (n+1)/(n−1))`. Only the close of the first bar is used, so n is one less than the number of bars. Needs three bars.
 */
export function yangZhangVariance(bars: readonly Bar[]): number {
  checkBars(bars, 3);
  const later = bars.slice(1);
  const n = later.length;
  const k = 0.34 / (1.34 + (n + 1) / (n - 1));
  const gaps = sampleVariance(later.map(({ open }, i) => Math.log(open / bars[i]!.close)));
  const days = sampleVariance(later.map(({ open, close }) => Math.log(close / open)));
  return gaps + k * days + (1 - k) * rogersSatchellVariance(later);
}
