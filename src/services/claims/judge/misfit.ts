import { unfitting } from '../terms/beside.ts';
import type { Term } from '../terms/term.ts';
import type { Clause } from '../text/clauses.ts';
import type { Market } from '../text/market-names.ts';
import { hasWindow } from './shared-settings.ts';

/** Fields of one item: a level, a trade, a candle, a wall. */
const isOne = ({ path, pick }: Term): boolean =>
  /^(?:best_|execution|last_price|spread|mid_price|micro_price|depth\.top20|high_24h|low_24h|change_24h)/.test(path) ||
  (pick !== undefined && ['first', 'last', 'rank', 'any', 'time', 'id'].includes(pick.by));

/** Fields that add up over time, so that a window anywhere in the sentence may seem to apply to them. */
const isSum = ({ path, seconds, secondsAt }: Term): boolean =>
  seconds !== undefined || secondsAt !== undefined || /^cvd|messages|reconnects|quarantined|connections$/.test(path);

type Misfit = (term: Term, clause: Clause, market: Market | null) => string | null;

const direction: Misfit = (term, { direction: said, moves, changes, words }) => {
  if (term.sign !== 'signed' && said !== 'none') return `${term.path} has no sign, so a direction does not apply to it`;
  if (moves && term.path !== 'change_24h_pct') return `${term.path} is a value at one moment; write "is", not "rose" or "fell"`;
  if (term.direction !== undefined && said !== 'none')
    return 'the name already has a direction ("net selling"); remove the other one';
  return changes && words.has('change') ? 'the sentence gives the change of a change; write "the change is …"' : null;
};

const plural: Misfit = (term, { plurals: [several] }) =>
  several !== undefined && isOne(term) ? `"${several}" means several, but ${term.path} is one value` : null;

const windowElsewhere: Misfit = (term, { besideWindow, settings }) =>
  besideWindow && !hasWindow(settings) && isSum(term) ? 'another figure has a window; add the window of this one' : null;

/** "The last trade was 61,835 USDT" may be its price or its value. */
const worth: Misfit = (term, { figure: { unit }, words }, market) => {
  const inQuote = typeof unit === 'object' && unit?.kind === 'asset' && unit.asset === market?.quote && term.unit === 'quote';
  const isTrade = words.has('trade') && !words.has('price') && !words.has('at') && (words.has('is') || words.has('was'));
  return inQuote && isTrade ? 'it may be what the trade was worth; write "the last trade price"' : null;
};

/** A coin has many markets and venues, and it also flows into and out of venues. */
const coinWide: Misfit = (term, { markets }) => {
  if (/(?:^|\.)net/.test(term.path) && markets.some(({ owner }) => owner))
    return "a venue's flow may be one into the venue; write the symbol right behind the venue";
  const isWide = markets.length > 0 && markets.every(({ symbol, venue, owner }) => symbol === null && (venue === null || owner));
  return term.path === 'volume_24h' && isWide ? 'the volume is of one market; add its symbol or venue' : null;
};

const DEPTH_NOUNS = ['depth', 'liquidity', 'volume', 'size', 'sum', 'side', 'book', 'rest', 'resting', 'rests'];

/** "The bid within 5 bps is 9 BTC" is wrong: a sum of many bids is not one bid. */
const singular: Misfit = ({ path }, { plurals, words }) => {
  if (!/^depth(?:_by_distance\[\]\.(?:bid|ask)|\.sum_)/.test(path) || plurals.length > 0) return null;
  const saysSum = DEPTH_NOUNS.some((noun) => words.has(noun)) || (path.startsWith('depth.sum_') && words.has('level'));
  return saysSum ? null : `${path} is a sum of many orders; write "bids" or "bid depth"`;
};

/** "The 10:38 trade was 24 BTC" is wrong: a candle's volume is not one trade. */
const ofCandle: Misfit = ({ path }, { words, traded }) =>
  path.startsWith('candles[]') && words.has('trade') && !traded ? `${path} is of many trades; write "volume"` : null;

/** Connections and clocks belong to a venue and are shared by all its markets. */
const ofVenue: Misfit = ({ path }, { markets }) =>
  path.startsWith('venues[]') && markets.some(({ venue }) => venue === null)
    ? `${path} is of a venue; name the venue alone`
    : null;

/** "The bid came to 61,835" may mean that it moved there; only of a sum does "came to" mean "was". */
const arrival: Misfit = (term, { words }) =>
  words.has('to') && ['come', 'comes', 'came'].some((word) => words.has(word)) && term.unit === 'quote'
    ? `${term.path} may be said to have moved; write "is"`
    : null;

const modifier: Misfit = (term, { words }) => {
  const odd = unfitting(term, words);
  return odd === undefined ? null : `"${odd}" does not apply to ${term.path}`;
};

const MISFITS: readonly Misfit[] = [
  direction,
  plural,
  windowElsewhere,
  worth,
  coinWide,
  singular,
  ofCandle,
  ofVenue,
  arrival,
  modifier,
];

/** Why some part of a clause does not fit the field that it names; null if everything fits. */
export function misfitOf(term: Term, clause: Clause, market: Market | null): string | null {
  for (const misfit of MISFITS) {
    const why = misfit(term, clause, market);
    if (why !== null) return why;
  }
  return null;
}
