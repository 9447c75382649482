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

/** Where the known book ends on each side, and what rests up to there: `the known book ends 3.1 bps below (2.4) and 2.8 above (1.9)`. */
function knownEdges(reading: Reading): string {
  const { book } = reading.symbol.book;
  const touch = touchOf(book);
  if (touch === null) return whyNoBook(reading);
  const mid = midOf(touch);
  const base = reading.symbol.instrument?.base ?? '';
  const edge = (side: BookSide, word: string): string[] => {
    const end = side === 'bid' ? book.known.from : book.known.to;
    if (end === null) return [];
    const bps = (Math.abs(end - mid) / mid) * BPS;
    // Rounded down, so that the distance itself is known.
    const shown = Math.floor(bps * 10) / 10;
    const held = depthOf(reading, side, shown).base;
    return [`${shown} bps ${word} the mid${held === null ? '' : ` (${`${held} ${base}`.trim()} up to there)`}`];
  };
  const edges = [...edge('bid', 'below'), ...edge('ask', 'above')];
  return edges.length === 0 ? 'the known book ends before' : `the known book ends ${edges.join(' and ')}`;
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
  const held = standsIn({ market });
  return (
    walls &&
    walls.map((wall, i) => {
      const stands = held({ ...wall, size: wall.qty });
      if (stands.since === null)
        absences.push(...['age_sec', 'since'].map((field) => absent(`walls[${i}].${field}`, whyNoSince(stands))));
      const age = stands.since === null ? null : Math.max(0, at - stands.since) / US_PER_SECOND;
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
