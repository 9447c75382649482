import { pow10, type Levels } from '../../core/index.ts';
import { decimalText } from './numbers.ts';

const QUOTE = 34;
const COMMA = 44;
const POINT = 46;
const ZERO = 48;
const OPEN = 91;
const CLOSE = 93;
/** Numbers of this many digits are below 2^31. The engine computes with 32-bit integers several times faster than with floats. */
const INT32_DIGITS = 9;

export const NO_LEVELS: Levels = new Float64Array(0);

/** Lists are stored one after another in shared memory, because allocating memory for each would take longer than reading it. */
const SLAB = 4_096;
let slab = new Float64Array(SLAB);
/** Start of the last list in the slab, its length, and the index after it in its frame. */
let from = 0;
let count = 0;
let end = 0;

/** The numbers read by the last successful `scanLevels`; they are never overwritten. */
export function scannedLevels(): Levels {
  if (count === 0) return NO_LEVELS;
  const levels = slab.subarray(from, from + count);
  from += count;
  count = 0;
  return levels;
}

/** A longer number is left to the full parser, which bounds it. */
const MOST_DIGITS = 64;

/** The index after the closing bracket of the list read by the last successful `scanLevels`. */
export const levelsEnd = (): number => end;

/**
 * Reads `["price","size"],…]` from `start`, the index after the list's opening bracket, up to the closing bracket. Returns
 * false on any other format. The frame must end with a `}`, which no list contains, so that the loop always stops there. It is
 * one function with local variables, because this is the hottest loop.
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
      if (wholeDigits === 0 || digit !== QUOTE - ZERO || at - first > MOST_DIGITS) return false;
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

/** A new slab that begins with the numbers of the current list. The old slab lives as long as one of its lists is in use. */
function moved(length: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(Math.max(SLAB, 2 * length + 2));
  larger.set(slab.subarray(from, from + length));
  return (slab = larger);
}

const textOf = (bytes: Uint8Array, first: number, behind: number): string =>
  String.fromCharCode(...bytes.subarray(first, behind));

/** The result of `decimalText`; NaN if the digits together exceed 2^53. */
function exact(whole: number, part: number, decimals: number): number {
  const power = pow10(decimals);
  const mantissa = whole * power + part;
  return mantissa <= Number.MAX_SAFE_INTEGER ? mantissa / power : Number.NaN;
}
