import { canonical } from '../terms/canonical.ts';
import { NAME_WORDS } from '../terms/index.ts';
import type { Figure, Piece } from './reading.ts';
import type { Setting } from './settings.ts';
import { BOTH_SIDES, CURRENCIES } from './market-names.ts';
import { DOWN, UP } from './words.ts';

export type MarketNamed = Extract<Piece, { kind: 'market' }>;

/** A figure with the words that describe it. */
export interface Clause {
  readonly figure: Figure;
  /** Its words in canonical form, without direction words. */
  readonly words: ReadonlySet<string>;
  /** Another clause of the sentence has a window, and this one has none. */
  readonly besideWindow: boolean;
  /** Contains the verb "traded", which may describe a candle's volume; "a trade" may not. */
  readonly traded: boolean;
  /** It is called the latest. */
  readonly latest: boolean;
  /** Its plural nouns, which can't name one item of a list. */
  readonly plurals: readonly string[];
  /** Words of the previous clause, which may complete the name. */
  readonly borrowed: ReadonlySet<string>;
  readonly direction: 'none' | 'plus' | 'minus' | 'both';
  /** Direction words that only a change over time can have. */
  readonly moves: boolean;
  /** Verbs of change: "rose", but not "up". */
  readonly changes: boolean;
  readonly settings: readonly Setting[];
  readonly markets: readonly MarketNamed[];
  /** Receipts directly after the figure; it is checked only against these. */
  readonly cited: readonly string[];
  /** "at its high": the text may give the position of the market and not the value of the field. */
  readonly located: boolean;
  /** Words join it to the previous or next figure as in a comparison: "the bid of 5 sits on the ask of 6". */
  readonly joined: boolean;
  /** The only figure, or the first, of its sentence; later ones of a list may be of other items. */
  readonly alone: boolean;
  /** The only figure of its sentence. */
  readonly only: boolean;
  /** It is inside braces, as in JSON. */
  readonly braced: boolean;
  /** A punctuation mark that could mean anything. */
  readonly strange: string | null;
}

const SEPARATORS = new Set([',', ';', '|', '(', ')', '–', '—', '•', '·', '&', '，', '；', '、']);
export const JOINING_WORDS = new Set(['and', 'but', 'while', 'whereas', 'with', 'plus', 'versus', 'vs', 'then']);
const PLAIN_MARKS = new Set([...SEPARATORS, ...Array.from('.:[]"\'`_=#→“”‘’{}…@：\t「」（）')]);
/** Direction words that describe the sign of a value, not its change. */
const SIGN_WORDS = new Set(['positive', 'positively', 'negative', 'negatively', 'plus', 'minus', 'red', 'green']);
/** Direction words that may describe where a value is, not that it moves. */
const PLACES = new Set(['up', 'down', 'higher', 'lower']);
/** Words after "lies" that make it a position, not a falsehood. */
const PLACED = new Set(['at', 'on', 'in', 'around', 'near']);
/** Words before "up" that make it no direction: "add up". */
const NO_MOVE = new Set(['add', 'adds', 'added', 'adding', 'sum', 'sums']);

const LATEST = new Set(['latest', 'newest', 'recent']);
const PLURALS = new Set(
  'trades prints buys sells purchases sales bids asks offers candles bars walls mids spreads prices highs lows'.split(' '),
);

const separates = (piece: Piece): boolean =>
  piece.kind === 'mark'
    ? SEPARATORS.has(piece.mark) || piece.mark === '\t' || (piece.mark === '-' && piece.spaced)
    : piece.kind === 'word' && JOINING_WORDS.has(piece.word);

/** Splits a sentence into clauses, one for each figure. */
export function clausesOf(pieces: readonly Piece[]): readonly Clause[] {
  const at = pieces.flatMap((piece, index) => (piece.kind === 'figure' ? [index] : []));
  let from = 0;
  return at.map((index, order) => {
    const next = at[order + 1];
    const to = next === undefined ? pieces.length : cut(pieces, index, next);
    const own = pieces.slice(from, to);
    from = to;
    const { figure } = pieces[index] as Extract<Piece, { kind: 'figure' }>;
    const said = clause(figure, own);
    return {
      ...said,
      strange: said.strange ?? (order > 0 ? relationIn(own) : null),
      alone: order === 0,
      only: at.length === 1,
      joined: isJoined(pieces, at[order - 1], index) || isJoined(pieces, index, next),
      cited: citedBehind(pieces, index),
    };
  });
}

