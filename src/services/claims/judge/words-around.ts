import { canonical } from '../terms/canonical.ts';
import { NAME_WORDS } from '../terms/index.ts';
import { JOINING_WORDS } from '../text/clauses.ts';
import { HARMLESS, NOT_OF_TRADERS, TRADERS, TURNING_PAIRS } from '../text/harmless.ts';
import type { Piece } from '../text/reading.ts';
import { DOWN, TAINT, UP } from '../text/words.ts';
import { isDroppable, OF_ORDERS } from './bind.ts';

export const wordsOf = (pieces: readonly Piece[]): string[] =>
  pieces.flatMap((piece) => (piece.kind === 'word' ? [piece.word] : []));

/** What people call a receipt, and ask for with it. */
export const LABELS = new Set(
  'receipt receipts proof source sources ref reference evidence see check verify please this these the a and is it of for my here prove'.split(
    ' ',
  ),
);

/** A word that is neither harmless nor in any field's name, or not where it stands; it may say anything. */
export function unknownIn(pieces: readonly Piece[], ofOrder: boolean): string | null {
  const words = wordsOf(pieces);
  const ofTraders = words.some((word) => TRADERS.has(word));
  const pair = words.findIndex((word, index) => TURNING_PAIRS.has(`${word} ${words[index + 1] ?? ''}`));
  if (pair >= 0) return `${words[pair] as string} ${words[pair + 1] as string}`;
  const wrong = words.find((word, index) => {
    if (word === 'equals') return !equalsFigure(pieces);
    if (word === 'out') return !GOES_OUT.has(words[index - 1] ?? '');
    if (TAKES.has(word)) return !ofTraders;
    return !isKnown(word, ofOrder) || (ofTraders && NOT_OF_TRADERS.has(word));
  });
  return wrong ?? danglingIn(pieces);
}

/** "The bid size equals 0.0065 BTC": of one figure only, or it compares two. */
const equalsFigure = (pieces: readonly Piece[]): boolean =>
  pieces.filter(({ kind }) => kind === 'figure').length === 1 &&
  pieces.some((piece, index) => piece.kind === 'word' && piece.word === 'equals' && pieces[index + 1]?.kind === 'figure');

/** "comes out at". */
const GOES_OUT = new Set(['come', 'comes', 'came', 'coming', 'works', 'worked', 'work']);
const TAKES = new Set(['took', 'take', 'taken']);
const PREPOSITIONS = new Set(['on', 'in', 'to', 'from', 'by', 'at', 'of', 'for', 'with']);

/** A preposition that nothing follows: "in 30 seconds on, buyers buy 13". */
function danglingIn(pieces: readonly Piece[]): string | null {
  const told = pieces.filter(({ kind }) => kind !== 'receipt');
  const found = told.find((piece, index) => {
    const next = told[index + 1];
    return (
      piece.kind === 'word' &&
      PREPOSITIONS.has(piece.word) &&
      (next === undefined || (next.kind === 'mark' && [',', ';', ')', '.'].includes(next.mark)))
    );
  });
  return found?.kind === 'word' ? found.word : null;
}

function isKnown(word: string, ofOrder: boolean): boolean {
  const name = canonical(word);
  const named = isDroppable(name) || isDroppable(word) || NAME_WORDS.has(name) || UP.has(word) || DOWN.has(word);
  return named || JOINING_WORDS.has(word) || word.includes('_') || SPECIAL.has(word) || (ofOrder && OF_ORDERS.has(word));
}

/** Known only beside certain others, where they are read. */
const SPECIAL = new Set([
  'up',
  'lies',
  'lie',
  'lying',
  'over',
  'most',
  'far',
  'between',
  'percent',
  '{}',
  'add',
  'adds',
  'added',
  'adding',
]);

export const taintOf = (pieces: readonly Piece[], allowed: ReadonlySet<string> = new Set()): string | null =>
  wordsOf(pieces).find((word) => TAINT.has(word) && !allowed.has(word) && !UP.has(word) && !DOWN.has(word)) ?? null;

/** What lines without figures are called by: "Order book, Binance". */
const HEADINGS = new Set(
  'order book flow liquidity trades candles report summary market health data depth profile trading snapshot update and'.split(
    ' ',
  ),
);

/**
 * Whether a line without a figure claims something. Names of fields do in a sentence ("bids top asks"), and don't over the columns
 * of a table or in a question.
 */
export const saysSomething = (pieces: readonly Piece[], names: 'claim' | 'name'): boolean =>
  wordsOf(pieces).some(
    (word) =>
      !HARMLESS.has(word) && !HEADINGS.has(word) && !LABELS.has(word) && !(names === 'name' && NAME_WORDS.has(canonical(word))),
  );
