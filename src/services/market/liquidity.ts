import { depthWithin, imbalanceWithin, touchOf, walkBook, type Judged } from '../../analytics/book/index.ts';
import { spreadBpsOfBid } from '../../analytics/flow/index.ts';
import type { Absence, Execution, LiquidityAnswer, MarketReport, Vacuum, Wall } from './answers.ts';
import { absent, answerBase, isWhole, whyNoBook, type Reading } from './reading.ts';

/** Distances from the mid at which depth is told, basis points. */
const DISTANCES_BPS = [2, 5, 10, 25, 50, 100];

const SEVERITY = { high: 0, medium: 1, low: 2 } as const;

/** Walls or vacuums in a list; the gravest first, then the nearest, so that a cut list keeps what matters. */
const MOST_LISTED = 12;

function taken<T extends { readonly severity: keyof typeof SEVERITY }, U>(
  judged: Judged<T> | undefined,
  field: string,
  absences: Absence[],
  shape: (found: T) => U,
): U[] | null {
  if (judged === undefined || !judged.ready) {
    absences.push(absent(field, judged?.reason ?? 'not worked out yet', judged?.readyAt ?? null));
    return null;
  }
  return judged.found
    .toSorted((a, b) => SEVERITY[a.severity] - SEVERITY[b.severity])
    .slice(0, MOST_LISTED)
    .map(shape);
}

/** Walls and vacuums as last worked out, at most a second ago; the profile, at most five. */
export function liquidityFindings(reading: Reading, absences: Absence[]): MarketReport['liquidity'] {
  const { slow } = reading.market;
  const walls = taken(slow?.walls, 'liquidity.walls', absences, ({ price, size, side, severity }): Wall => ({
    price,
    qty: size,
    side,
    severity,
  }));
  const vacuums = taken(slow?.vacuums, 'liquidity.vacuums', absences, ({ from, to, severity }): Vacuum => ({
    from,
    to,
    severity,
  }));
  const profile = slow?.profile.ready === true ? slow.profile.profile : null;
  if (profile === null) {
    const found = slow?.profile;
    absences.push(absent('liquidity.profile', found?.ready === false ? found.reason : 'not worked out yet'));
  }
  return { walls, vacuums, profile };
}

function execution({ symbol }: Reading, size: number): Execution[] {
  return (['buy', 'sell'] as const).map((side) => {
    const walk = walkBook(symbol.book.book, side, size);
    return {
      side,
      qty: size,
      avg_price: walk.avgPrice,
      worst_price: walk.worstPrice,
      slippage_bps_mid: walk.filled ? walk.slippageBpsMid : null,
      filled: walk.filled,
    };
  });
}

const depthAt = ({ symbol: { book } }: Reading, bps: number): LiquidityAnswer['depth_by_distance'][number] => ({
  within_bps: bps,
  bid: depthWithin(book.book, 'bid', bps),
  ask: depthWithin(book.book, 'ask', bps),
  imbalance: imbalanceWithin(book.book, bps),
});

export function makeLiquidity(reading: Reading, sizes: readonly number[]): LiquidityAnswer {
  const { market, symbol } = reading;
  const { book } = symbol.book;
  const absences: Absence[] = [];
  const whole = isWhole(reading);
  const touch = whole ? touchOf(book) : null;
  if (!whole) absences.push(absent('spread_bps, depth_by_distance, execution', whyNoBook(reading)));
  const depths = whole ? DISTANCES_BPS.map((bps) => depthAt(reading, bps)) : [];
  const beyond = depths.filter(({ bid, ask }) => bid === null || ask === null).map(({ within_bps }) => within_bps);
  if (beyond.length > 0) absences.push(absent(`depth_by_distance within ${beyond.join(', ')} bps`, 'the known book ends before'));
  return {
    ...answerBase(reading, { streams: ['book', 'trade'] }),
    symbol: market.symbol,
    venue: market.venue,
    spread_bps: touch && spreadBpsOfBid(touch),
    depth_by_distance: depths,
    ...liquidityFindings(reading, absences),
    execution: whole ? sizes.flatMap((size) => execution(reading, size)) : [],
    absent: absences,
  };
}