/** A single punctuation mark between two figures, which may mean a ratio, a difference or a range. */
function relationIn(pieces: readonly Piece[]): string | null {
  const [mark, figure] = pieces.filter(({ kind }) => kind !== 'receipt');
  return mark?.kind === 'mark' && RELATIONS.has(mark.mark) && figure?.kind === 'figure' ? mark.mark : null;
}

const RELATIONS = new Set([':', '-', '–', '—', '/']);
const GAP_WORDS = new Set(['at', 'of', 'the', 'a', 'an', 'over', 'in', 'its', 'best', 'on']);

/** Whether two figures are related by words, without a separator between them. */
function isJoined(pieces: readonly Piece[], from: number | undefined, to: number | undefined): boolean {
  if (from === undefined || to === undefined) return false;
  const gap = pieces.slice(from + 1, to);
  if (gap.some(separates) || gap.some(({ kind }) => kind === 'receipt')) return false;
  return gap.some(
    (piece) =>
      piece.kind === 'word' &&
      !GAP_WORDS.has(piece.word) &&
      !NAME_WORDS.has(canonical(piece.word)) &&
      !(piece.word === 'to' && hasRange(pieces)),
  );
}

/** "from a low of 5 to a high of 6" */
const hasRange = (pieces: readonly Piece[]): boolean =>
  ['low', 'high'].every((side) => pieces.some((piece) => piece.kind === 'word' && canonical(piece.word) === side));

/** Words allowed between a figure and the receipt that it cites. */
const CITING = new Set([
  'see',
  'ref',
  'reference',
  'source',
  'receipt',
  'per',
  'via',
  'from',
  'proof',
  'evidence',
  'as',
  'according',
  'to',
]);

function citedBehind(pieces: readonly Piece[], index: number): readonly string[] {
  const cited: string[] = [];
  for (const piece of pieces.slice(index + 1)) {
    if (piece.kind === 'receipt') cited.push(piece.receipt);
    else if (piece.kind !== 'mark' && !(piece.kind === 'word' && CITING.has(piece.word))) break;
    else if (cited.length > 0 && piece.kind === 'mark' && ';|'.includes(piece.mark)) break;
  }
  return cited;
}

/** Index where the next figure's clause begins: at the first separator, or right after this figure if there is none. */
function cut(pieces: readonly Piece[], index: number, next: number): number {
  for (let i = index + 1; i < next; i++) if (separates(pieces[i] as Piece)) return i;
  return index + 1;
}

type Mark = Extract<Piece, { kind: 'mark' }>;

/** Characters that may form an operator with the character next to them: "=/=", "=|=". */
const OPERATORS = new Set(['=', '/', '|', '>', '<', '!', '~']);

/** Whether a sign links a name before it to a figure after it: "mid price = 61,835". Between two figures it would be an equation. */
const isLink = (pieces: readonly Piece[], index: number): boolean =>
  pieces.slice(0, index).some(({ kind }) => kind === 'word' || kind === 'market' || kind === 'setting') &&
  pieces.slice(0, index).every(({ kind }) => kind !== 'figure') &&
  pieces.slice(index).some(({ kind }) => kind === 'figure');

/** A dash is plain with or without spaces. `>` is plain only as a quote mark at the start of a line, `/` only between words. */
function isPlain({ mark, spaced }: Mark, index: number, pieces: readonly Piece[]): boolean {
  const [before, after] = [pieces[index - 1], pieces[index + 1]];
  if (mark === '>') return index === 0 && after?.kind !== 'figure';
  if (mark === '[' && after?.kind === 'mark' && after.mark === ']') return false;
  const operates = (piece: Piece | undefined): boolean =>
    piece?.kind === 'mark' && piece.mark !== mark && OPERATORS.has(piece.mark);
  if (mark === '=' && (operates(before) || operates(after) || !isLink(pieces, index))) return false;
  if (mark === '/') return !spaced && before !== undefined && before.kind !== 'mark' && after?.kind !== 'mark';
  // "**bold**"; with spaces around it, it is an arithmetic operator.
  return PLAIN_MARKS.has(mark) || mark === '-' || (mark === '*' && !spaced);
}

const EXTREMES = new Set(['high', 'low', 'vah', 'val', 'poc', 'ask', 'bid']);
const DETERMINERS = new Set(['its', 'the', 'a', 'an', 'day', 'best', 'candle', 'last']);

