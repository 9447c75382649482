import { VENUE_NAMES } from '../generated/venue-names.ts';

const formats = new Map<string, Intl.NumberFormat>();

/** Numbers have one form in every browser language, because people copy figures to one another. */
function written(value: number, options: Intl.NumberFormatOptions): string {
  const key = JSON.stringify(options);
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat('en-US', options);
    formats.set(key, format);
  }
  // A true minus sign, not a hyphen.
  return format.format(value).replace('-', '−');
}

/** Digits after the point that a step needs: 0.05 → 2. Null: step unknown; the value's own digits are shown, up to 8. */
export function decimalsOf(step: number | null): number | null {
  if (step === null) return null;
  for (let digits = 0; digits <= 10; digits++)
    if (Math.abs(step * 10 ** digits - Math.round(step * 10 ** digits)) < 1e-9) return digits;
  return 10;
}

export const fixed = (value: number, digits: number): string =>
  written(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** The exact value, to the 15 significant digits of a float64; more would be noise. */
export const exact = (value: number): string => String(Number(value.toPrecision(15))).replaceAll('-', '−');

/** A price, to the instrument's step. */
export const price = (value: number, decimals: number | null): string =>
  decimals === null ? written(value, { maximumFractionDigits: 8 }) : fixed(value, decimals);

/** A mid, with a half step if bid and ask are an odd number of steps apart. */
export const midPrice = (value: number, decimals: number | null): string => price(value, decimals === null ? null : decimals + 1);

/** A size: four significant digits, or whole with separators. */
export function size(value: number): string {
  if (value === 0) return '0';
  if (Math.abs(value) >= 10_000) return written(value, { maximumFractionDigits: 0 });
  return written(value, { minimumSignificantDigits: 2, maximumSignificantDigits: 4 });
}

/** With its sign, also when positive. A value that is written as zero has none. */
export function signed(value: number, write: (value: number) => string = size): string {
  const text = write(value);
  if (!/[1-9]/.test(text)) return text.replace('−', '');
  return value > 0 ? `+${text}` : text;
}

/** Colour of a signed value: that of its sign; none if it is written as zero. */
export const toneOf = (value: number | null, write: (value: number) => string = size): 'buy' | 'sell' | undefined =>
  value === null || !/[1-9]/.test(write(value)) ? undefined : value > 0 ? 'buy' : 'sell';

/** Basis points, three significant digits. */
export const bps = (value: number): string => written(value, { minimumSignificantDigits: 2, maximumSignificantDigits: 3 });

export const percent = (value: number): string => `${signed(value, (number) => fixed(number, 2))} %`;

/** A share −1…1 to three digits. */
export const share = (value: number): string => fixed(value, 3);

/** A share 0…1 of a whole, in per cent. */
export const ofWhole = (value: number): string => `${fixed(value * 100, 1)} %`;

/** An amount of money in short: 1.24 M. */
export const money = (value: number): string => written(value, { notation: 'compact', maximumSignificantDigits: 3 });

/** Two units, such as "30 min 5 s"; the second is omitted if it is 0. */
const twoUnits = (first: string, second: number, unit: string): string => (second === 0 ? first : `${first} ${second} ${unit}`);

/** How long ago, in the most readable unit. */
export function age(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < 3_600_000) return twoUnits(`${Math.floor(ms / 60_000)} min`, Math.floor((ms % 60_000) / 1_000), 's');
  return twoUnits(`${Math.floor(ms / 3_600_000)} h`, Math.floor((ms % 3_600_000) / 60_000), 'min');
}

/** Seconds as a trader names a window. */
export const span = (seconds: number): string => (seconds < 60 ? `${seconds} s` : `${seconds / 60} min`);

/** The time of day, UTC. */
export const clock = (ms: number): string => new Date(ms).toISOString().slice(11, 19);

/** A venue as people call it. */
export const venueName = (id: string): string => VENUE_NAMES[id] ?? id;
