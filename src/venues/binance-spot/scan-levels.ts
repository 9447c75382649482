import { pow10 } from '../../core/index.ts';
import { decimalText } from '../wire/numbers.ts';

const QUOTE = 34;
const COMMA = 44;
const POINT = 46;
const ZERO = 48;
const OPEN = 91;
const CLOSE = 93;
/** Any number of so many digits is below 2^31; the engine adds up 32-bit integers several times faster than floats. */
const INT32_DIGITS = 9;

/** Where the number of levels isn't known before they are read, they gather here; grows to the largest frame seen. */
let gathered = new Float64Array(1_024);
let count = 0;

/** The numbers of the last `scanLevels` that succeeded, as an array of their own. */
export const lastLevels = (): Float64Array => gathered.slice(0, count);

/**
 * Reads `["price","size"],…]` from `start`, just behind the opening bracket of the list, and returns the place behind its
 * closing one, or -1 when anything is not exactly so. One function over local variables: this is the hottest loop of all.
 */
export function scanLevels(text: string, start: number): number {
  let at = start;
  count = 0;
  if (text.charCodeAt(at) === CLOSE) return at + 1;
  while (text.charCodeAt(at) === OPEN) {
    at++;
    if (count + 2 > gathered.length) grow();
    for (let half = 0; half < 2; half++) {
      if (text.charCodeAt(at) !== QUOTE) return -1;
      const first = ++at;
      let whole = 0;
      let digit = text.charCodeAt(at) - ZERO;
      while (digit >= 0 && digit <= 9) {
        whole = (whole * 10 + digit) | 0;
        digit = text.charCodeAt(++at) - ZERO;
      }
      const wholeDigits = at - first;
      let part = 0;
      let decimals = 0;
      if (digit === POINT - ZERO) {
        const point = at;
        digit = text.charCodeAt(++at) - ZERO;
        while (digit >= 0 && digit <= 9) {
          part = (part * 10 + digit) | 0;
          digit = text.charCodeAt(++at) - ZERO;
        }
        decimals = at - point - 1;
        if (decimals === 0) return -1;
      }
      if (wholeDigits === 0 || digit !== QUOTE - ZERO) return -1;
      const short = wholeDigits <= INT32_DIGITS && decimals <= INT32_DIGITS ? exact(whole, part, decimals) : Number.NaN;
      const value = Number.isNaN(short) ? decimalText(text.slice(first, at)) : short;
      if (!(value < Infinity) || (half === 0 && value === 0)) return -1;
      gathered[count++] = value;
      at++;
      if (text.charCodeAt(at) !== (half === 0 ? COMMA : CLOSE)) return -1;
      at++;
    }
    const code = text.charCodeAt(at);
    if (code === CLOSE) return at + 1;
    if (code !== COMMA) return -1;
    at++;
  }
  return -1;
}

/** By the rule of `decimalText`; NaN where more digits come together than 2^53 holds. */
function exact(whole: number, part: number, decimals: number): number {
  const power = pow10(decimals);
  const mantissa = whole * power + part;
  return mantissa <= Number.MAX_SAFE_INTEGER ? mantissa / power : Number.NaN;
}

function grow(): void {
  const larger = new Float64Array(gathered.length * 2);
  larger.set(gathered);
  gathered = larger;
}