function isLocated(words: readonly string[]): boolean {
  return words.some((word, index) => {
    if (!EXTREMES.has(canonical(word))) return false;
    let at = index - 1;
    while (DETERMINERS.has(canonical(words[at] ?? ''))) at--;
    return words[at] === 'at' || words[at] === 'to' || words[at] === 'near';
  });
}

const isAdd = (word: string): boolean => ['add', 'adds', 'added', 'adding'].includes(word);

const MEASURED = new Set(['measured', 'expressed', 'denominated', 'stated', 'priced', 'quoted', 'counted', 'valued']);

/** Whether an asset follows "in", as a unit does. */
const isUnit = (pieces: readonly Piece[], index: number): boolean => {
  const [piece, before] = [pieces[index], pieces[index - 1]];
  return (
    piece?.kind === 'market' &&
    piece.asset !== null &&
    before?.kind === 'word' &&
    before.word === 'in' &&
    CURRENCIES.has(piece.asset) &&
    !BOTH_SIDES.has(piece.asset)
  );
};

/** "in USDT", "measured in ETH": a unit that is separated from its figure. */
function unitApart(pieces: readonly Piece[]): Figure['unit'] {
  const found = pieces.flatMap((piece, index) => {
    const [before, verb] = [pieces[index - 1], pieces[index - 2]];
    if (piece.kind !== 'market' || piece.asset === null || before?.kind !== 'word' || before.word !== 'in') return [];
    return (CURRENCIES.has(piece.asset) && !BOTH_SIDES.has(piece.asset)) || (verb?.kind === 'word' && MEASURED.has(verb.word))
      ? [piece.asset]
      : [];
  });
  return found.length === 1 ? { kind: 'asset', asset: found[0] as string } : null;
}

function clause(said: Figure, pieces: readonly Piece[]): Omit<Clause, 'cited' | 'alone' | 'only' | 'joined'> {
  const all = pieces.flatMap((piece) => (piece.kind === 'word' ? [piece.word] : []));
  const raw = all.filter((word, index) => {
    if (word === 'lies' || word === 'lie' || word === 'lying') return !PLACED.has(all[index + 1] ?? '');
    if (word === 'up' || word === 'ups') return !NO_MOVE.has(all[index - 1] ?? '');
    if (all[index + 1] === 'with' && canonical(word) === 'trade') return false;
    if (word === 'far') return all[index - 1] !== 'so';
    if (word === 'over') return !PLACED.has(all[index + 1] ?? '');
    if (word === 'most') return all[index + 1] !== 'recent';
    return !(isAdd(word) && all[index + 1] === 'up');
  });
  const up = raw.filter((word) => UP.has(word));
  const down = raw.filter((word) => DOWN.has(word));
  const strange = pieces.find((piece, index) => piece.kind === 'mark' && !isPlain(piece, index, pieces));
  const figure = said.unit === null && said.currency === null ? { ...said, unit: unitApart(pieces) } : said;
  return {
    figure,
    words: new Set(raw.filter((word) => !JOINING_WORDS.has(word) && !UP.has(word) && !DOWN.has(word)).map(canonical)),
    besideWindow: false,
    traded: raw.includes('traded'),
    latest: raw.some((word) => LATEST.has(word)),
    // "BTCUSDT trades at 61,835", but not "the last trades at 61,835".
    plurals: raw.filter(
      (word, index) =>
        PLURALS.has(word) && !(word === 'trades' && raw[index + 1] === 'at' && canonical(raw[index - 1] ?? '') !== 'last'),
    ),
    borrowed: new Set(),
    direction: up.length > 0 && down.length > 0 ? 'both' : up.length > 0 ? 'plus' : down.length > 0 ? 'minus' : 'none',
    moves: [...up, ...down].some((word) => !SIGN_WORDS.has(word)),
    changes: [...up, ...down].some((word) => !SIGN_WORDS.has(word) && !PLACES.has(word)),
    settings: pieces.flatMap((piece) => (piece.kind === 'setting' ? [piece.setting] : [])),
    markets: pieces.filter((piece, index) => piece.kind === 'market' && !isUnit(pieces, index)) as readonly MarketNamed[],
    located: isLocated(all),
    braced: pieces.some((piece) => piece.kind === 'mark' && (piece.mark === '{' || piece.mark === '}')),
    // "minus −3.96" may be plus.
    strange:
      strange?.kind === 'mark'
        ? strange.mark
        : said.sign !== 'none' && said.sign !== 'brackets'
          ? (raw.find((word) => SIGN_WORDS.has(word)) ?? null)
          : null,
  };
}
