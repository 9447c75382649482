import { pow10 } from '../../core/index.ts';
import type { Levels } from '../../core/index.ts';
import { lastLevels, scanLevels } from './scan-levels.ts';

const QUOTE = 34;
const POINT = 46;
const ZERO = 48;
const NINE = 57;
/** Longer slices are views that would keep the whole frame in memory. */
const LONGEST_COPIED = 12;
/** The last power of ten that float64 holds exactly. */
const MAX_EXACT_POWER = 22;
const NO_LEVELS: Levels = new Float64Array(0);

const isDigit = (code: number): boolean => code >= ZERO && code <= NINE;
const isLetter = (code: number): boolean => code >= 65 && code <= 90;

/** Walks over one frame. The first thing that isn't as expected clears `fine`, and what is read from then on means nothing. */
export class Cursor {
  fine = true;
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Steps over `part` if it comes next. */
  skipsIf(part: string): boolean {
    if (!this.#startsWith(part)) return false;
    this.#at += part.length;
    return true;
  }

  expect(part: string): void {
    if (this.#startsWith(part)) this.#at += part.length;
    else this.fine = false;
  }

  finished(): boolean {
    return this.fine && this.#at === this.#text.length;
  }

  /** Steps over a stream's name up to its closing quote; names are ASCII without escapes. */
  name(): void {
    let code = this.#text.charCodeAt(this.#at);
    while (code > 32 && code < 127 && code !== QUOTE && code !== 92) code = this.#text.charCodeAt(++this.#at);
  }

  symbol(): string {
    const start = this.#at;
    let code = this.#text.charCodeAt(start);
    while (isLetter(code) || isDigit(code)) code = this.#text.charCodeAt(++this.#at);
    const length = this.#at - start;
    if (length === 0 || length > LONGEST_COPIED) this.fine = false;
    return this.#text.slice(start, this.#at);
  }

  /** A JSON integer, 0 to 2^53 - 1. */
  whole(): number {
    const start = this.#at;
    let value = 0;
    let code = this.#text.charCodeAt(start);
    while (isDigit(code)) {
      value = value * 10 + (code - ZERO);
      code = this.#text.charCodeAt(++this.#at);
    }
    const length = this.#at - start;
    const leadingZero = length > 1 && this.#text.charCodeAt(start) === ZERO;
    if (length === 0 || leadingZero || value > Number.MAX_SAFE_INTEGER) this.fine = false;
    return value;
  }

  /** A plain decimal, by the rule of `decimalText`; one too long for it is left to the slow path. */
  decimal(): number {
    const text = this.#text;
    const start = this.#at;
    let at = start;
    let mantissa = 0;
    let code = text.charCodeAt(at);
    while (isDigit(code)) {
      mantissa = mantissa * 10 + (code - ZERO);
      code = text.charCodeAt(++at);
    }
    if (at === start) this.fine = false;
    let decimals = 0;
    if (code === POINT) {
      const point = at;
      code = text.charCodeAt(++at);
      while (isDigit(code)) {
        mantissa = mantissa * 10 + (code - ZERO);
        code = text.charCodeAt(++at);
      }
      decimals = at - point - 1;
      if (decimals === 0) this.fine = false;
    }
    this.#at = at;
    if (mantissa > Number.MAX_SAFE_INTEGER || decimals > MAX_EXACT_POWER) this.fine = false;
    return mantissa / pow10(decimals);
  }

  /** A list of levels behind its opening bracket. */
  levels(): Levels {
    const end = this.fine ? scanLevels(this.#text, this.#at) : -1;
    if (end < 0) this.fine = false;
    else this.#at = end;
    return end < 0 ? NO_LEVELS : lastLevels();
  }

  #startsWith(part: string): boolean {
    for (let i = 0; i < part.length; i++) if (this.#text.charCodeAt(this.#at + i) !== part.charCodeAt(i)) return false;
    return true;
  }
}
