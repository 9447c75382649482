import type { Levels, Refusal, TradeId } from '../../core/index.ts';
import { readLevels } from './levels.ts';
import type { LevelForm } from './levels.ts';
import { signedText } from './numbers.ts';
import type { NumberForm } from './numbers.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const SHOWN = 80;

/** A short, printable form of a value that came from outside. */
export const shown = (value: unknown): string => textOf(value).slice(0, SHOWN).replace(/\p{C}/gu, '?');

function textOf(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, SHOWN));
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return `${value as number | boolean | null | undefined}`;
}

const MAX_SYMBOL = 40;
const SYMBOL = /^[^\s\p{C}"\\]+$/u;

/** Without leading zeros, so that each number has one text. */
const WHOLE = /^(0|[1-9]\d{0,15})$/;
const TRADE_ID = /^[\x21-\x7e]{1,100}$/;

/** Venues do list symbols outside ASCII; blanks and control characters are never part of one. */
export const isSymbol = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= MAX_SYMBOL && SYMBOL.test(value);

/**
 * Reads the fields of one JSON object or row. The first missing or wrong field is stored in `problem`, and reading continues. A
 * message can thus be built in one expression and dropped if there was a problem.
 */
export class FieldReader {
  problem: Refusal | null = null;
  readonly #record: JsonObject;
  readonly #number: NumberForm;

  /** `record` may be a list; its fields are then named `0`, `1` … */
  constructor(record: JsonObject | readonly unknown[], number: NumberForm) {
    this.#record = record as JsonObject;
    this.#number = number;
  }

  has(name: string): boolean {
    return this.#record[name] !== undefined && this.#record[name] !== null;
  }

  symbol(name: string): string {
    const value = this.#record[name];
    return isSymbol(value) ? value : this.#fail('bad_symbol', name, '');
  }

  text(name: string): string {
    const value = this.#record[name];
    return typeof value === 'string' ? value : this.#fail('bad_field', name, '');
  }

  flag(name: string): boolean {
    const value = this.#record[name];
    return typeof value === 'boolean' ? value : this.#fail('bad_field', name, false);
  }

  oneOf<T extends string>(name: string, values: readonly T[]): T {
    const value = this.#record[name];
    return values.find((known) => known === value) ?? this.#fail('bad_field', name, values[0] as T);
  }

  /** An integer from 0 to 2^53 - 1, as a JSON number. */
  whole(name: string): number {
    const value = this.#record[name];
    return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : this.#fail('bad_number', name, 0);
  }

  /** An integer from 0 to 2^53 - 1, as decimal text. */
  wholeText(name: string): number {
    const value = this.#record[name];
    const number = typeof value === 'string' && WHOLE.test(value) ? Number(value) : Number.NaN;
    return Number.isSafeInteger(number) ? number : this.#fail('bad_number', name, 0);
  }

  /** The id of a trade as text: a number too long for a float64, a hash. */
  tradeId(name: string): TradeId {
    const value = this.#record[name];
    return typeof value === 'string' && TRADE_ID.test(value) ? value : this.#fail('bad_field', name, '');
  }

  /** The id of a trade that the venue writes as a whole number. */
  tradeNumber(name: string): TradeId {
    return String(this.whole(name));
  }

  /** Above 0: a price, or the size of a trade. */
  positive(name: string): number {
    const value = this.#number(this.#record[name]);
    return value > 0 && Number.isFinite(value) ? value : this.#fail('bad_number', name, 0);
  }

  /** 0 or above: the size of a level, a volume. */
  amount(name: string): number {
    const value = this.#number(this.#record[name]);
    return value >= 0 && Number.isFinite(value) ? value + 0 : this.#fail('bad_number', name, 0);
  }

  /** Any finite number, in the venue's number form or as signed decimal text. */
  signed(name: string): number {
    const value = this.#record[name];
    const number = typeof value === 'string' ? signedText(value) : this.#number(value);
    return Number.isFinite(number) ? number + 0 : this.#fail('bad_number', name, 0);
  }

  /** `read` returns microseconds, or NaN or null if the value is not a time. */
  time(name: string, read: (value: unknown) => number | null): number {
    const micros = read(this.#record[name]);
    return micros !== null && Number.isSafeInteger(micros) ? micros : this.#fail('bad_time', name, 0);
  }

  levels(name: string, form: LevelForm): Levels {
    const levels = readLevels(this.#record[name], form);
    return levels instanceof Float64Array
      ? levels
      : this.#fail(levels.reason, `${name}${levels.detail}`, new Float64Array(0), 'kept');
  }

  /** Records a problem that the reader can't detect itself. */
  refuse(reason: string, detail: string): void {
    this.problem ??= { reason, detail };
  }

  #fail<T>(reason: string, name: string, instead: T, detail: 'shown' | 'kept' = 'shown'): T {
    const value = this.#record[name];
    if (detail === 'kept') this.refuse(reason, name);
    else if (value === undefined) this.refuse('missing_field', name);
    else this.refuse(reason, `${name}: ${shown(value)}`);
    return instead;
  }
}
