import { NAME_WORDS, termsOf } from '../terms/index.ts';
import { clausesOf, type Clause } from '../text/clauses.ts';
import { canonical } from '../terms/canonical.ts';
import type { Market } from '../text/market-names.ts';
import { readSentence, type Known, type Piece, type Setting } from '../text/reading.ts';
import { sentencesOf, type RawSentence } from '../text/sentence.ts';
import { DOWN, NEUTRAL, TAINT, UP } from '../text/words.ts';
import { bind, termFor, type Bound } from './bind.ts';
import { compare, type Comparison } from './compare.ts';
import { valueAt } from './fields.ts';
import { isOfMoment } from './moment.ts';
import type { Proven } from './proven.ts';
import { marketFor, moved, NOBODY, type Subject } from './subject.ts';

/** What was found of one number of a text. */
export interface Judged {
  readonly text: string;
  readonly verdict: 'matched' | 'altered' | 'not_checked' | 'context';
  readonly reason: string;
  readonly path: string | null;
  readonly value: number | null;
  readonly proven: Proven | null;
  /** Compares the same figure with another moment's value of the field. */
  readonly again: (value: number) => boolean;
}

export interface JudgedText {
  readonly figures: readonly Judged[];
  /** Sentences without a figure whose words say something, which nothing can prove. */
  readonly unread: readonly string[];
}

const NEVER = (): boolean => false;
const SETTING_WORDS: Readonly<Record<Setting['what'], string>> = {
  duration: 'a length of time',
  distance: 'a distance',
  order: 'the size of an order',
  levels: 'a number of levels',
  time: 'a time',
  date: 'a date',
  'list number': 'the number of a list item',
};

/** Judges every number of a text against the answers that it cites. Pure; linear in the text for a given number of answers. */
export function judgeText(text: string, proven: readonly Proven[]): JudgedText {
  const known: Known = {
    markets: proven.flatMap(({ markets }) => markets),
    keys: new Set(proven.flatMap(({ keys }) => [...keys])),
    orders: proven.some(({ operation }) => operation === 'get_liquidity') ? 'yes' : 'no',
  };
  const figures: Judged[] = [];
  const unread: string[] = [];
  let subject = NOBODY;
  for (const sentence of sentencesOf(text)) {
    const pieces = readSentence(sentence, known);
    const judged = judgeSentence({ text, sentence, pieces, proven, subject });
    figures.push(...judged);
    if (!pieces.some(({ kind }) => kind === 'figure') && saysSomething(pieces)) unread.push(text.slice(sentence.start, sentence.end));
    subject = moved(subject, pieces.filter((piece) => piece.kind === 'market'));
  }
  return { figures, unread };
}

interface SentenceInput {
  readonly text: string;
  readonly sentence: RawSentence;
  readonly pieces: readonly Piece[];
  readonly proven: readonly Proven[];
  readonly subject: Subject;
}

const wordsOf = (pieces: readonly Piece[]): string[] => pieces.flatMap((piece) => (piece.kind === 'word' ? [piece.word] : []));

/** Words that are neither neutral nor part of a field's name claim something. */
const saysSomething = (pieces: readonly Piece[]): boolean =>
  wordsOf(pieces).some((word) => !NEUTRAL.has(word) && !NAME_WORDS.has(canonical(word)));

function judgeSentence({ text, sentence, pieces, proven, subject: before }: SentenceInput): Judged[] {
  const taint = wordsOf(pieces).find((word) => TAINT.has(word)) ?? null;
  const why = sentence.question ? 'a question claims nothing' : taint === null ? null : `"${taint}" may turn what is said`;
  const moments = pieces.flatMap((piece) => (piece.kind === 'setting' && (piece.setting.what === 'time' || piece.setting.what === 'date') ? [piece.setting] : []));
  let subject = before;
  const judged = new Map<number, Judged>();
  for (const clause of clausesOf(pieces)) {
    judged.set(clause.figure.start, judgeClause({ text, clause, proven, subject, barred: why, moments }));
    subject = moved(subject, clause.markets);
  }
  for (const piece of pieces) if (piece.kind === 'setting') judged.set(piece.start, context(text, piece.setting));
  return [...judged.entries()].toSorted(([a], [b]) => a - b).map(([, one]) => one);
}

const context = (text: string, { start, end, what }: Setting): Judged => ({
  text: text.slice(start, end),
  verdict: 'context',
  reason: `${SETTING_WORDS[what]}: it says what is meant and claims no value`,
  path: null,
  value: null,
  proven: null,
  again: NEVER,
});

interface ClauseInput {
  readonly text: string;
  readonly clause: Clause;
  readonly proven: readonly Proven[];
  readonly subject: Subject;
  readonly barred: string | null;
  readonly moments: readonly Setting[];
}

interface Found {
  readonly proven: Proven;
  readonly bound: Bound;
  readonly path: string;
  readonly value: number;
  readonly comparison: Comparison;
}

