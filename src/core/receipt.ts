import { createHash } from 'node:crypto';

/**
 * A receipt says which question was answered, at which place of the raw log, by which formulas, and what the answer was.
 * It is text that stands alone: nothing has to be kept for it but the log.
 *
 *     tf1:get_report:BTCUSDT@binance-spot:3-104857+2341:9c41:k3m9q2wd
 *
 * operation, arguments, session-sequence of the last input taken, µs from the latest input's time to the answer's,
 * versions of the formulas, and a digest over all of these and the answer.
 */
export interface Receipt {
  readonly operation: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly at: LogPoint;
  /** Four hex digits that stand for the versions of all formulas. */
  readonly formulas: string;
  readonly digest: string;
}

/** A moment of a run: the last input that the raw log has before it, and µs since the latest time any input had. */
export interface LogPoint {
  readonly session: number;
  readonly seq: number;
  readonly afterUs: number;
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const DIGEST = '[0-9a-hjkmnp-tv-z]{8}';
const HEAD = String.raw`tf1:([a-z][a-z0-9_]{2,47}):([\w.@/%;=,~-]{1,200}):(\d{1,9})-(\d{1,15})\+(\d{1,15}):([0-9a-f]{4})`;
const RECEIPT = new RegExp(`^${HEAD}:(${DIGEST})$`);
/** Whatever was meant as one, so that a mangled receipt is seen and not taken for prose. */
const MEANT = /\btf1:[^\s"'`<>()[\]{}]+/g;
const TRAILING = /[.,;:!?]+$/;

export const formatLogPoint = ({ session, seq, afterUs }: LogPoint): string => `${session}-${seq}+${afterUs}`;

const POINT = /^(\d{1,9})-(\d{1,15})\+(\d{1,15})$/;

/** The place in the log that a receipt, or the place alone, names; null when it is neither. */
export function logPointOf(text: string): LogPoint | null {
  const receipt = parseReceipt(text);
  if (receipt !== null) return receipt.at;
  const found = POINT.exec(text);
  return found && { session: Number(found[1]), seq: Number(found[2]), afterUs: Number(found[3]) };
}

/** Reads a receipt; null when the text is none. */
export function parseReceipt(text: string): Receipt | null {
  const found = RECEIPT.exec(text);
  if (found === null) return null;
  const [, operation = '', words = '', session, seq, afterUs, formulas = '', digest = ''] = found;
  const args = parseArgs(words);
  if (args === null) return null;
  return {
    operation,
    args,
    at: { session: Number(session), seq: Number(seq), afterUs: Number(afterUs) },
    formulas,
    digest,
  };
}

/** Everything in a text that was meant as a receipt, in order, with where it stands. */
export function receiptsIn(text: string): readonly { readonly text: string; readonly start: number; readonly end: number }[] {
  return Array.from(text.matchAll(MEANT), ({ 0: found, index }) => {
    const receipt = found.replace(TRAILING, '');
    return { text: receipt, start: index, end: index + receipt.length };
  });
}

/** Makes the receipt of an answer. The answer's own `receipt` field is not part of it. */
export function sealReceipt(question: Omit<Receipt, 'digest'>, answer: Readonly<Record<string, unknown>>): string {
  const head = `tf1:${question.operation}:${formatArgs(question.args)}:${formatLogPoint(question.at)}:${question.formulas}`;
  const { receipt: _, ...told } = answer;
  const hash = createHash('sha256').update(`${head}\n`).update(canonicalJson(told)).digest();
  return `${head}:${base32(hash)}`;
}

/** Crockford's digits: none looks like another. */
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';
const DIGEST_DIGITS = 8;

const base32 = (hash: Buffer): string =>
  Array.from({ length: DIGEST_DIGITS }, (_, i) => DIGITS[(hash.readUIntBE(0, 5) / 32 ** (DIGEST_DIGITS - 1 - i)) & 31]).join('');

/** JSON with its keys in order, so that equal answers are equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const record = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(record).filter((key) => record[key] !== undefined);
  return `{${keys
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(record[key])}`)
    .join(',')}}`;
}

const PLAIN = /^[A-Za-z][\w./-]*$/;
const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/;

const formatValue = (value: unknown): string =>
  typeof value === 'string' && PLAIN.test(value) ? value : encodeURIComponent(canonicalJson(value)).replace(/[!'()*]/g, hex);

const hex = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

/** `symbol@venue`, then the others as `name=value`; `-` when there are none. */
function formatArgs({ symbol, venue, ...others }: Receipt['args']): string {
  const subject = symbol === undefined ? [] : [formatValue(symbol) + (venue === undefined ? '' : `@${formatValue(venue)}`)];
  const named = symbol === undefined && venue !== undefined ? { venue, ...others } : others;
  const rest = Object.keys(named).toSorted();
  const words = [...subject, ...rest.map((name) => `${name}=${formatValue(named[name as keyof typeof named])}`)];
  return words.length === 0 ? '-' : words.join(';');
}

function parseValue(text: string): unknown {
  if (PLAIN.test(text)) return text;
  if (NUMBER.test(text)) return Number(text);
  return JSON.parse(decodeURIComponent(text)) as unknown;
}

function parseArgs(words: string): Receipt['args'] | null {
  if (words === '-') return {};
  const args: Record<string, unknown> = {};
  try {
    for (const word of words.split(';')) {
      const equals = word.indexOf('=');
      if (equals > 0) args[word.slice(0, equals)] = parseValue(word.slice(equals + 1));
      else {
        const [symbol = '', venue] = word.split('@');
        args['symbol'] = parseValue(symbol);
        if (venue !== undefined) args['venue'] = parseValue(venue);
      }
    }
    return args;
  } catch {
    return null; // no encoding that we write
  }
}
