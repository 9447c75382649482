import { imbalanceWithin, restingWithin, touchOf, type Judged } from '../../analytics/book/index.ts';
import { mid as midOf, spreadBpsOfBid } from '../../analytics/flow/index.ts';
import { toRfc3339, US_PER_SECOND, type BookSide } from '../../core/index.ts';
import type { Absence, LiquidityAnswer } from './answers.ts';
import type { LiquidityQuery } from './answers/liquidity.ts';
import { atScale, midScale, quoteScale, sizeScale } from './at-scale.ts';
import { stateOf } from './market-state.ts';
import { orderCosts } from './order-costs.ts';
import { absent, answerBase, isWhole, whyNoBook, type Reading } from './reading.ts';
import { liveSince } from './studies/fetched-trades.ts';
import { vacuumsOf, wallsOf } from './studies/liquidity.ts';
import { sinceOf, standsIn, whyNoSince } from './studies/wall-ages.ts';
import { volumeProfile, whyNoProfile } from './studies/volume-profile.ts';
import { marketSpan } from './trade-coverage.ts';

/** Distances from the mid at which depth is reported, basis points. */
const DISTANCES_BPS = [2, 5, 10, 25, 50, 100];

const BPS = 10_000;

const SEVERITY = { high: 0, medium: 1, low: 2 } as const;

/** Maximum walls or vacuums in a list; most severe first, then nearest, so that a cut list keeps the important ones. */
const MOST_LISTED = 12;

interface Listing<T, U> {
  readonly field: string;
  readonly many: string;
  readonly shape: (found: T) => U;
  readonly absences: Absence[];
  readonly caveats: string[];
}

/** The most severe findings, most severe first, then nearest. A caveat says how many were found. */
function taken<T extends { readonly severity: keyof typeof SEVERITY }, U extends { readonly distance_bps: number }>(
  judged: Judged<T>,
  { field, many, shape, absences, caveats }: Listing<T, U>,
): U[] | null {
  if (!judged.ready) {
    absences.push(absent(field, judged.reason, judged.readyAt));
    return null;
  }
  const { length } = judged.found;
  if (length > MOST_LISTED) caveats.push(`${many}: the ${MOST_LISTED} most severe of ${length}.`);
  return judged.found
    .toSorted((a, b) => SEVERITY[a.severity] - SEVERITY[b.severity])
    .slice(0, MOST_LISTED)
    .map(shape);
}

interface Findings extends Pick<LiquidityAnswer, 'vacuums' | 'profile'> {
  readonly walls: Omit<NonNullable<LiquidityAnswer['walls']>[number], 'since' | 'age_sec'>[] | null;
  readonly caveats: readonly string[];
}

/** The profile as last computed, with its own time and how much of it was seen live; null without one. */
function profileOf(reading: Reading): Findings['profile'] {
  const { made } = stateOf(reading.market, volumeProfile);
  if (made === null || !made.finding.ready) return null;
  const { profile } = made.finding;
  const live = (made.at - (liveSince(reading) ?? made.at)) / US_PER_SECOND;
  return {
    ...profile,
    live_sec: Math.round(Math.max(0, Math.min(profile.covered_sec, live))),
    as_of: toRfc3339(Math.min(reading.at, made.at + (reading.at - reading.exchangeAt))),
  };
}

/** Walls and vacuums of the present book, and the profile, at most five seconds old. `at`: their path in the answer. */
export function liquidityFindings(reading: Reading, at: '' | 'liquidity.', absences: Absence[]): Findings {
  const { market, symbol, engine } = reading;
  const book = { market, symbol, settings: engine.settings };
  const caveats: string[] = [];
  const walls = taken(wallsOf(book), {
    field: `${at}walls`,
    many: 'Walls',
    absences,
    caveats,
    shape: ({ price, size, side, severity, distanceBps }) => ({
      price,
      qty: size,
      amount: atScale(price * size, quoteScale(reading)),
      side,
      distance_bps: distanceBps,
      severity,
    }),
  });
  const vacuums = taken(vacuumsOf(book), {
    field: `${at}vacuums`,
    many: 'Vacuums',
    absences,
    caveats,
    shape: ({ from, to, side, severity, distanceBps }) => ({ from, to, side, distance_bps: distanceBps, severity }),
  });
  if (walls !== null || vacuums !== null) caveats.push(...reachCaveats(reading));
  const made = stateOf(market, volumeProfile);
  const profile = profileOf(reading);
  if (profile === null) absences.push(absent(`${at}profile`, whyNoProfile(made) ?? 'unknown'));
  return { walls, vacuums, profile, caveats };
}

const nearestFirst = <T extends { readonly distance_bps: number }>(found: readonly T[] | null): T[] | null =>
  found === null ? null : found.toSorted((a, b) => a.distance_bps - b.distance_bps);

/** Base and quote size that rests on one side within the distance. */
function depthOf(reading: Reading, side: BookSide, bps: number) {
  const resting = restingWithin(reading.symbol.book.book, side, bps);
  if (resting === null) return { base: null, quote: null };
  return { base: atScale(resting.base, sizeScale(reading)), quote: atScale(resting.quote, quoteScale(reading)) };
}

