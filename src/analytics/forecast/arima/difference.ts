import type { Orders } from './polynomial.ts';

/** y(t) − y(t − lag); shorter by `lag`. */
export const difference = (values: Float64Array, lag: number): Float64Array =>
  Float64Array.from({ length: values.length - lag }, (_, i) => values[i + lag]! - values[i]!);

/** Seasonal differences first, then plain ones. */
export function differenced(
  values: Float64Array,
  { d, seasonalD, period }: Pick<Orders, 'd' | 'seasonalD' | 'period'>,
): Float64Array {
  let out = values;
  for (let i = 0; i < seasonalD; i++) out = difference(out, period);
  for (let i = 0; i < d; i++) out = difference(out, 1);
  return out;
}

/** Integrates a path of differences from the end of its series. */
export function integrated(
  path: Float64Array,
  values: Float64Array,
  { d, seasonalD, period }: Pick<Orders, 'd' | 'seasonalD' | 'period'>,
): Float64Array {
  const levels = [values];
  for (let i = 0; i < seasonalD; i++) levels.push(difference(levels.at(-1)!, period));
  for (let i = 0; i < d; i++) levels.push(difference(levels.at(-1)!, 1));
  let out = path;
  for (let i = d + seasonalD - 1; i >= 0; i--) {
    const lag = i < seasonalD ? period : 1;
    const history = levels[i]!.subarray(levels[i]!.length - lag);
    const next = new Float64Array(out.length);
    for (let h = 0; h < out.length; h++) next[h] = out[h]! + (h < lag ? history[h]! : next[h - lag]!);
    out = next;
  }
  return out;
}