function judgeClause({ text, clause, proven, subject, barred, moments }: ClauseInput): Judged {
  const { figure } = clause;
  const said = text.slice(figure.start, figure.end);
  const not = (reason: string, found: Found | null = null): Judged => ({
    text: said,
    verdict: 'not_checked',
    reason,
    path: found?.path ?? null,
    value: found?.value ?? null,
    proven: found?.proven ?? null,
    again: NEVER,
  });
  if (figure.reading.kind === 'unreadable') return not(figure.reading.why);
  const near = nearest(figure.end, proven);
  const reasons: string[] = [];
  const found: Found[] = [];
  for (const answer of near) {
    const market = marketFor(clause.markets, subject, answer);
    if (market === undefined) continue;
    const binding = figure.field === null ? bind(clause, answer, market) : byField(clause, figure.field, answer, market);
    if (binding.kind === 'barred') reasons.push(binding.why);
    if (binding.kind === 'bound') found.push(...look(clause, answer, binding.bound));
  }
  const [first] = found;
  if (first === undefined) return not(reasons[0] ?? nothing(clause, near, subject));
  if (barred !== null) return not(barred, first);
  const { comparison } = first;
  if (comparison.result === 'doubtful') return not(comparison.reason, first);
  const late = moments.find((moment) => !isOfMoment(moment, String(first.proven.answer['as_of']), text.slice(moment.start, moment.end)));
  if (comparison.result === 'same') {
    if (late !== undefined) return not(`the answer is as of ${String(first.proven.answer['as_of'])}, and the text says ${text.slice(late.start, late.end)}`, first);
    return { text: said, verdict: 'matched', reason: `${first.path} has this value`, path: first.path, value: first.value, proven: first.proven, again: again(clause, first) };
  }
  const other = found.find((one) => one.comparison.result !== 'different');
  if (other !== undefined) return not(`${other.path} of another answer cited has this value`, other);
  if (first.bound.loose && first.proven.fields.some(({ value }) => compare({ figure, ...first.bound }, value).result !== 'different'))
    return not('the words may mean another field', first);
  const unit = comparison.reason === '' ? '' : `; ${comparison.reason}`;
  return { text: said, verdict: 'altered', reason: `${first.path} was ${first.value}${unit}`, path: first.path, value: first.value, proven: first.proven, again: again(clause, first) };
}

const again =
  ({ figure }: Clause, { bound }: Found) =>
  (value: number): boolean =>
    compare({ figure, ...bound }, value).result === 'same';

/** The best of the places that a clause is bound to in one answer. */
function look({ figure }: Clause, proven: Proven, bound: Bound): Found[] {
  const all = bound.paths.flatMap((path): Found[] => {
    const value = valueAt(proven.answer, path);
    return typeof value === 'number' ? [{ proven, bound, path, value, comparison: compare({ figure, ...bound }, value) }] : [];
  });
  const best = all.find(({ comparison }) => comparison.result === 'same') ?? all.find(({ comparison }) => comparison.result === 'doubtful') ?? closest(all, figure);
  return best === undefined ? [] : [best];
}

function closest(all: readonly Found[], { reading }: Clause['figure']): Found | undefined {
  const said = reading.kind === 'number' ? reading.value : 0;
  return all.toSorted((a, b) => Math.abs(a.value - said) - Math.abs(b.value - said))[0];
}

/** A receipt usually follows what it proves: those behind the figure first, each by its distance. */
const nearest = (end: number, proven: readonly Proven[]): readonly Proven[] =>
  proven.toSorted((a, b) => Number(a.start < end) - Number(b.start < end) || Math.abs(a.start - end) - Math.abs(b.start - end));

function nothing({ words, markets }: Clause, near: readonly Proven[], subject: Subject): string {
  if (near.length === 0) return 'no answer is cited';
  if (near.every((answer) => marketFor(markets, subject, answer) === undefined)) return 'no answer cited is about this market';
  const unknown = words.filter((word) => !NAME_WORDS.has(word));
  if (words.length === 0) return 'no word beside it names a field';
  return unknown.length > 0 ? `what it is can't be told, because of "${unknown.slice(0, 3).join('", "')}"` : `its words (${words.join(', ')}) name no single field`;
}

/** Words of which each belongs to some fields only; beside a field's own name they must be words of it. */
const TELLING = new Set(
  'bid ask buy sell high low mid micro spread vwap poc vah val imbalance open close ofi cvd slippage wall vacuum tick lot worst average volume size gap reconnect'.split(' '),
);

/** `61,848.9 {mid_price}`: the field is named, and the words around may not name another. */
function byField(clause: Clause, path: string, proven: Proven, market: Market | null): ReturnType<typeof bind> {
  const { words, settings, strange, direction, moves } = clause;
  const value = valueAt(proven.answer, path);
  if (value === undefined) return { kind: 'barred', why: `the answer has no field ${path}` };
  if (typeof value !== 'number') return { kind: 'barred', why: `${path} is no number in the answer` };
  if (strange !== null) return { kind: 'barred', why: `"${strange}" can mean anything here` };
  const term = termFor(proven.operation, path);
  const own = new Set(termNames(proven.operation, path));
  const other = words.find((word) => TELLING.has(word) && term !== null && !own.has(word));
  if (other !== undefined) return { kind: 'barred', why: `"${other}" is no word for ${path}` };
  if (direction !== 'none' && term?.sign !== 'signed') return { kind: 'barred', why: 'a direction is said of a value that has none' };
  if (moves && path !== 'change_24h_pct') return { kind: 'barred', why: 'a movement is said, and the field is a state' };
  const duration = settings.find(({ what }) => what === 'duration');
  if (duration !== undefined && !coversSeconds(path, term?.seconds ?? [], proven, duration.value))
    return { kind: 'barred', why: `${path} is not over ${duration.value} s` };
  return {
    kind: 'bound',
    bound: { paths: [path], unit: term?.unit ?? 'none', signed: term === null || term.sign === 'signed', direction, market, loose: false },
  };
}

function termNames(operation: string, path: string): readonly string[] {
  const general = path.replaceAll(/\[[^\]]*\]/g, '[]');
  return [...termsOf(operation)].flatMap(([key, terms]) => (terms.some((term) => term.path === general) ? key.split(' ') : []));
}

function coversSeconds(path: string, seconds: readonly number[], { answer }: Proven, said: number): boolean {
  if (seconds.includes(said)) return true;
  const item = path.slice(0, path.lastIndexOf('.'));
  return valueAt(answer, `${item}.seconds`) === said || valueAt(answer, `${item}.window_sec`) === said;
}

