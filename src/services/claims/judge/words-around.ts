import { canonical } from '../terms/canonical.ts';
import { NAME_WORDS } from '../terms/index.ts';
import type { Piece } from '../text/reading.ts';
import { DOWN, DENIALS, UP } from '../text/words.ts';

export const wordsOf = (pieces: readonly Piece[]): string[] =>
  pieces.flatMap((piece) => (piece.kind === 'word' ? [piece.word] : []));

/** What people call a receipt, and ask for with it. */
export const LABELS = new Set(
  'receipt receipts proof source sources ref reference evidence see check verify please this these the a and is it of for my here prove'.split(
    ' ',
  ),
);

export const denialIn = (pieces: readonly Piece[], allowed: ReadonlySet<string> = new Set()): string | null =>
  wordsOf(pieces).find((word) => DENIALS.has(word) && !allowed.has(word) && !UP.has(word) && !DOWN.has(word)) ?? null;

/** Words between the names of markets and times. */
const SILENT = new Set('on in of at for to from by with as per via an this its'.split(' '));

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
      !SILENT.has(word) && !HEADINGS.has(word) && !LABELS.has(word) && !(names === 'name' && NAME_WORDS.has(canonical(word))),
  );
