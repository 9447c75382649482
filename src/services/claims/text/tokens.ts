import { receiptsIn } from '../../../core/index.ts';
import { readNumber, type NumberReading } from './number.ts';

/** A token of a text. Every character that looks like a digit is in a token that is not a `mark`. */
export type Token = Place &
  (
    | { readonly kind: 'word'; readonly word: string }
    | { readonly kind: 'number'; readonly reading: NumberReading; readonly sign: Sign; readonly currency: string | null }
    | { readonly kind: 'time'; readonly text: string }
    /** `{mid_price}` after a figure: the figure's field. */
    | { readonly kind: 'field'; readonly path: string }
    | { readonly kind: 'receipt'; readonly text: string }
    | { readonly kind: 'mark'; readonly mark: string }
    | { readonly kind: 'end'; readonly by: 'line' | 'stop' | 'question' }
  );

export interface Place {
  readonly start: number;
  readonly end: number;
}

/** `dash`: a dash that may be a minus or only a dash. */
export type Sign = 'none' | 'plus' | 'minus' | 'dash' | 'brackets';

const SPACE = /[ \u00a0\u2000-\u200a\u202f\u205f\u3000]/y;
const LINE = /\r?\n|[\r\u2028\u2029]/y;
const FIELD = /\{([a-z][\w.[\]=-]{0,120})\}/y;
const TIME =
  /(?:\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:\s?(?:Z|UTC\b)|[+-]\d{2}:?\d{2})?)?|\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:\s?(?:Z|UTC|[ap]m)\b)?)(?![\p{L}\p{N}]|:\d)/uy;
/** Letters, digits and the punctuation that joins them: separators only between digits, apostrophes only between letters. */
const RUN =
  /(?:[\p{L}\p{M}\p{N}\p{Cf}_µ]|(?<=[\p{N}\p{Cf}])[.,:'’\u00a0\u2009\u202f](?=[\p{N}\p{Cf}])|(?<=\p{N}[eE])[-+](?=\p{N})|(?<=\p{L})['’](?=\p{L}))+/uy;
/** A field's name as JSON writes it, dotted or not: best_bid.price, net_flow_30s. */
const KEY =
  /[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?:\.[a-z][a-z0-9_]*|\[\d{1,4}\])*(?![\p{L}\p{N}])|[a-z][a-z0-9]*(?:\.[a-z][a-z0-9_]+|\[\d{1,4}\])+(?![\p{L}\p{N}])/uy;
const LEADING_POINT = /\.\d+[\p{L}\p{M}\p{N}\p{Cf}_]*/uy;
const DIGIT = /\p{N}/u;
const CURRENCY = /\p{Sc}/u;
/** Characters that may precede a number without changing its meaning. */
const BEFORE = /[\s±([{"'`“”‘’*_|:=>~≈,;。、：（「¿¡]/u;
const AFTER = /[\s.,;:!?)\]}"'`“”‘’*_|%‰<{/。、，）」…—–-]/u;

const at = (pattern: RegExp, text: string, index: number): RegExpExecArray | null => {
  pattern.lastIndex = index;
  return pattern.exec(text);
};

/** Reads a text once from left to right. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const receipts = receiptsIn(text);
  let nextReceipt = 0;
  for (let index = 0; index < text.length;) {
    const receipt = receipts[nextReceipt];
    if (receipt?.start === index) {
      nextReceipt++;
      tokens.push({ kind: 'receipt', ...receipt });
      index = receipt.end;
      continue;
    }
    const token = tokenAt(text, index);
    if (token !== null) tokens.push(token);
    index = token?.end ?? index + 1;
  }
  return tokens;
}

function tokenAt(text: string, start: number): Token | null {
  if (at(SPACE, text, start) !== null) return null;
  const line = at(LINE, text, start);
  if (line !== null) return { kind: 'end', by: 'line', start, end: start + line[0].length };
  const field = at(FIELD, text, start);
  if (field !== null) return { kind: 'field', path: field[1] as string, start, end: start + field[0].length };
  const signed = numberAt(text, start);
  if (signed !== null) return signed;
  const key = at(KEY, text, start);
  if (key !== null) return { kind: 'word', word: key[0], start, end: start + key[0].length };
  const run = at(RUN, text, start);
  if (run !== null) return { kind: 'word', word: run[0], start, end: start + run[0].length };
  return markAt(text, start);
}

const STOPS = new Set(['.', '!', '。', '！', '…']);
const QUESTIONS = new Set(['?', '？']);

function markAt(text: string, start: number): Token {
  const mark = String.fromCodePoint(text.codePointAt(start) as number);
  const end = start + mark.length;
  const next = text[end];
  const closes = next === undefined || /[\s)\]"'”’*_]/u.test(next);
  if (STOPS.has(mark) && (closes || mark > '~')) return { kind: 'end', by: 'stop', start, end };
  if (QUESTIONS.has(mark)) return { kind: 'end', by: 'question', start, end };
  return { kind: 'mark', mark, start, end };
}

const SIGNS: Readonly<Record<string, Sign>> = { '-': 'minus', '−': 'minus', '–': 'dash', '＋': 'plus', '+': 'plus' };

/** A number with its sign and currency, or a time; null if none starts here. */
function numberAt(text: string, start: number): Token | null {
  const before = text[start - 1];
  // "88/100", of a score.
  const outOf = before === '/' && /^\d$/.test(text[start - 2] ?? '') && /^100(?![\d.,])/.test(text.slice(start, start + 4));
  const open = outOf || before === undefined || BEFORE.test(before) || /top-$/i.test(text.slice(Math.max(0, start - 4), start));
  let index = start;
  let sign: Sign = 'none';
  let currency: string | null = null;
  for (let part = 0; part < 2; part++) {
    const character = text[index] ?? '';
    if (sign === 'none' && character in SIGNS) sign = SIGNS[character] as Sign;
    else if (currency === null && CURRENCY.test(character)) currency = character;
    else break;
    index++;
  }
  if (index > start && !open) return null;
  const first = text[index] ?? '';
  if (first === '.' ? !/\d/.test(text[index + 1] ?? '') : !DIGIT.test(codePoint(text, index))) return null;
  if (index === start && first !== '.') {
    const time = at(TIME, text, start);
    if (time !== null && open) return { kind: 'time', text: time[0], start, end: start + time[0].length };
  }
  if (first === '.' && index === start && !open) return null;
  const run = at(first === '.' ? LEADING_POINT : RUN, text, index)?.[0] ?? first;
  const end = index + run.length;
  const next = codePoint(text, end);
  // A number that touches anything else may be part of it: an address, a product, an escape.
  const minus = /^[-–−](?!\p{L})/u.test(text.slice(end, end + 3));
  const apart = open && !minus && (next === '' || AFTER.test(next) || CURRENCY.test(next));
  const reading: NumberReading = apart
    ? readNumber(run)
    : { kind: 'unreadable', why: 'other characters touch the number; put spaces around it' };
  return { kind: 'number', reading, sign: bracketed(text, start, end, sign), currency, start, end };
}

const codePoint = (text: string, index: number): string => {
  const code = text.codePointAt(index);
  return code === undefined ? '' : String.fromCodePoint(code);
};

/** "(0.575)" is a negative number to an accountant and a remark to others. */
const bracketed = (text: string, start: number, end: number, sign: Sign): Sign =>
  sign === 'none' && text[start - 1] === '(' && /^(?:\s?[%A-Za-z]{0,5})?\)/.test(text.slice(end, end + 8)) ? 'brackets' : sign;
