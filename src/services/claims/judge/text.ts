import { receiptsIn } from '../../../core/index.ts';
import { clausesOf, type Clause } from '../text/clauses.ts';
import type { Market } from '../text/market-names.ts';
import { strayIn } from '../text/grammar.ts';
import { OF_ORDERS } from '../text/grammar-words.ts';
import { readSentence, type Known, type Piece } from '../text/reading.ts';
import type { Setting } from '../text/settings.ts';
import { sentencesOf } from '../text/sentence.ts';
import { cellsInContext, claimsInCorner, isHead, isRule, rowOf, type Row } from '../text/tables.ts';
import { isDroppable } from './bind.ts';
import { citesAnother, denialIn, LABELS, saysSomething, wordsOf } from './words-around.ts';
import { namesInFull, search, whyNothing, type Found, type Surroundings } from './clause.ts';
import { compare } from './compare.ts';
import { valueAt } from './fields.ts';
import { isOfMoment } from './moment.ts';
import { whyOlder } from './older.ts';
import { listOf, type Proven } from './proven.ts';
import { sharedSettings, withShared } from './shared-settings.ts';
import { isOfTwoMoments } from './two-moments.ts';
import { afterSentence, isInstrument, isNamed, moved, NOBODY, type Subject } from './subject.ts';

/** What was found of one number of a text. */
export interface Judged {
  readonly text: string;
  readonly verdict: 'matched' | 'altered' | 'not_checked' | 'context';
  readonly reason: string;
  readonly path: string | null;
  readonly value: number | null;
  readonly proven: Proven | null;
  /** Words around a figure with its own field that say more than is known; null where there are none. */
  readonly around: string | null;
  /** Whether the same figure says another moment's value of the field. */
  readonly says: (value: number) => boolean;
}

export interface JudgedText {
  readonly figures: readonly Judged[];
  /** Sentences without a figure whose words say something, which nothing can prove. */
  readonly unread: readonly string[];
  /** Whether there is any word beside receipts and what they are called. */
  readonly speaks: 'yes' | 'no';
  /** `yes` where there were more figures than were judged. */
  readonly left: 'yes' | 'no';
}

const SETTING_WORDS: Readonly<Record<Setting['what'], string>> = {
  duration: 'a length of time',
  distance: 'a distance',
  order: 'the size of an order',
  levels: 'a number of levels',
  time: 'a time',
  date: 'a date',
  'list number': 'a number that only points',
  rank: 'a place in the book',
  id: 'the number of an item',
};

const hasWindow = (settings: readonly Setting[]): boolean => settings.some(({ what }) => what === 'duration');

const LASTING: ReadonlySet<Setting['what']> = new Set(['duration', 'time', 'date', 'distance', 'order']);

export interface JudgeOptions {
  readonly mostFigures: number;
  /** Whether whole answers, cut out of the text, stand between its lines. */
  readonly quotes: 'yes' | 'no';
}

