import { clausesOf, type Clause } from '../text/clauses.ts';
import { strayIn } from '../text/grammar.ts';
import { OF_ORDERS } from '../text/grammar-words.ts';
import type { Piece } from '../text/reading.ts';
import { SETTING_WORDS, type Setting } from '../text/settings.ts';
import { isDroppable } from './bind.ts';
import { search, whyNothing, type Found, type Surroundings } from './search.ts';
import { compare } from './compare.ts';
import { namesInFull } from './field-in-braces.ts';
import { valueAt } from './fields.ts';
import { isOfMoment } from './moment.ts';
import { levelPairIn, type LevelPair } from './level-pair.ts';
import { nearest, type Places } from './nearest-answers.ts';
import { whyOlder } from './older.ts';
import { distinctMarkets, type Proven } from './proven.ts';
import { hasWindow, sharedSettings, withShared } from './shared-settings.ts';
import { moved, type Subject } from './subject.ts';
import { isOfTwoMoments } from './two-moments.ts';
import { denialIn } from './words-around.ts';

/** The judgement of one number of a text. */
export interface Judged {
  readonly text: string;
  readonly verdict: 'matched' | 'altered' | 'not_checked' | 'context';
  readonly reason: string;
  readonly path: string | null;
  readonly value: number | null;
  readonly proven: Proven | null;
  /** Words around a figure with a field in braces that claim more than is proven; null if there are none. */
  readonly around: string | null;
  /** Whether the figure also fits the field's value at another moment. */
  readonly says: (value: number) => boolean;
}

interface SentenceInput {
  readonly text: string;
  readonly question: boolean;
  readonly pieces: readonly Piece[];
  readonly proven: readonly Proven[];
  readonly places: Places;
  readonly subject: Subject;
  /** Whether it is a row of several figures, which may belong to one item or to several. */
  readonly crowded: boolean;
  /** Whether an earlier sentence has a window that may also apply here. */
  readonly besideWindow: boolean;
  /** Most clauses to judge. */
  readonly most: number;
}

