import { canonical } from '../terms/canonical.ts';
import { NAME_WORDS } from '../terms/index.ts';
import type { Piece } from '../text/reading.ts';
import { DENIALS, DOWN, UP } from '../text/words.ts';
import type { Proven } from './proven.ts';
import { isInstrument, isNamed } from './subject.ts';

export const wordsOf = (pieces: readonly Piece[]): string[] =>
  pieces.flatMap((piece) => (piece.kind === 'word' ? [piece.word] : []));

/** Labels of receipts, and requests that go with them. */
export const LABELS = new Set('receipt receipts proof source sources ref reference evidence see check verify please'.split(' '));

export const denialIn = (pieces: readonly Piece[], allowed: ReadonlySet<string> = new Set()): string | null =>
  wordsOf(pieces).find((word) => DENIALS.has(word) && !allowed.has(word) && !UP.has(word) && !DOWN.has(word)) ?? null;

/** Words of headings without figures: "Order book, Binance". */
const HEADINGS = new Set(
  'book flow liquidity trades candles report summary market health data depth profile snapshot update'.split(' '),
);
const BETWEEN = new Set(['of', 'for', 'on', 'and']);
/** Punctuation of prose, Markdown and JSON, which has no meaning of its own. */
const TYPOGRAPHY = new Set(Array.from('.,:;\'"`*_#|()[]{}-–—•·>…/“”‘’\t\\，；：、（）「」→'));
/** "order" is part of a heading only before "book" or "flow"; alone it is advice. */
const ORDERED = new Set(['book', 'flow']);

/**
 * Whether a line without a figure claims something. It claims nothing as a receipt's label ("Receipt: [...]") or as a heading
 * without a verb. Names of fields are also allowed over the columns of a table and in a question.
 */
export function saysSomething(pieces: readonly Piece[], where: 'line' | 'table or question'): boolean {
  const marks = pieces.flatMap((piece) => (piece.kind === 'mark' ? [piece.mark] : []));
  // "≠ {…}"; a line of "=" only underlines a heading.
  if (marks.some((mark) => !TYPOGRAPHY.has(mark)) && !(marks.length === pieces.length && marks.every((mark) => mark === '=')))
    return true;
  const words = wordsOf(pieces);
  // A venue is not the source of a simulated answer.
  if (words.some((word) => word.startsWith('source')) && pieces.some((piece) => piece.kind === 'market' && piece.venue !== null))
    return true;
  const cites = pieces.some(({ kind }) => kind === 'receipt');
  // "Source: trades"
  const colon = pieces.findIndex((piece) => piece.kind === 'mark' && piece.mark === ':');
  if (where === 'line' && colon > 0 && wordsOf(pieces.slice(colon)).length > 0) return true;
  if (words.every((word) => LABELS.has(word))) return words.length > 1 && !cites;
  return words.some((word, index) => {
    if (where === 'table or question' && (NAME_WORDS.has(canonical(word)) || LABELS.has(word))) return false;
    if (word === 'order') return !ORDERED.has(words[index + 1] ?? '');
    return !HEADINGS.has(word) && !BETWEEN.has(word);
  });
}

/** "ETHUSDT: [receipt of BTCUSDT]": whether a line names markets and cites an answer about another one. */
export function citesAnother(pieces: readonly Piece[], proven: readonly Proven[]): boolean {
  const named = pieces.flatMap((piece) => (piece.kind === 'market' && isInstrument(piece) ? [piece] : []));
  if (named.length === 0) return false;
  const cited = proven.filter(({ receipt }) => pieces.some((piece) => piece.kind === 'receipt' && piece.receipt === receipt));
  return cited.some(({ markets }) => !named.every((name) => markets.some((market) => isNamed(name, market))));
}
