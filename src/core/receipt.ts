import { createHash } from 'node:crypto';
import { EVIDENCE_PATTERN, formatEvidence, parseEvidence, parseLogPoint, type Evidence } from './evidence.ts';

/**
 * A receipt says which question was answered, on which evidence, by which build, and what the answer was. It is self-contained
 * text: only the evidence has to be stored.
 *
 *     tf2:get_report:BTCUSDT@binance-spot:l482910.3-104857+2341:941276:330518264907
 *
 * form, operation, arguments, evidence (`evidence.ts`), mark of the formulas and versions behind the answer, and a digest over
 * all of these and the answer. The older form `tf1` has a log position without the log's identity, and one mark for all formulas.
 */
export interface Receipt {
  readonly operation: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly evidence: Evidence;
  /** Identifies the formulas, fields, defaults and versions behind the answer. */
  readonly mark: string;
  readonly digest: string;
  /** The text before the digest, as it was written. */
  readonly head: string;
}

/** The parts that a receipt seals, besides the answer. */
export type ReceiptSubject = Pick<Receipt, 'operation' | 'args' | 'evidence' | 'mark'>;

const ASKED = String.raw`([a-z][a-z0-9_]{2,47}):([\w.@/%;=,~-]{1,200})`;
const RECEIPT = new RegExp(`^(tf2:${ASKED}:(${EVIDENCE_PATTERN}):(\\d{6}(?:\\.\\d{1,4}){0,40})):(\\d{12})$`);
const FIRST_FORM = new RegExp(String.raw`^(tf1:${ASKED}:(\d{1,9}-\d{1,15}\+\d{1,15}):([0-9a-f]{4})):([0-9a-hjkmnp-tv-z]{8})$`);
const NEWEST_FORM = 2;
/** Matches any text meant as a receipt, so that a damaged one is reported and not mistaken for prose. */
const MEANT = /\btf\d{1,4}:[^\s"'`<>()[\]{}]+/g;
const FORM = /^tf(\d{1,4}):/;
const TRAILING = /[.,;:!?]+$/;

/** Whether a text was meant as a receipt, of any form. */
export const looksLikeReceipt = (text: string): boolean => FORM.test(text);

/** The form of a receipt that this build is too old for, such as `tf3`; null for any other text. */
export function newerForm(text: string): string | null {
  const form = Number(FORM.exec(text)?.[1] ?? 0);
  return form > NEWEST_FORM ? `tf${form}` : null;
}

/** Parses a receipt of either form; null if the text is not a receipt. */
export function parseReceipt(text: string): Receipt | null {
  const first = FIRST_FORM.exec(text);
  const found = first ?? RECEIPT.exec(text);
  if (found === null) return null;
  const [, head = '', operation = '', words = '', place = '', mark = '', digest = ''] = found;
  const args = parseArgs(words);
  const evidence = first === null ? parseEvidence(place) : onePoint(place);
  return args === null || evidence === null ? null : { operation, args, evidence, mark, digest, head };
}

function onePoint(text: string): Evidence | null {
  const point = parseLogPoint(text, null);
  return point && { kind: 'log', points: [point] };
}

/** All receipts in a text, malformed ones included, in order, with their positions. */
export function receiptsIn(text: string): readonly { readonly text: string; readonly start: number; readonly end: number }[] {
  return Array.from(text.matchAll(MEANT), ({ 0: found, index }) => {
    const receipt = found.replace(TRAILING, '');
    return { text: receipt, start: index, end: index + receipt.length };
  });
}

/** Creates the receipt of an answer. The answer's own `receipt` field is not part of it. */
export function sealReceipt(
  { operation, args, evidence, mark }: ReceiptSubject,
  answer: Readonly<Record<string, unknown>>,
): string {
  const head = `tf2:${operation}:${formatArgs(args)}:${formatEvidence(evidence)}:${mark}`;
  return `${head}:${digestOf(head, answer)}`;
}

/** The digest of a receipt with this head and this answer. */
export function digestOf(head: string, answer: Readonly<Record<string, unknown>>): string {
  const { receipt: _, ...covered } = answer;
  const text = `${head}\n${canonicalJson(covered)}`;
  return head.startsWith('tf1:') ? base32(createHash('sha256').update(text).digest()) : shortHash(text, DIGEST_DIGITS);
}

const DIGEST_DIGITS = 12;
const HASH_BYTES = 6;
/** Digests of the form `tf1` have eight Crockford base-32 digits. */
const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';
const CROCKFORD_LENGTH = 8;

const base32 = (hash: Buffer): string =>
  Array.from(
    { length: CROCKFORD_LENGTH },
    (_, i) => CROCKFORD[(hash.readUIntBE(0, 5) / 32 ** (CROCKFORD_LENGTH - 1 - i)) & 31],
  ).join('');

/**
 * A text's SHA-256 (its first six bytes) as a decimal number, cut to its last `digits` digits, at most 14. For a language
 * model, digits cost a third of what letters cost.
 */
export function shortHash(text: string, digits: number): string {
  const hash = createHash('sha256').update(text).digest();
  return String(hash.readUIntBE(0, HASH_BYTES) % 10 ** digits).padStart(digits, '0');
}

/** JSON with sorted keys, so that equal answers give equal text. */
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

/** `symbol@venue`, then the other arguments as `name=value`; `-` if there are none. */
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
    return null; // not an encoding that `formatValue` writes
  }
}