/** Judges the numbers of one sentence, or of one cell of a table, against the answers. */
export function judgeSentence({
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
    ? 'a question states no value'
    : denial !== null
      ? `"${denial}" may negate it or make it hypothetical`
      : chooser === undefined
        ? null
        : `"${text.slice(chooser.start, chooser.end)}" may be an index or a rank; write VALUE {list[0].field}`;
  const pair = barred === null && !crowded ? levelPairIn(pieces, proven, before) : null;
  if (pair !== null) return judgedPair(text, pair);
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
    // Words of another clause may change the meaning of this one, unless the figure names its field in braces.
    const bars =
      barred ??
      (clause.joined && clause.figure.field === null
        ? 'the sentence relates two figures; state each in its own sentence'
        : null) ??
      (clause.figure.field === null && unknown !== null
        ? `not a plain statement because of "${unknown}"; write "the FIELD of MARKET is VALUE", or VALUE {field}`
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
  // In the order of the sentence or row.
  const order = new Map(pieces.map(({ start }, index) => [start, index]));
  return judged.toSorted(([a], [b]) => (order.get(a) ?? 0) - (order.get(b) ?? 0)).map(([, one]) => one);
}

/** The price identifies the level, so the price matches by definition, and only the size can be altered. */
function judgedPair(text: string, { proven, price, size }: LevelPair): Judged[] {
  const { result, reason } = size.comparison;
  const judged = (part: LevelPair['price'], verdict: Judged['verdict'], why: string): [number, Judged] => [
    part.figure.start,
    {
      text: text.slice(part.figure.start, part.figure.end),
      verdict,
      reason: why,
      path: part.path,
      value: part.value,
      proven,
      around: null,
      // Levels shift over time, so the same path at another moment is another level.
      says: () => false,
    },
  ];
  const has = (path: string): string => `${path} has this value`;
  return [
    judged(price, 'matched', has(price.path)),
    result === 'same'
      ? judged(size, 'matched', has(size.path))
      : result === 'doubtful'
        ? judged(size, 'not_checked', reason)
        : judged(size, 'altered', `${size.path} was ${size.value}`),
  ]
    .toSorted(([a], [b]) => a - b)
    .map(([, one]) => one);
}

const context = (text: string, { start, end, what }: Setting): Judged => ({
  text: text.slice(start, end),
  verdict: 'context',
  reason: `${SETTING_WORDS[what]}: it selects a value and claims none`,
  path: null,
  value: null,
  proven: null,
  around: null,
  says: () => false,
});

/** "closes: 61,839.37, 61,843.54" or `{"price": 61843.48}`: it is unclear which of several values is meant. */
const isListed = ({ braced }: Clause, next: Clause | undefined): boolean =>
  braced ||
  (next !== undefined &&
    [...next.words].every((word) => isDroppable(word) || word === 'respectively') &&
    next.settings.length === 0 &&
    next.markets.length === 0);

const ITEM = /^(.*)\[([^\]]+)\]/;

/** "0.21 {walls[1].qty} at 61,827 {walls[0].price}": the sentence presents two items of a list as one. */
function isOfOther(path: string, before: Found | null): boolean {
  const [, list, item] = ITEM.exec(path) ?? [];
  const [, other, last] = ITEM.exec(before?.path ?? '') ?? [];
  return list !== undefined && list === other && item !== last;
}

/** Why the words beside a field in braces are not proven; null if they are. */
function wordsBeside(clause: Clause, field: string, found: Found, unknown: string | null, around: Surroundings): string | null {
  if (isOfOther(field, around.before)) return 'the figures come from different items of one list';
  if (unknown !== null) return `"${unknown}"`;
  return namesInFull(clause, field, { proven: found.proven, market: found.bound.market, around })
    ? null
    : 'the words do not name field, window and market in full';
}

interface ClauseInput {
  readonly text: string;
  readonly clause: Clause;
  readonly proven: readonly Proven[];
  readonly places: Places;
  readonly around: Surroundings;
  readonly barred: string | null;
  /** A word of the sentence with an unknown meaning. */
  readonly unknown: string | null;
  /** Whether it may be one of a list of values. */
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
  if (near.length === 0 && clause.cited.length > 0)
    return says('not_checked', 'its receipt was not verified; see the reason of that receipt');
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
      !momentsOf(first, clause.words).some((moment) => isOfMoment(setting, moment, text.slice(setting.start, setting.end))),
  );
  if (late !== undefined)
    return says('not_checked', `the answer is as of ${asOf}, but the text says ${text.slice(late.start, late.end)}`, first);
  if (comparison.result === 'same') return says('matched', `${first.path} has this value`, first);
  if (listed) return says('not_checked', 'it is one of several listed values; name each as VALUE {field}', first);
  const other = found.find((one) => one.comparison.result !== 'different');
  if (other !== undefined)
    return says(
      'not_checked',
      `${other.path} of another cited answer has this value; put that receipt right after the figure`,
      other,
    );
  const elsewhere =
    bound.ambiguous && first.proven.fields.some(({ value }) => compare({ figure, ...bound }, value).result !== 'different');
  if (elsewhere)
    return says('not_checked', 'the words may also fit another field; name it in full, or write VALUE {field}', first);
  return says('altered', `${first.path} was ${first.value}${comparison.reason === '' ? '' : `; ${comparison.reason}`}`, first);
}

/** The time of a value: of its trade, of the start of its sum after "since", otherwise of its answer. */
function momentsOf({ proven, path }: Found, words: ReadonlySet<string>): readonly string[] {
  const dot = path.lastIndexOf('.');
  const beside = dot < 0 ? null : valueAt(proven.answer, path.slice(0, dot));
  const times = typeof beside === 'object' && beside !== null ? Object.values(beside) : [];
  const own = times.filter((time): time is string => typeof time === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(time));
  const isOwn = path.startsWith('cvd') ? words.has('since') : own.length > 0;
  return isOwn ? own : [String(proven.answer['as_of'])];
}