/** Judges every number of a text against the answers that it cites. Pure; linear in the text for a given number of answers. */
export function judgeText(text: string, proven: readonly Proven[], { mostFigures, quotes }: JudgeOptions): JudgedText {
  const known: Known = {
    markets: distinctMarkets(proven),
    keys: new Set(proven.flatMap(({ keys }) => [...keys])),
    orders: proven.some(({ operation }) => operation === 'get_liquidity') ? 'yes' : 'no',
    ids: new Set(proven.flatMap(({ answer }) => listOf(answer['trades']).map(({ id }) => Number(id)))),
  };
  const places = placesIn(text);
  const figures: Judged[] = [];
  const unread: string[] = [];
  let speaks: JudgedText['speaks'] = 'no';
  let subject = NOBODY;
  let head: Row | null = null;
  /** An earlier sentence of this line began with a window, which may go on: "Over 24h it is up 1 %. Net flow is 5." */
  let goesOn = false;
  /** Whether a sentence or line without a figure says what nothing proves. */
  const claims = (pieces: readonly Piece[], inTable: boolean, asks: boolean): boolean => {
    // "Over the last 24h:" goes on for the lines behind it, which are read on their own.
    if (!inTable && pieces.some((piece) => piece.kind === 'setting' && LASTING.has(piece.setting.what))) return true;
    // A market's name beside quoted answers of several may be meant for another of them.
    const labels =
      quotes === 'yes' && known.markets.length > 1 && pieces.some((piece) => piece.kind === 'market' && isInstrument(piece));
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
        besideWindow: goesOn,
        crowded: row !== null && row.pieces.filter(({ kind }) => kind === 'figure').length > 1,
      });
    const row = rowOf(pieces);
    if (sentence.opensLine) goesOn = false;
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
      if (claimsInCorner(head, row)) unread.push(text.slice(sentence.start, sentence.end));
    }
    goesOn ||= hasWindow(sharedSettings(text, pieces));
    const foreign = pieces.find((piece) => piece.kind === 'market' && !known.markets.some((market) => isNamed(piece, market)));
    if (foreign !== undefined && proven.length > 0) unread.push(text.slice(sentence.start, sentence.end));
    if (!pieces.some(({ kind }) => kind === 'figure') && claims(pieces, row !== null, sentence.question))
      unread.push(text.slice(sentence.start, sentence.end));
    if (wordsOf(pieces).some((word) => !LABELS.has(word))) speaks = 'yes';
  }
  return { figures: figures.slice(0, mostFigures), unread, speaks, left: figures.length > mostFigures ? 'yes' : 'no' };
}

/** Each number of a row once: those over and before a cell belong to their own. */
function cellsOf(row: Row, head: Row | null, judge: (pieces: readonly Piece[]) => Judged[]): Judged[] {
  return cellsInContext(row, head).flatMap((pieces, column) => {
    const own = new Set(row.cells[column]?.map(({ start }) => start));
    const first = pieces.findIndex((piece) => own.has(piece.start));
    const borrowed = pieces.slice(0, Math.max(0, first)).filter(({ kind }) => kind === 'figure' || kind === 'setting').length;
    return judge(pieces).slice(borrowed);
  });
}

interface SentenceInput {
  readonly text: string;
  readonly question: boolean;
  readonly pieces: readonly Piece[];
  readonly proven: readonly Proven[];
  readonly places: Places;
  readonly subject: Subject;
  /** A row of several figures, which may be of one item or of several. */
  readonly crowded: boolean;
  /** A sentence before has a window that may be meant here too. */
  readonly besideWindow: boolean;
  /** Clauses that are judged at most. */
  readonly most: number;
}

function judgeSentence({
  text,
  question,
  pieces,
  proven,
  places,
  subject: before,
  most,
  crowded,
  besideWindow,
}: SentenceInput): Judged[] {
  const settings = pieces.flatMap((piece) => (piece.kind === 'setting' ? [piece.setting] : []));
  const markets = distinctMarkets(proven).length;
  const ofOrder = settings.some(({ what }) => what === 'order');
  const denial = denialIn(pieces, ofOrder ? OF_ORDERS : undefined);
  const chooser = pieces.find((piece) => piece.kind === 'figure' && piece.figure.chooses);
  const barred = question
    ? 'a question claims nothing'
    : denial !== null
      ? `"${denial}" may deny or suppose it`
      : chooser === undefined
        ? null
        : `"${text.slice(chooser.start, chooser.end)}" may choose an item of a list`;
  const stray = strayIn(pieces);
  const unknown = stray === null ? null : text.slice(stray.start, stray.end);
  let subject = before;
  let last: Found | null = null;
  const judged: [number, Judged][] = [];
  const shared = sharedSettings(text, pieces);
  const clauses = clausesOf(pieces)
    .slice(0, Math.max(0, most))
    .map((clause) => withShared(crowded ? { ...clause, alone: false } : clause, shared))
    .map((clause) => ({ ...clause, besideWindow: (besideWindow || hasWindow(settings)) && !hasWindow(clause.settings) }));
  for (const [index, clause] of clauses.entries()) {
    // Words of another clause may turn this one too; a figure with its own field rests on that.
    const bars =
      barred ??
      (clause.joined && clause.figure.field === null ? 'it stands in relation to another figure' : null) ??
      (clause.figure.field === null && unknown !== null
        ? `it is no plain statement of a value: "${unknown}" stands in its way`
        : null);
    const { result, found } = judgeClause({
      text,
      clause,
      proven,
      places,
      around: { subject, before: last, settings, markets },
      barred: bars,
      unknown,
      listed: isListed(clause, clauses[index + 1]),
    });
    judged.push([clause.figure.start, result]);
    last = found;
    subject = moved(subject, clause.markets);
  }
  for (const setting of settings) judged.push([setting.start, context(text, setting)]);
  // In the order in which they stand in the sentence, or in a row behind what names them.
  const order = new Map(pieces.map(({ start }, index) => [start, index]));
  return judged.toSorted(([a], [b]) => (order.get(a) ?? 0) - (order.get(b) ?? 0)).map(([, one]) => one);
}

