/** Unit of a value. `share` ranges from 0 to 1, `score` from 0 to 100. */
export type Unit =
  | 'quote'
  | 'base'
  | 'bps'
  | 'percent'
  | 'share'
  | 'count'
  | 'per_second'
  | 'ms'
  | 'seconds'
  | 'bytes'
  | 'score'
  | 'none';

/** The unit that a text states for a figure; an asset by its ticker. */
export type StatedUnit =
  | { readonly kind: 'bps' | 'percent' | 'per_second' | 'ms' | 'seconds' | 'bytes' | 'points' | 'count' }
  | { readonly kind: 'asset'; readonly asset: string };

/** Factor from a stated unit to a field's unit; null if there is no conversion. */
export function factorTo(stated: StatedUnit, unit: Unit, factor: number): number | null {
  const scale = (by: number): number => factor * by;
  switch (stated.kind) {
    case 'percent':
      return unit === 'percent' ? scale(1) : unit === 'bps' ? scale(100) : unit === 'share' ? scale(0.01) : null;
    case 'bps':
      return unit === 'bps' ? scale(1) : unit === 'percent' ? scale(0.01) : unit === 'share' ? scale(1e-4) : null;
    case 'ms':
      return unit === 'ms' ? scale(1) : unit === 'seconds' ? scale(1e-3) : null;
    case 'seconds':
      return unit === 'seconds' ? scale(1) : unit === 'ms' ? scale(1_000) : null;
    case 'per_second':
      return unit === 'per_second' ? scale(1) : null;
    case 'points':
      return unit === 'score' ? scale(1) : null;
    case 'bytes':
      return unit === 'bytes' ? scale(1) : null;
    case 'count':
      return unit === 'count' ? scale(1) : null;
    case 'asset':
      return null; // judged by the market's own assets
  }
}

/** Lengths of time in seconds. */
export const TIME_UNITS: Readonly<Record<string, number>> = {
  ms: 0.001,
  millisecond: 0.001,
  milliseconds: 0.001,
  millis: 0.001,
  s: 1,
  sec: 1,
  secs: 1,
  second: 1,
  seconds: 1,
  m: 60,
  min: 60,
  mins: 60,
  minute: 60,
  minutes: 60,
  h: 3_600,
  hr: 3_600,
  hrs: 3_600,
  hour: 3_600,
  hours: 3_600,
  d: 86_400,
  day: 86_400,
  days: 86_400,
};

export const timeUnit = (word: string): number | null => (Object.hasOwn(TIME_UNITS, word) ? (TIME_UNITS[word] as number) : null);
