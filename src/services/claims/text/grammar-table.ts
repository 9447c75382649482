import type { WordClass } from './grammar-words.ts';

/** The kind of a piece in the grammar. `link`: punctuation such as a colon; `break`: punctuation such as a comma. */
export type Kind = WordClass | 'figure' | 'market' | 'setting' | 'receipt' | 'link' | 'break';

/** State of the parser within a plain statement. */
export type State =
  /** Before a statement. */
  | 'open'
  /** After "and", which joins another statement to a complete one. */
  | 'joined'
  /** After "the" or "on", which need a noun. */
  | 'article'
  | 'place'
  /** After "at" at the beginning, where a value may follow: "at 61,835 sits the mid price". */
  | 'level'
  /** After "over" or "within", which need a length: before the value (`span`) or after it (`lasting`). */
  | 'span'
  | 'lasting'
  /** After the name of a field (`named`), and after a thing that has fields, such as "the last trade" (`holder`). */
  | 'named'
  | 'holder'
  /**
   * After a market: at the beginning (`market`), after a field's name (`whose`), after "the BTCUSDT market" (`kind`), and after
   * "BTCUSDT," where more names may follow (`listed`).
   */
  | 'market'
  | 'whose'
  | 'kind'
  | 'listed'
  /** After a receipt at the start of a line. */
  | 'cited'
  /** After "buyers", which only "bought" or "took" may follow. */
  | 'trader'
  /** After a name and "of" or "at": the rest of the name or the value follows. */
  | 'above'
  /** The value must follow: after "has", "has a", "lists a", "stands", "has within", "there", a mark, "is", and "up". */
  | 'verb'
  | 'has'
  | 'offers'
  | 'goes'
  | 'within'
  | 'there'
  | 'link'
  | 'due'
  | 'direction'
  /**
   * After a value (`value`), after "on" or "at" that follows it (`beside`, `beyond`), and after "61,835 is", where its name may
   * follow (`whole`).
   */
  | 'value'
  | 'beside'
  | 'beyond'
  | 'whole'
  /** Within "according to the BTCUSDT report". */
  | 'per'
  | 'answer'
  | 'source';

type Moves = Readonly<Partial<Record<Kind, State>>>;

const NOUNS = { noun: 'named', holder: 'holder', trader: 'trader', market: 'market', setting: 'whose' } as const;
/** Pieces that a value can refer to, all leading to one state. */
const thingsTo = <S extends State>(to: S) => ({ noun: to, holder: to, act: to, market: to, setting: to });
const ATTRIBUTION = { source: 'source', according: 'per', per: 'per' } as const;

/** What may follow the name of a value, besides the rest of the name. */
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
  reports: 'verb',
  offers: 'offers',
  equals: 'due',
  quoted: 'verb',
  goes: 'goes',
  link: 'link',
  direction: 'direction',
  by: 'direction',
  figure: 'value',
} as const;

const OF_MARKET = { ...BEHIND_NAME, noun: 'named', holder: 'named', trader: 'trader', setting: 'whose', kind: 'kind' } as const;

/**
 * The plain statements of a value, as a state table: for each state, the kinds of pieces that may follow and the states that
 * they lead to. A sentence without a path is not a plain statement, whatever it means.
 */
export const GRAMMAR: Readonly<Record<State, Moves>> = {
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
    at: 'level',
    seen: 'verb',
    now: 'open',
    figure: 'value',
    receipt: 'cited',
    break: 'open',
    link: 'open',
    and: 'open',
    kind: 'named',
    direction: 'direction',
  },
  joined: { ...NOUNS, article: 'article', it: 'named', figure: 'value', direction: 'direction', at: 'place', place: 'place' },
  article: { ...NOUNS, now: 'article', source: 'source' },
  span: { article: 'article', setting: 'whose' },
  lasting: { article: 'lasting', noun: 'lasting', holder: 'lasting', setting: 'value' },
  level: { ...NOUNS, market: 'whose', article: 'article', source: 'source', receipt: 'named', figure: 'value' },
  place: { ...NOUNS, market: 'whose', article: 'article', source: 'source', receipt: 'named' },
  named: { ...NOUNS, ...BEHIND_NAME, holder: 'named', market: 'whose', kind: 'named' },
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
  whose: { ...OF_MARKET, market: 'whose', break: 'listed', receipt: 'whose', now: 'whose', link: 'link' },
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
    ...thingsTo('has'),
    verb: 'verb',
    reports: 'verb',
    offers: 'offers',
    goes: 'goes',
    now: 'verb',
    at: 'verb',
    article: 'has',
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
    ...thingsTo('has'),
    by: 'direction',
    article: 'has',
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
    ...thingsTo('value'),
    kind: 'value',
    ...ATTRIBUTION,
    receipt: 'value',
    now: 'value',
    place: 'beside',
    span: 'lasting',
    of: 'beside',
    for: 'beyond',
    at: 'beyond',
    be: 'whole',
    verb: 'whole',
    reports: 'whole',
    goes: 'whole',
    link: 'open',
    break: 'open',
    and: 'joined',
  },
  beside: { ...thingsTo('value'), article: 'beside', receipt: 'value', source: 'source' },
  beyond: {
    kind: 'value',
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
    ...thingsTo('whole'),
    kind: 'whole',
    article: 'whole',
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
    reports: 'verb',
    offers: 'offers',
    break: 'open',
    link: 'open',
  },
  per: { to: 'per', article: 'answer', market: 'answer', source: 'source', receipt: 'source' },
  answer: { noun: 'answer', holder: 'answer', market: 'answer', source: 'source' },
};

/** States in which a sentence may end. */
export const ENDS: ReadonlySet<State> = new Set([
  'open',
  'cited',
  'market',
  'whose',
  'listed',
  'kind',
  'value',
  'whole',
  'source',
]);