const context = (text: string, { start, end, what }: Setting): Judged => ({
  text: text.slice(start, end),
  verdict: 'context',
  reason: `${SETTING_WORDS[what]}: it says what is meant and claims no value`,
  path: null,
  value: null,
  proven: null,
  around: null,
  says: () => false,
});

/** "closes: 61,839.37, 61,843.54" or `{"price": 61843.48}`: which of several it is can't be told. */
const isListed = ({ braced }: Clause, next: Clause | undefined): boolean =>
  braced ||
  (next !== undefined &&
    [...next.words].every((word) => isDroppable(word) || word === 'respectively') &&
    next.settings.length === 0 &&
    next.markets.length === 0);

const ITEM = /^(.*)\[([^\]]+)\]/;

/** "0.21 {walls[1].qty} at 61,827 {walls[0].price}": a sentence that mixes items of a list says that they are one. */
function isOfOther(path: string, before: Found | null): boolean {
  const [, list, item] = ITEM.exec(path) ?? [];
  const [, other, last] = ITEM.exec(before?.path ?? '') ?? [];
  return list !== undefined && list === other && item !== last;
}

/** Why what stands beside a field in braces is not known to be true; null where it is. */
function wordsBeside(clause: Clause, field: string, found: Found, unknown: string | null, around: Surroundings): string | null {
  if (isOfOther(field, around.before)) return 'items of a list are mixed';
  if (unknown !== null) return `"${unknown}"`;
  return namesInFull(clause, field, found, around) ? null : 'the words beside it do not name it in full';
}

interface ClauseInput {
  readonly text: string;
  readonly clause: Clause;
  readonly proven: readonly Proven[];
  readonly places: Places;
  readonly around: Surroundings;
  readonly barred: string | null;
  /** A word of the sentence that may say anything. */
  readonly unknown: string | null;
  /** It may be one of a list of values. */
  readonly listed: boolean;
}

