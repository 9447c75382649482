import { classOf, type WordClass } from './grammar-words.ts';
import type { Piece } from './reading.ts';

/** What a piece of a sentence is to the grammar; `link` is a mark such as a colon, `break` one such as a comma. */
type Kind = WordClass | 'figure' | 'market' | 'setting' | 'receipt' | 'link' | 'break';

/**
 * Where a reader of a plain statement stands:
 * `open` before one, `article` and `place` behind a word that needs a noun, `named` behind what the value is of, `verb` and `link` where
 * the value is due, `direction` behind "up", `value` behind it, `above` behind "0.5 BTC at", `whole` behind "61,835 is", `source`
 * within "according to the report".
 */
type State =
  | 'open'
  | 'joined'
  | 'article'
  | 'place'
  | 'span'
  | 'lasting'
  | 'named'
  | 'market'
  | 'whose'
  | 'trader'
  | 'verb'
  | 'offers'
  | 'goes'
  | 'has'
  | 'within'
  | 'there'
  | 'link'
  | 'due'
  | 'direction'
  | 'value'
  | 'beside'
  | 'beyond'
  | 'above'
  | 'whole'
  | 'source'
  | 'per'
  | 'answer'
  | 'kind'
  | 'holder'
  | 'listed'
  | 'cited';

type Moves = Readonly<Partial<Record<Kind, State>>>;

const NOUNS = { noun: 'named', holder: 'holder', trader: 'trader', market: 'market', setting: 'whose' } as const;
const ATTRIBUTION = { source: 'source', according: 'per', per: 'per' } as const;

/** What may stand behind what the value is of, beside more of its name. */
const BEHIND_NAME = {
  ...ATTRIBUTION,
  article: 'article',
  it: 'named',
  there: 'there',
  place: 'place',
  span: 'span',
  for: 'place',
  of: 'above',
  at: 'above',
  now: 'named',
  and: 'named',
  break: 'named',
  receipt: 'named',
  be: 'due',
  verb: 'verb',
  tells: 'verb',
  offers: 'offers',
  equals: 'due',
  goes: 'goes',
  link: 'due',
  direction: 'direction',
  by: 'direction',
  figure: 'value',
} as const;

const OF_MARKET = { ...BEHIND_NAME, noun: 'named', holder: 'named', trader: 'trader', setting: 'whose', kind: 'kind' } as const;

/**
 * The plain statements of a value, as a table: at each place the kinds of pieces that may follow, and where they lead. What it has no way
 * for is not a plain statement, whatever it means.
 */
