import { depthWithin, imbalanceWithin, touchOf, walkBook, type Judged } from '../../analytics/book/index.ts';
import { spreadBpsOfBid } from '../../analytics/flow/index.ts';
import type { Side } from '../../core/index.ts';
import type { Absence, Execution, LiquidityAnswer, Vacuum, Wall } from './answers.ts';
import { atScale, sizeScale } from './at-scale.ts';
import { stateOf } from './market-state.ts';
import { absent, answerBase, isWhole, whyNoBook, type Reading } from './reading.ts';
import { vacuumsOf, wallsOf } from './studies/liquidity.ts';
import { volumeProfile, whyNoProfile } from './studies/volume-profile.ts';
import { marketSpan } from './trade-coverage.ts';

/** Distances from the mid at which depth is reported, basis points. */
const DISTANCES_BPS = [2, 5, 10, 25, 50, 100];

const SIDES = ['buy', 'sell'] as const;

const SEVERITY = { high: 0, medium: 1, low: 2 } as const;

/** Maximum walls or vacuums in a list; most severe first, then nearest, so that a cut list keeps the important ones. */
const MOST_LISTED = 12;

function taken<T extends { readonly severity: keyof typeof SEVERITY }, U>(
  judged: Judged<T>,
  field: string,
  absences: Absence[],
  shape: (found: T) => U,
): U[] | null {
  if (!judged.ready) {
    absences.push(absent(field, judged.reason, judged.readyAt));
    return null;
  }
  return judged.found
    .toSorted((a, b) => SEVERITY[a.severity] - SEVERITY[b.severity])
    .slice(0, MOST_LISTED)
    .map(shape);
}

type Findings = Pick<LiquidityAnswer, 'walls' | 'vacuums' | 'profile'>;

/** Walls and vacuums of the present book, and the profile, at most five seconds old. `at`: their path in the answer. */
export function liquidityFindings(reading: Reading, at: '' | 'liquidity.', absences: Absence[]): Findings {
  const { market, symbol, engine } = reading;
  const book = { market, symbol, settings: engine.settings };
  const walls = taken(wallsOf(book), `${at}walls`, absences, ({ price, size, side, severity }): Wall => ({
    price,
    qty: size,
    side,
    severity,
  }));
  const vacuums = taken(vacuumsOf(book), `${at}vacuums`, absences, ({ from, to, severity }): Vacuum => ({
    from,
    to,
    severity,
  }));
  const made = stateOf(market, volumeProfile);
  const profile = made.made?.finding.ready === true ? made.made.finding.profile : null;
  if (profile === null) absences.push(absent(`${at}profile`, whyNoProfile(made) ?? 'unknown'));
  return { walls, vacuums, profile };
}

/** Simulated execution of an order. `filled` is null if the known book ends before the size is filled. */
function execution({ symbol }: Reading, side: Side, size: number): { readonly order: Execution; readonly why: string | null } {
  const { book } = symbol.book;
  const walk = walkBook(book, side, size);
  const end = side === 'buy' ? book.known.to : book.known.from;
  const order = {
    side,
    qty: size,
    avg_price: walk.avgPrice,
    worst_price: walk.worstPrice,
    slippage_bps_mid: walk.filled ? walk.slippageBpsMid : null,
    filled: walk.filled ? true : end === null ? false : null,
  };
  if (walk.filled) return { order, why: null };
  return { order, why: end === null ? 'the whole book holds less' : `the known book ends at ${end}, before the size is filled` };
}

function depthAt(reading: Reading, bps: number): LiquidityAnswer['depth_by_distance'][number] {
  const { book } = reading.symbol.book;
  return {
    within_bps: bps,
    bid: atScale(depthWithin(book, 'bid', bps), sizeScale(reading)),
    ask: atScale(depthWithin(book, 'ask', bps), sizeScale(reading)),
    imbalance: imbalanceWithin(book, bps),
  };
}

/** The reason for each null in the depths. */
const depthAbsences = (depths: LiquidityAnswer['depth_by_distance']): Absence[] =>
  depths.flatMap((depth, i) =>
    (['bid', 'ask', 'imbalance'] as const)
      .filter((name) => depth[name] === null)
      .map((name) => {
        const isKnown = depth.bid !== null && depth.ask !== null;
        return absent(`depth_by_distance[${i}].${name}`, isKnown ? 'nothing rests within it' : 'the known book ends before');
      }),
  );

export function makeLiquidity(reading: Reading, sizes: readonly number[]): LiquidityAnswer {
  const { market, symbol } = reading;
  const { book } = symbol.book;
  const absences: Absence[] = [];
  const whole = isWhole(reading);
  const touch = whole ? touchOf(book) : null;
  const bookless = ['spread_bps', 'depth_by_distance', ...(sizes.length > 0 ? ['execution'] : [])];
  if (!whole) absences.push(...bookless.map((field) => absent(field, whyNoBook(reading))));
  const depths = whole ? DISTANCES_BPS.map((bps) => depthAt(reading, bps)) : [];
  absences.push(...depthAbsences(depths));
  const orders = sizes.flatMap((size) => SIDES.map((side) => ({ side, size })));
  const executions = whole ? orders.map(({ side, size }) => execution(reading, side, size)) : [];
  absences.push(...executions.flatMap(({ why }, i) => (why === null ? [] : [absent(`execution[${i}]`, why)])));
  return {
    ...answerBase(reading, { streams: ['book', 'trade'], coverage: marketSpan(reading) }),
    symbol: market.symbol,
    venue: market.venue,
    spread_bps: touch && spreadBpsOfBid(touch),
    depth_by_distance: depths,
    ...liquidityFindings(reading, '', absences),
    execution: executions.map(({ order }) => order),
    absent: absences,
  };
}
