import { readSentence, type Known, type Piece } from '../text/reading.ts';
import { sentencesOf } from '../text/sentence.ts';
import type { Setting } from '../text/settings.ts';
import { cellsInContext, claimsInCorner, isHead, isRule, rowOf, type Row } from '../text/tables.ts';
import { headingOf, misleads, misnames, type Heading } from './headings.ts';
import { placesIn } from './nearest-answers.ts';
import { distinctMarkets, listOf, type Proven } from './proven.ts';
import { judgeSentence, type Judged } from './sentence.ts';
import { hasWindow, sharedSettings } from './shared-settings.ts';
import { afterSentence, isInstrument, isNamed, NO_SUBJECT } from './subject.ts';
import { citesAnother, LABELS, saysSomething, wordsOf } from './words-around.ts';

export interface JudgedText {
  readonly figures: readonly Judged[];
  /** Sentences without a figure that claim something unprovable. */
  readonly unproven: readonly string[];
  /** Whether the text has words besides receipts and their labels. */
  readonly hasWords: boolean;
  /** Whether there were more figures than were judged. */
  readonly truncated: boolean;
}

/** Settings that apply to the following figures if they stand on a line of their own. */
const LASTING: ReadonlySet<Setting['what']> = new Set(['duration', 'time', 'date', 'distance', 'order', 'levels', 'rank', 'id']);

export interface JudgeOptions {
  readonly mostFigures: number;
  /** Whether quoted answers were cut out between the lines of the text. */
  readonly quotes: boolean;
}

/** Judges every number of a text against the answers that it cites. Pure; linear in the text for a given number of answers. */
export function judgeText(text: string, proven: readonly Proven[], { mostFigures, quotes }: JudgeOptions): JudgedText {
  const known: Known = {
    markets: distinctMarkets(proven),
    keys: new Set(proven.flatMap(({ keys }) => [...keys])),
    orders: proven.some(({ operation }) => operation === 'get_liquidity'),
    ids: new Set(proven.flatMap(({ answer }) => listOf(answer['trades']).map(({ id }) => Number(id)))),
  };
  const places = placesIn(text);
  const figures: Judged[] = [];
  const unproven: string[] = [];
  let hasWords = false;
  let subject = NO_SUBJECT;
  let head: Row | null = null;
  let heading: Heading | null = null;
  /**
   * An earlier sentence of this line started with a window that may still apply, as in "Over 24h it is up 1 %. Net flow is 5."
   */
  let windowHolds = false;
  /** Whether a sentence or line without a figure claims something unprovable. */
  const claims = (pieces: readonly Piece[], inTable: boolean, asks: boolean): boolean => {
    // "Over the last 24h:" applies to the following lines, which are read separately.
    if (!inTable && pieces.some((piece) => piece.kind === 'setting' && LASTING.has(piece.setting.what))) return true;
    // With quoted answers about several markets, it is unclear to which one a market's name belongs.
    const labels = quotes && known.markets.length > 1 && pieces.some((piece) => piece.kind === 'market' && isInstrument(piece));
    return labels || citesAnother(pieces, proven) || saysSomething(pieces, inTable || asks ? 'table or question' : 'line');
  };
  for (const sentence of sentencesOf(text)) {
    if (figures.length > mostFigures) break;
    const pieces = readSentence(sentence, known);
    const most = mostFigures + 1 - figures.length;
    const judge = (own: readonly Piece[]) =>
      judgeSentence({
        text,
        question: sentence.question,
        pieces: own,
        proven,
        places,
        subject,
        most,
        besideWindow: windowHolds,
        crowded: row !== null && row.pieces.filter(({ kind }) => kind === 'figure').length > 1,
      });
    const row = rowOf(pieces);
    const said = text.slice(sentence.start, sentence.end);
    const hasFigure = pieces.some(({ kind }) => kind === 'figure');
    const before = figures.length;
    if (sentence.opensLine) windowHolds = false;
    if (row === null || !sentence.opensLine) {
      head = null;
      figures.push(...judge(pieces));
      subject = afterSentence(
        subject,
        pieces.filter((piece) => piece.kind === 'market'),
      );
    } else if (isHead(row)) {
      head = isRule(row) ? head : row;
      figures.push(...judge(pieces));
    } else {
      figures.push(...cellsOf(row, head, judge));
      if (claimsInCorner(head, row)) unproven.push(said);
    }
    windowHolds ||= hasWindow(sharedSettings(text, pieces));
    const foreign = pieces.find((piece) => piece.kind === 'market' && !known.markets.some((market) => isNamed(piece, market)));
    if (foreign !== undefined && proven.length > 0) unproven.push(said);
    if (heading !== null && misleads(heading, figures.slice(before))) unproven.push(heading.text);
    if (row === null && !hasFigure) {
      const own = headingOf(said, pieces);
      if (own !== null && quotes && misnames(own, proven)) unproven.push(said);
      heading = own ?? heading;
    }
    if (!hasFigure && claims(pieces, row !== null, sentence.question)) unproven.push(said);
    if (wordsOf(pieces).some((word) => !LABELS.has(word))) hasWords = true;
  }
  return { figures: figures.slice(0, mostFigures), unproven, hasWords, truncated: figures.length > mostFigures };
}

/** Judges each number of a row once: numbers above or before a cell are judged in their own cells. */
function cellsOf(row: Row, head: Row | null, judge: (pieces: readonly Piece[]) => Judged[]): Judged[] {
  return cellsInContext(row, head).flatMap((pieces, column) => {
    const own = new Set(row.cells[column]?.map(({ start }) => start));
    const first = pieces.findIndex((piece) => own.has(piece.start));
    const borrowed = pieces.slice(0, Math.max(0, first)).filter(({ kind }) => kind === 'figure' || kind === 'setting').length;
    return judge(pieces).slice(borrowed);
  });
}
