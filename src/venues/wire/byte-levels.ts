import { pow10, type Levels } from '../../core/index.ts';
import { decimalText } from './numbers.ts';

const QUOTE = 34;
const COMMA = 44;
const POINT = 46;
const ZERO = 48;
const OPEN = 91;
const CLOSE = 93;
/** Any number of so many digits is below 2^31; the engine adds up 32-bit integers several times faster than floats. */
const INT32_DIGITS = 9;

export const NO_LEVELS: Levels = new Float64Array(0);

/** Lists stand one behind the other in shared memory, because memory of its own for each takes longer than reading it. */
const SLAB = 4_096;
let slab = new Float64Array(SLAB);
/** Where the last list begins, its length, and the place behind it in its frame. */
let from = 0;
let count = 0;
let end = 0;

/** The numbers of the last `scanLevels` that succeeded; nothing is written to them later. */
export function scannedLevels(): Levels {
  if (count === 0) return NO_LEVELS;
  const levels = slab.subarray(from, from + count);
  from += count;
  count = 0;
  return levels;
}

/** The place behind the closing bracket of the last `scanLevels` that succeeded. */
export const levelsEnd = (): number => end;

/**
 * Reads `["price","size"],…]` from `start`, just behind the opening bracket of the list, up to its closing one; false where
 * anything is not exactly so. The frame must end with a `}`, which no list contains: the loop stops there at the latest.
 * One function over local variables: this is the hottest loop of all.
 */
export function scanLevels(bytes: Uint8Array, start: number): boolean {
  let at = start;
  let target = slab;
  let next = from;
  if (bytes[at] === CLOSE) return done(0, at + 1);
  while (bytes[at] === OPEN) {
    at++;
    if (next + 2 > target.length) {
      target = moved(next - from);
      next -= from;
      from = 0;
    }
    for (let half = 0; half < 2; half++) {
      if (bytes[at] !== QUOTE) return false;
      const first = ++at;
      let whole = 0;
      let digit = bytes[at]! - ZERO;
      while (digit >= 0 && digit <= 9) {
        whole = (whole * 10 + digit) | 0;
        digit = bytes[++at]! - ZERO;
      }
      const wholeDigits = at - first;
      let part = 0;
      let decimals = 0;
      if (digit === POINT - ZERO) {
        const point = at;
        digit = bytes[++at]! - ZERO;
        while (digit >= 0 && digit <= 9) {
          part = (part * 10 + digit) | 0;
          digit = bytes[++at]! - ZERO;
        }
        decimals = at - point - 1;
        if (decimals === 0) return false;
      }
      if (wholeDigits === 0 || digit !== QUOTE - ZERO) return false;
      const short = wholeDigits <= INT32_DIGITS && decimals <= INT32_DIGITS ? exact(whole, part, decimals) : Number.NaN;
      const value = Number.isNaN(short) ? decimalText(textOf(bytes, first, at)) : short;
      if (!(value < Infinity) || (half === 0 && value === 0)) return false;
      target[next++] = value;
      at++;
      if (bytes[at] !== (half === 0 ? COMMA : CLOSE)) return false;
      at++;
    }
    const code = bytes[at];
    if (code === CLOSE) return done(next - from, at + 1);
    if (code !== COMMA) return false;
    at++;
  }
  return false;
}

function done(length: number, behind: number): true {
  count = length;
  end = behind;
  return true;
}

/** A new slab that begins with the numbers of the list under way; the old one belongs to those who hold its lists. */
function moved(length: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(Math.max(SLAB, 2 * length + 2));
  larger.set(slab.subarray(from, from + length));
  return (slab = larger);
}

const textOf = (bytes: Uint8Array, first: number, behind: number): string =>
  String.fromCharCode(...bytes.subarray(first, behind));

/** By the rule of `decimalText`; NaN where more digits come together than 2^53 holds. */
function exact(whole: number, part: number, decimals: number): number {
  const power = pow10(decimals);
  const mantissa = whole * power + part;
  return mantissa <= Number.MAX_SAFE_INTEGER ? mantissa / power : Number.NaN;
}
