import type { Term } from './term.ts';

const OF_BOOK = /^(?:best_|bids|asks|spread|depth|levels_total|mid_price|micro_price|(?:liquidity\.)?walls)/;
const OF_TOUCH = /^(?:best_|bids|asks|spread)/;
const OF_TRADES =
  /^(?:windows\[\]\.trades|trades|last_price|high_24h|low_24h|candles|markets\[\]\.last_price|streams\[\]\.messages)/;

/** Fields that add up over a day or a window. */
const GROWS = /^(?:windows|volume_24h|flow\.net|net_flow|cvd|candles\[\]\.volume)/;

const isQuoted = ({ unit, path }: Term): boolean => unit === 'quote' && !/quote$|tick$|high|low/.test(path);
const isTally = ({ unit, path }: Term): boolean => unit === 'per_second' || (unit === 'count' && !/levels_total/.test(path));

/** Sums of many trades or levels, which "a bid of 9 BTC" can't mean. */
const SUMS = /^(?:windows\[\]\.(?:buy|sell|net)|depth\.sum_|depth_by_distance\[\]\.(?:bid|ask))/;
/** Singular nouns that may name a sum. */
const ONE = ['volume', 'depth', 'liquidity', 'flow', 'sum', 'buying', 'selling'];

type Test = (term: Term) => boolean;
const each = (words: string, test: Test): readonly (readonly [string, Test])[] => words.split(' ').map((word) => [word, test]);

/** Words allowed in addition to a field's name, and the fields with which they are allowed. */
const SAID_OF: ReadonlyMap<string, Test> = new Map([
  ...each('price', isQuoted),
  ...each('side', ({ path }) => OF_BOOK.test(path)),
  ...each('level', ({ path }) => OF_BOOK.test(path) && !/imbalance|spread|mid|micro/.test(path)),
  ...each('book order', ({ path }) => OF_BOOK.test(path) || path.startsWith('execution')),
  ...each('inside', ({ path }) => path.startsWith('spread')),
  ...each('currency terms', ({ path }) => path.endsWith('quote')),
  ...each('now currently', ({ path }) => !/(?:high|low)|profile|vwap|va[hl]|poc|execution|candles/.test(path)),
  ...each('current', ({ path }) => !/(?:high|low)|profile|vwap|va[hl]|poc|execution/.test(path)),
  ...each('top touch', ({ path }) => OF_TOUCH.test(path)),
  ...each('window', ({ pick }) => pick?.by === 'duration'),
  ...each('resting rests', ({ path, unit }) => OF_BOOK.test(path) && unit === 'base'),
  ...each('hold holds', ({ path, unit }) => OF_BOOK.test(path) && (unit === 'base' || unit === 'count')),
  ...each('set sets hit hits', ({ path }) => /(?:^|\.)(?:high|low)(?:_24h)?$/.test(path)),
  // Only buyers "take"; sellers give.
  ...each('took', ({ path }) => path === 'windows[].buy'),
  ...each('come comes came', ({ path }) => !/^(?:bids|asks)/.test(path)),
  ...each('reached', ({ path }) => GROWS.test(path)),
  ...each('recorded', (term) => isTally(term) || GROWS.test(term.path) || /(?:^|\.)(?:high|low)/.test(term.path)),
  ...each('covers', ({ path }) => path.includes('profile')),
  ...each('since', ({ path }) => path.startsWith('cvd')),
  ...each('starting beginning', ({ path }) => path.startsWith('candles')),
  ...each('saw sees seen seeing processes processed', (term) => isTally(term) || GROWS.test(term.path)),
  ...each('prints printed', ({ path }) => OF_TRADES.test(path)),
  ...each('went through', ({ path }) => OF_TRADES.test(path)),
  ...each('counts counted receives received delivered registers registered arrive arrives arriving', isTally),
  ...each('second', ({ unit }) => unit === 'per_second'),
]);

/** Words that don't change the meaning of the field names they may accompany: "the bid price". */
export const OPTIONAL: ReadonlySet<string> = new Set(
  'price book order side level top touch inside window currency terms'.split(' '),
);

/** The first word that can't accompany a field and so claims something else; undefined if all fit. `words` are canonical. */
export function unfitting(term: Term, words: ReadonlySet<string>): string | undefined {
  const own = new Set(term.names.flatMap((name) => name.split(' ')));
  return [...words].find((word) => {
    if (own.has(word)) return false;
    if (word === 'a' || word === 'an') return SUMS.test(term.path) && !ONE.some((one) => words.has(one));
    // "order" is allowed only in "order book", or for an order that would be filled.
    if (word === 'order' && !words.has('book') && !term.path.startsWith('execution')) return true;
    const test = SAID_OF.get(word);
    return test !== undefined && !test(term);
  });
}
