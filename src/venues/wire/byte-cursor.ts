import { pow10, type Levels } from '../../core/index.ts';
import { NO_LEVELS, levelsEnd, scanLevels, scannedLevels } from './byte-levels.ts';

const QUOTE = 34;
const POINT = 46;
const ZERO = 48;
const NINE = 57;
const BACKSLASH = 92;
const UNDERSCORE = 95;
const BRACE = 125;
/** The last power of ten that float64 holds exactly. */
const MAX_EXACT_POWER = 22;
/** Size of a cache of symbol texts, by a hash of their bytes. A map looks up the same string object faster. */
const SYMBOLS_KEPT = 256;
const LONGEST_SYMBOL = 24;

/** ASCII text as bytes, for comparison with the bytes of a frame. */
export const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

const isDigit = (code: number): boolean => code >= ZERO && code <= NINE;
const isNameByte = (code: number): boolean => isDigit(code) || (code >= 65 && code <= 90) || code === UNDERSCORE;

/**
 * Reads the bytes of one JSON object from left to right. The first mismatch clears `fine`; values read after it are
 * meaningless. One cursor serves all frames, because they are read one after another.
 */
export class ByteCursor {
  fine = false;
  #bytes = Buffer.alloc(1 << 16);
  #at = 0;
  #end = 0;
  readonly #symbols: string[] = Array<string>(SYMBOLS_KEPT).fill('');

  /** Begins a frame. False if it has characters outside ASCII, or does not end with a brace, which ends every loop here. */
  open(frame: string): boolean {
    if (frame.length > this.#bytes.length) this.#bytes = Buffer.alloc(2 * frame.length);
    this.#at = 0;
    this.#end = this.#bytes.write(frame, 'utf8');
    this.fine = this.#end === frame.length && this.#end > 0 && this.#bytes[this.#end - 1] === BRACE;
    return this.fine;
  }

  /** Skips `part` if it comes next; returns whether it did. */
  skipsIf(part: Uint8Array): boolean {
    const bytes = this.#bytes;
    const start = this.#at;
    const { length } = part;
    if (start + length > this.#end) return false;
    for (let i = 0; i < length; i++) if (bytes[start + i] !== part[i]) return false;
    this.#at = start + length;
    return true;
  }

  expect(part: Uint8Array): void {
    if (!this.skipsIf(part)) this.fine = false;
  }

  finished(): boolean {
    return this.fine && this.#at === this.#end;
  }

  /** Skips text up to its closing quote; text with escapes or outside ASCII is left to the slow path. */
  text(): void {
    const bytes = this.#bytes;
    let at = this.#at;
    for (; at < this.#end; at++) {
      const code = bytes[at]!;
      if (code <= 32 || code >= 127 || code === QUOTE || code === BACKSLASH) break;
    }
    this.#at = at;
  }

  /** A symbol of capital letters, digits and underscores; any other is left to the slow path. */
  symbol(): string {
    const bytes = this.#bytes;
    const start = this.#at;
    let at = start;
    let hash = 0;
    while (isNameByte(bytes[at]!)) hash = (hash * 31 + bytes[at++]!) | 0;
    const length = at - start;
    this.#at = at;
    if (length === 0 || length > LONGEST_SYMBOL) this.fine = false;
    if (!this.fine) return '';
    const slot = hash & (SYMBOLS_KEPT - 1);
    const known = this.#symbols[slot]!;
    if (known.length === length && this.#stands(known, start)) return known;
    return (this.#symbols[slot] = bytes.toString('latin1', start, at));
  }

  /** A JSON integer, 0 to 2^53 - 1. */
  whole(): number {
    const bytes = this.#bytes;
    const start = this.#at;
    let at = start;
    let value = 0;
    while (isDigit(bytes[at]!)) value = value * 10 + (bytes[at++]! - ZERO);
    this.#at = at;
    const leadingZero = at - start > 1 && bytes[start] === ZERO;
    if (at === start || leadingZero || value > Number.MAX_SAFE_INTEGER) this.fine = false;
    return value;
  }

  /** A plain decimal, with the result of `decimalText`; longer numbers are left to the slow path. */
  decimal(): number {
    const bytes = this.#bytes;
    const start = this.#at;
    let at = start;
    let mantissa = 0;
    while (isDigit(bytes[at]!)) mantissa = mantissa * 10 + (bytes[at++]! - ZERO);
    if (at === start) this.fine = false;
    let decimals = 0;
    if (bytes[at] === POINT) {
      const point = at++;
      while (isDigit(bytes[at]!)) mantissa = mantissa * 10 + (bytes[at++]! - ZERO);
      decimals = at - point - 1;
      if (decimals === 0) this.fine = false;
    }
    this.#at = at;
    if (mantissa > Number.MAX_SAFE_INTEGER || decimals > MAX_EXACT_POWER) this.fine = false;
    return mantissa / pow10(decimals);
  }

  /** Reads a list of levels after its opening bracket: `["price","size"],…]`. */
  levels(): Levels {
    if (this.fine && scanLevels(this.#bytes, this.#at)) {
      this.#at = levelsEnd();
      return scannedLevels();
    }
    this.fine = false;
    return NO_LEVELS;
  }

  #stands(text: string, start: number): boolean {
    for (let i = 0; i < text.length; i++) if (this.#bytes[start + i] !== text.charCodeAt(i)) return false;
    return true;
  }
}