const GRAMMAR: Readonly<Record<State, Moves>> = {
  open: {
    ...NOUNS,
    ...ATTRIBUTION,
    article: 'article',
    it: 'named',
    there: 'there',
    place: 'place',
    span: 'span',
    for: 'place',
    of: 'place',
    at: 'place',
    now: 'open',
    figure: 'value',
    receipt: 'cited',
    break: 'open',
    link: 'open',
    and: 'open',
    direction: 'direction',
  },
  joined: { ...NOUNS, article: 'article', it: 'named', figure: 'value', direction: 'direction', at: 'place', place: 'place' },
  article: { ...NOUNS, now: 'article', source: 'source' },
  span: { article: 'article', setting: 'whose' },
  lasting: { article: 'lasting', noun: 'lasting', holder: 'lasting', setting: 'value' },
  place: { ...NOUNS, market: 'whose', article: 'article', source: 'source', receipt: 'named' },
  named: { ...NOUNS, ...BEHIND_NAME, holder: 'named', market: 'whose' },
  market: { ...OF_MARKET, market: 'market', break: 'listed', receipt: 'market', now: 'market', link: 'link' },
  listed: {
    ...NOUNS,
    act: 'named',
    ...BEHIND_NAME,
    market: 'listed',
    break: 'listed',
    setting: 'listed',
    receipt: 'listed',
    link: 'link',
  },
  whose: { ...OF_MARKET, market: 'whose', break: 'listed', receipt: 'whose', now: 'whose' },
  kind: { ...BEHIND_NAME, break: 'whose', receipt: 'whose', now: 'whose' },
  holder: { ...NOUNS, ...BEHIND_NAME, market: 'holder', setting: 'holder', link: 'link' },
  cited: { ...NOUNS, ...BEHIND_NAME, break: 'open', link: 'open', receipt: 'cited' },
  trader: {
    act: 'named',
    took: 'due',
    market: 'trader',
    setting: 'trader',
    place: 'trader',
    span: 'trader',
    of: 'trader',
    break: 'trader',
    article: 'trader',
  },
  verb: {
    verb: 'verb',
    tells: 'verb',
    offers: 'offers',
    goes: 'goes',
    now: 'verb',
    at: 'verb',
    article: 'has',
    noun: 'has',
    holder: 'has',
    act: 'has',
    market: 'has',
    setting: 'has',
    place: 'within',
    span: 'within',
    for: 'verb',
    direction: 'direction',
    link: 'link',
    figure: 'value',
  },
  offers: {
    article: 'offers',
    noun: 'offers',
    holder: 'offers',
    market: 'offers',
    setting: 'offers',
    place: 'offers',
    span: 'offers',
    of: 'verb',
  },
  goes: { out: 'goes', at: 'verb', to: 'verb', place: 'within', span: 'within', for: 'within' },
  has: {
    article: 'has',
    noun: 'has',
    holder: 'has',
    act: 'has',
    market: 'has',
    setting: 'has',
    place: 'within',
    span: 'within',
    for: 'within',
    of: 'verb',
    at: 'verb',
    link: 'link',
    figure: 'value',
  },
  within: { article: 'within', noun: 'has', holder: 'has', market: 'has', setting: 'has', at: 'verb' },
  there: { be: 'verb', verb: 'verb' },
  link: {
    ...NOUNS,
    article: 'link',
    at: 'link',
    link: 'link',
    now: 'link',
    direction: 'direction',
    receipt: 'value',
    figure: 'value',
  },
  due: {
    for: 'due',
    offers: 'offers',
    verb: 'due',
    goes: 'goes',
    market: 'market',
    article: 'due',
    at: 'due',
    link: 'due',
    now: 'due',
    direction: 'direction',
    figure: 'value',
  },
  direction: { by: 'direction', at: 'direction', figure: 'value' },
  value: {
    ...ATTRIBUTION,
    noun: 'value',
    holder: 'value',
    act: 'value',
    market: 'value',
    setting: 'value',
    receipt: 'value',
    now: 'value',
    place: 'beside',
    span: 'lasting',
    of: 'beside',
    for: 'beyond',
    at: 'beyond',
    be: 'whole',
    verb: 'whole',
    tells: 'whole',
    goes: 'whole',
    link: 'open',
    break: 'open',
    and: 'joined',
  },
  beside: {
    article: 'beside',
    noun: 'value',
    holder: 'value',
    act: 'value',
    market: 'value',
    setting: 'value',
    receipt: 'value',
    source: 'source',
  },
  beyond: {
    article: 'beside',
    noun: 'value',
    holder: 'value',
    market: 'value',
    setting: 'value',
    receipt: 'value',
    figure: 'value',
  },
  above: { ...NOUNS, market: 'whose', article: 'article', figure: 'value', source: 'source' },
  whole: {
    article: 'whole',
    noun: 'whole',
    holder: 'whole',
    act: 'whole',
    market: 'whole',
    setting: 'whole',
    place: 'whole',
    span: 'lasting',
    for: 'whole',
    of: 'whole',
    at: 'whole',
    now: 'whole',
    be: 'whole',
    verb: 'whole',
    receipt: 'whole',
    break: 'open',
    and: 'joined',
    ...ATTRIBUTION,
  },
  source: {
    source: 'source',
    article: 'article',
    market: 'source',
    noun: 'source',
    receipt: 'source',
    of: 'per',
    for: 'per',
    place: 'per',
    tells: 'verb',
    offers: 'offers',
    break: 'open',
    link: 'open',
  },
  per: { to: 'per', article: 'answer', market: 'answer', source: 'source', receipt: 'source' },
  answer: { noun: 'answer', holder: 'answer', market: 'answer', source: 'source' },
};

/** Where a sentence may end. */
const ENDS: ReadonlySet<State> = new Set(['open', 'cited', 'market', 'whose', 'listed', 'kind', 'value', 'whole', 'source']);

const LINKS = new Set([':', '=', '：', '@']);
const BREAKS = new Set([',', ';', '|', '(', ')', '•', '·', '\t', '，', '；', '、', '（', '）']);
const DASHES = new Set(['-', '–', '—']);
/** Marks that only set off what stands between them. */
const SILENT = new Set(Array.from("[]'`*_#.‘’{}$€£¥「」/>"));

function markKind({ mark, spaced }: Extract<Piece, { kind: 'mark' }>): Kind | 'silent' | null {
  if (SILENT.has(mark)) return 'silent';
  if (LINKS.has(mark) || (DASHES.has(mark) && spaced)) return 'link';
  // "bid-ask", "top-of-book"
  if (DASHES.has(mark)) return 'silent';
  return BREAKS.has(mark) ? 'break' : null;
}

/** The words that stand here without a mark between. */
function wordsFrom(pieces: readonly Piece[], index: number): readonly string[] {
  const words: string[] = [];
  for (const piece of pieces.slice(index, index + 3)) {
    if (piece.kind !== 'word') break;
    words.push(piece.word);
  }
  return words;
}

/** The first piece of a sentence with which it is no plain statement; null if it is one to its end. Reads each piece once. */
export function strayIn(pieces: readonly Piece[]): Piece | null {
  const ofOrder = pieces.some((piece) => piece.kind === 'setting' && piece.setting.what === 'order');
  // Quotation marks doubt a word or make it somebody else's, but in JSON.
  const json = pieces.some((piece) => piece.kind === 'mark' && piece.mark === '{');
  let state: State = 'open';
  for (let index = 0; index < pieces.length;) {
    const piece = pieces[index] as Piece;
    const { kind, length } =
      piece.kind === 'word'
        ? classOf(wordsFrom(pieces, index), ofOrder)
        : { kind: piece.kind === 'mark' ? markKind(piece) : piece.kind, length: 1 };
    index += length;
    if (kind === 'silent' || (json && piece.kind === 'mark' && piece.mark === '"')) continue;
    const next: State | undefined = kind === null ? undefined : GRAMMAR[state][kind];
    if (next === undefined) return piece;
    state = next;
  }
  return ENDS.has(state) ? null : (pieces.at(-1) ?? null);
}
