import { OPTIONAL } from '../terms/beside.ts';
import { canonical } from '../terms/canonical.ts';
import { NAME_WORDS } from '../terms/index.ts';
import { DOWN, UP } from './words.ts';

/** Class of a word in a plain statement; names of fields are `noun`. */
export type WordClass =
  | 'noun'
  | 'quoted'
  | 'seen'
  | 'holder'
  | 'act'
  | 'kind'
  | 'trader'
  | 'took'
  | 'article'
  | 'it'
  | 'there'
  | 'be'
  | 'verb'
  | 'reports'
  | 'equals'
  | 'offers'
  | 'goes'
  | 'place'
  | 'span'
  | 'for'
  | 'at'
  | 'of'
  | 'to'
  | 'out'
  | 'by'
  | 'direction'
  | 'now'
  | 'source'
  | 'according'
  | 'per'
  | 'and';

const WORDS: Readonly<Record<Exclude<WordClass, 'noun' | 'quoted' | 'seen' | 'direction'>, string>> = {
  holder: 'candle candles bar bars trade book profile stream',
  act: 'bought sold',
  kind: "market pair symbol market's pair's",
  trader: 'buyers sellers takers',
  took: 'took',
  article: 'the a an its',
  it: 'it',
  there: 'there',
  be: 'is was are were',
  verb: `has had have hold holds prints printed counts counted receives received
    registers registered saw sees seen seeing reached recorded processes processed delivered covers carries carried`,
  offers: 'gets got quotes posts posted lists listed marked yields made set sets hit hits',
  equals: 'equals reads totals totalled measures measured',
  reports: 'shows showed gives puts reports reported marks',
  goes: 'stands stood sits sat comes came come amounts amount amounted works worked lies rests resting runs arrive arrives arriving',
  place: 'on in with since starting beginning',
  span: 'over within during',
  for: 'for',
  at: 'at',
  of: 'of',
  to: 'to',
  out: 'out',
  by: 'by',
  now: 'now currently current',
  source: 'receipt receipts source ref reference proof evidence report answer snapshot tallyfoil list check see fyi',
  according: 'according',
  per: 'per via from',
  and: 'and while whereas',
};

const CLASSES: ReadonlyMap<string, WordClass> = new Map(
  (Object.entries(WORDS) as [WordClass, string][]).flatMap(([kind, words]) =>
    words.split(/\s+/).map((word) => [word, kind] as const),
  ),
);

/** Words that identify a candle by its start: "the candle that started at 10:38". */
const CANDLE_STARTS = ['that started', 'that starts', 'that begins', 'that began', 'starting', 'beginning'];

/** Phrases that the grammar treats as one word. */
const PHRASES: ReadonlyMap<string, WordClass> = new Map<string, WordClass>([
  ['right now', 'now'],
  ['at the moment', 'now'],
  ['at this moment', 'now'],
  ['most recent', 'noun'],
  ['market list', 'noun'],
  ['quote currency', 'noun'],
  ['quote terms', 'noun'],
  ['priced at', 'at'],
  ['is bid at', 'quoted'],
  ['is offered at', 'quoted'],
  ['was executed at', 'quoted'],
  ['was filled at', 'quoted'],
  ['topped out at', 'quoted'],
  ['bottomed out at', 'quoted'],
  ['topped at', 'quoted'],
  ['bottomed at', 'quoted'],
  ['peaked at', 'quoted'],
  ['market health', 'noun'],
  ['quoted at', 'at'],
  ['at a price of', 'at'],
  ['we see', 'seen'],
  ['with start', 'place'],
  ...CANDLE_STARTS.flatMap((phrase): [string, WordClass][] => [
    [phrase, 'place'],
    [`${phrase} at`, 'place'],
  ]),
  ['trading at', 'at'],
  ['running at', 'at'],
  ['changing hands', 'goes'],
  ['market buy', 'noun'],
  ['market buys', 'noun'],
  ['market sell', 'noun'],
  ['market sells', 'noun'],
  ['as of', 'place'],
  ['as per', 'per'],
  ['per second', 'noun'],
  ['per sec', 'noun'],
  ['went through', 'goes'],
  ['sum to', 'verb'],
  ['sums to', 'verb'],
  ['add up to', 'verb'],
  ['adds up to', 'verb'],
  ['added up to', 'verb'],
]);
export const LONGEST_PHRASE = 4;

/** Words for the cost of a hypothetical order. */
const OF_AN_ORDER: ReadonlyMap<string, WordClass | null> = new Map<string, WordClass | null>([
  // The order was not sent, so a past tense would be false.
  ...'was were had cost bought sold took buyers sellers filled executed slipped averaged'
    .split(' ')
    .map((word) => [word, null] as const),
  ['would', 'verb'],
  ['be', 'verb'],
  ['take', 'verb'],
  ['incur', 'verb'],
  ['incurs', 'verb'],
  ['pay', 'verb'],
  ['pays', 'verb'],
  ['into', 'place'],
  ['vs', 'place'],
  ['versus', 'place'],
  ['could', 'verb'],
  ['can', 'verb'],
  ['when', 'place'],
  ['against', 'place'],
  ['from', 'place'],
  ['if', 'place'],
  ['to', 'place'],
  ['market', 'noun'],
]);

/** Words without a meaning of their own in a plain statement. */
export const FUNCTION_WORDS: ReadonlySet<string> = new Set([
  ...[...CLASSES].filter(([, kind]) => kind !== 'holder').map(([word]) => word),
  // Excluded are words of noun phrases, which belong to names, and words that are names by themselves, as in "sum to".
  ...[...PHRASES]
    .flatMap(([phrase, kind]) => (kind === 'noun' || kind === 'quoted' ? [] : phrase.split(' ')))
    .filter((word) => !NAME_WORDS.has(canonical(word)) || OPTIONAL.has(word)),
  'most',
]);

/** Words allowed in a statement of an order's cost. */
export const OF_ORDERS: ReadonlySet<string> = new Set([...OF_AN_ORDER].flatMap(([word, kind]) => (kind === null ? [] : [word])));

/** Words for one person; their plurals occur in field names. */
const PEOPLE = new Set(['buyer', 'seller', 'trader', 'purchaser']);

/** The class of a word; null if no plain statement contains it. */
function classOfWord(word: string): WordClass | null {
  if (PEOPLE.has(word)) return null;
  const own = CLASSES.get(word);
  if (own !== undefined) return own;
  if (UP.has(word) || DOWN.has(word)) return 'direction';
  const name = canonical(word);
  return NAME_WORDS.has(name) || OPTIONAL.has(name) || /[a-z][_.[]/.test(word) ? 'noun' : null;
}

/** The class and length of the word or phrase at the start of `words`, which are the next few words. */
export function classOf(
  words: readonly string[],
  ofOrder: boolean,
): { readonly kind: WordClass | null; readonly length: number } {
  for (let length = Math.min(LONGEST_PHRASE, words.length); length > 1; length--) {
    const kind = PHRASES.get(words.slice(0, length).join(' '));
    const isPast = ofOrder && words.slice(0, length).some((word) => OF_AN_ORDER.get(word) === null);
    if (kind !== undefined && !isPast) return { kind, length };
  }
  const [word = ''] = words;
  const ordered = ofOrder ? OF_AN_ORDER.get(word) : undefined;
  const kind = ordered === undefined ? classOfWord(word) : ordered;
  return { kind, length: 1 };
}