function judgeClause({ text, clause, proven, places, around, barred, unknown, listed }: ClauseInput): {
  result: Judged;
  found: Found | null;
} {
  const { figure } = clause;
  const says = (verdict: Judged['verdict'], reason: string, at: Found | null = null) => ({
    result: {
      text: text.slice(figure.start, figure.end),
      verdict,
      reason,
      path: at?.path ?? null,
      value: at?.value ?? null,
      proven: at?.proven ?? null,
      around: figure.field === null || at === null ? null : wordsBeside(clause, figure.field, at, unknown, around),
      says: (value: number) => at !== null && compare({ figure, ...at.bound }, value).result === 'same',
    },
    found: at,
  });
  if (figure.reading.kind === 'unreadable') return says('not_checked', figure.reading.why);
  const near = nearest(clause, proven, places);
  if (near.length === 0 && clause.cited.length > 0) return says('not_checked', 'the receipt behind it does not hold');
  const { found, reasons } = search(clause, near, around);
  const [first] = found;
  if (first === undefined) return says('not_checked', reasons[0] ?? whyNothing(clause, near, around.subject));
  if (barred !== null) return says('not_checked', barred, first);
  const older = whyOlder(first, { text, clause, settings: around.settings, proven });
  if (older !== null) return says('not_checked', older, first);
  if (isOfTwoMoments(first, around.before))
    return says('not_checked', 'the sentence joins answers of two moments; state each in its own sentence', first);
  const { comparison, bound } = first;
  if (comparison.result === 'doubtful') return says('not_checked', comparison.reason, first);
  const asOf = String(first.proven.answer['as_of']);
  const late = around.settings.find(
    (setting) =>
      (setting.what === 'time' || setting.what === 'date') &&
      setting !== bound.time &&
      !momentsOf(first).some((moment) => isOfMoment(setting, moment, text.slice(setting.start, setting.end))),
  );
  if (late !== undefined)
    return says('not_checked', `the answer is as of ${asOf}, and the text says ${text.slice(late.start, late.end)}`, first);
  if (comparison.result === 'same') return says('matched', `${first.path} has this value`, first);
  if (listed) return says('not_checked', 'it may be one of a list of values', first);
  const other = found.find((one) => one.comparison.result !== 'different');
  if (other !== undefined) return says('not_checked', `${other.path} of another answer cited has this value`, other);
  const elsewhere =
    bound.ambiguous && first.proven.fields.some(({ value }) => compare({ figure, ...bound }, value).result !== 'different');
  if (elsewhere) return says('not_checked', 'the words may mean another field', first);
  return says('altered', `${first.path} was ${first.value}${comparison.reason === '' ? '' : `; ${comparison.reason}`}`, first);
}

/** When an answer is as of, and the times beside the value, such as a trade's or the begin of a sum. */
function momentsOf({ proven, path }: Found): readonly string[] {
  const dot = path.lastIndexOf('.');
  const beside = dot < 0 ? null : valueAt(proven.answer, path.slice(0, dot));
  const times = typeof beside === 'object' && beside !== null ? Object.values(beside) : [];
  return [proven.answer['as_of'], ...times].filter(
    (time): time is string => typeof time === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(time),
  );
}

/** Answers that a figure is held against at most. */
const MOST_NEAR = 24;

/** The answers that stand right behind a figure; where none do, all, those cited behind it first, each by its distance. */
function nearest({ cited, figure: { end } }: Clause, proven: readonly Proven[], places: Places): readonly Proven[] {
  if (cited.length > 0) return proven.filter(({ receipt }) => cited.includes(receipt));
  const distance = ({ receipt }: Proven): number => {
    const starts = places.get(receipt) ?? [];
    const behind = starts.find((start) => start >= end);
    if (behind !== undefined) return behind - end;
    const before = starts.at(-1);
    return before === undefined ? Infinity : BEFORE_ALL + end - before;
  };
  const far = new Map(proven.map((one) => [one, distance(one)]));
  return proven.toSorted((a, b) => (far.get(a) ?? 0) - (far.get(b) ?? 0)).slice(0, MOST_NEAR);
}

/** More than any text is long: what stands before a figure comes after all that stand behind it. */
const BEFORE_ALL = 1e9;

/** Where each receipt stands, in order. */
type Places = ReadonlyMap<string, readonly number[]>;

function placesIn(text: string): Places {
  const places = new Map<string, number[]>();
  for (const { text: receipt, start } of receiptsIn(text)) places.set(receipt, [...(places.get(receipt) ?? []), start]);
  return places;
}

const distinctMarkets = (proven: readonly Proven[]): readonly Market[] => [
  ...new Map(proven.flatMap(({ markets }) => markets.map((market) => [`${market.venue}:${market.symbol}`, market]))).values(),
];