function depthAt(reading: Reading, bps: number): LiquidityAnswer['depth_by_distance'][number] {
  const [bid, ask] = [depthOf(reading, 'bid', bps), depthOf(reading, 'ask', bps)];
  return {
    within_bps: bps,
    bid: bid.base,
    ask: ask.base,
    bid_quote: bid.quote,
    ask_quote: ask.quote,
    imbalance: imbalanceWithin(reading.symbol.book.book, bps),
  };
}

interface Edge {
  readonly side: BookSide;
  readonly word: 'below' | 'above';
  /** Distance from the mid, basis points, rounded down, so that the distance itself is known. */
  readonly bps: number;
}

/** Where the known book ends on each side; empty if it is known to its end. */
function edgesOf(reading: Reading): Edge[] {
  const { book } = reading.symbol.book;
  const touch = isWhole(reading) ? touchOf(book) : null;
  if (touch === null) return [];
  const mid = midOf(touch);
  const edge = (side: BookSide, word: Edge['word'], end: number | null): Edge[] =>
    end === null ? [] : [{ side, word, bps: Math.floor((Math.abs(end - mid) / mid) * BPS * 10) / 10 }];
  return [...edge('bid', 'below', book.known.from), ...edge('ask', 'above', book.known.to)];
}

/** Where the known book ends, and what rests up to there: `the known book ends 3.1 bps below the mid (2.4 BTC up to there) and 2.8 …`. */
function knownEdges(reading: Reading): string {
  if (!isWhole(reading)) return whyNoBook(reading);
  const base = reading.symbol.instrument?.base ?? '';
  const edges = edgesOf(reading).map(({ side, word, bps }) => {
    const held = depthOf(reading, side, bps).base;
    return `${bps} bps ${word} the mid${held === null ? '' : ` (${`${held} ${base}`.trim()} up to there)`}`;
  });
  return edges.length === 0 ? 'the known book ends before' : `the known book ends ${edges.join(' and ')}`;
}

/** A caveat that walls and vacuums farther away are unknown; empty if the book is known to its end. */
function reachCaveats(reading: Reading): string[] {
  const edges = edgesOf(reading).map(({ bps, word }) => `${bps} bps ${word}`);
  return edges.length === 0 ? [] : [`Walls and vacuums are known up to ${edges.join(' and ')} the mid.`];
}

/** The reason for each null in the depths. */
const depthAbsences = (depths: LiquidityAnswer['depth_by_distance'], edges: string): Absence[] =>
  depths.flatMap((depth, i) =>
    (['bid', 'ask', 'bid_quote', 'ask_quote', 'imbalance'] as const)
      .filter((name) => depth[name] === null)
      .map((name) => {
        const isKnown = depth.bid !== null && depth.ask !== null;
        return absent(`depth_by_distance[${i}].${name}`, isKnown ? 'nothing rests within it' : edges);
      }),
  );

/** Walls with the time since which each has stood, and the reason for each without one. */
function withAges({ market, at }: Reading, walls: Findings['walls'], absences: Absence[]): LiquidityAnswer['walls'] {
  const held = standsIn({ market, at });
  return (
    walls &&
    walls.map((wall, i) => {
      const stands = held({ ...wall, size: wall.qty });
      if (stands.since === null)
        absences.push(...['age_sec', 'since'].map((field) => absent(`walls[${i}].${field}`, whyNoSince(stands))));
      const age = stands.since === null ? null : (at - stands.since) / US_PER_SECOND;
      return { ...wall, age_sec: age, since: sinceOf(stands) };
    })
  );
}

export function makeLiquidity(reading: Reading, query: LiquidityQuery): LiquidityAnswer {
  const { market, symbol } = reading;
  const absences: Absence[] = [];
  const whole = isWhole(reading);
  const touch = whole ? touchOf(symbol.book.book) : null;
  const bookless = ['mid_price', 'spread_bps', 'depth_by_distance', ...(query.sizes.length > 0 ? ['execution'] : [])];
  if (!whole) absences.push(...bookless.map((field) => absent(field, whyNoBook(reading))));
  const distances = (query.distancesBps ?? DISTANCES_BPS).toSorted((a, b) => a - b);
  const depths = whole ? distances.map((bps) => depthAt(reading, bps)) : [];
  absences.push(...depthAbsences(depths, knownEdges(reading)));
  const execution = whole ? orderCosts(reading, query, absences) : [];
  const { walls: found, vacuums, profile, caveats } = liquidityFindings(reading, '', absences);
  const walls = withAges(reading, nearestFirst(found), absences);
  return {
    ...answerBase(reading, { streams: ['book', 'trade'], coverage: marketSpan(reading), caveats }),
    symbol: market.symbol,
    venue: market.venue,
    mid_price: touch && atScale(midOf(touch), midScale(reading)),
    spread_bps: touch && spreadBpsOfBid(touch),
    depth_by_distance: depths,
    walls,
    vacuums: nearestFirst(vacuums),
    profile,
    execution,
    absent: absences,
  };
}
