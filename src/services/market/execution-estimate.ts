import {
  averagePrice,
  depthWithin,
  fillOrder,
  resilienceOf,
  sizeWithinAverage,
  touchOf,
  type Fill,
  type MarketableOrder,
} from '../../analytics/book/index.ts';
import { mid as midOf } from '../../analytics/flow/index.ts';
import { withoutNoise } from '../../core/index.ts';
import type { Absence, ExecutionEstimate } from './answers.ts';
import type { EstimateQuery } from './answers/execution-estimate.ts';
import { atScale, floorAtScale, midScale, quoteScale, sizeScale } from './at-scale.ts';
import { bookSpan } from './book-coverage.ts';
import { stateOf } from './market-state.ts';
import { absent, answerBase, isWhole, whyNoBook, type Reading } from './reading.ts';
import { liquidity } from './studies/liquidity.ts';

const BPS = 10_000;
/** Distance from the mid within which depth is compared, basis points. */
const WITHIN_BPS = 10;

/** What a marketable order would get in the present book, what it leaves, and how that side of the book usually comes back. */
export function makeEstimate(reading: Reading, query: EstimateQuery): ExecutionEstimate {
  const { market } = reading;
  const order = orderOf(query);
  const whole = isWhole(reading);
  const absences: Absence[] = whole ? [] : ['mid_price', 'fill', 'after'].map((field) => absent(field, whyNoBook(reading)));
  const touch = whole ? touchOf(reading.symbol.book.book) : null;
  const mid = touch === null ? null : atScale(midOf(touch), midScale(reading));
  const fill = mid === null ? null : fillWithin(reading, order, mid, query.maxSlippageBps ?? null);
  return {
    ...answerBase(reading, { streams: ['book'], coverage: bookSpan(reading), caveats: CAVEATS }),
    symbol: market.symbol,
    venue: market.venue,
    order: {
      side: order.side,
      size: query.size,
      size_unit: query.sizeUnit,
      limit_price: order.limit,
      max_slippage_bps: query.maxSlippageBps ?? null,
      fee_bps: query.feeBps ?? null,
    },
    mid_price: mid,
    fill: fill === null || mid === null ? null : filled(reading, { fill, order, mid, feeBps: query.feeBps ?? null }, absences),
    after: fill === null || mid === null ? null : leftAfter(reading, { fill, order }, absences),
    resilience: recovery(reading, order, absences),
    absent: absences,
  };
}

const CAVEATS = ['An estimate from the book of now: hidden orders, the delay of an order and reactions of others are not in it.'];

const orderOf = ({ side, size, sizeUnit, limitPrice }: EstimateQuery): MarketableOrder => ({
  side,
  size: sizeUnit === 'base' ? size : null,
  quote: sizeUnit === 'quote' ? size : null,
  limit: limitPrice ?? null,
});

type EstimatedFill = Omit<Fill, 'outcome'> & { readonly outcome: Fill['outcome'] | 'slippage' };

/** Fills the order, or as many whole steps of size as its largest slippage allows. */
function fillWithin(reading: Reading, order: MarketableOrder, mid: number, maxSlippageBps: number | null): EstimatedFill {
  const { book } = reading.symbol.book;
  const fill = fillOrder(book, order);
  if (maxSlippageBps === null) return fill;
  const worst = mid * (1 + ((order.side === 'buy' ? 1 : -1) * maxSlippageBps) / BPS);
  const most = sizeWithinAverage(book, order.side, worst);
  if (most === null || fill.base <= most) return fill;
  const size = floorAtScale(most, sizeScale(reading));
  if (size > 0) return { ...fillOrder(book, { ...order, size, quote: null }), outcome: 'slippage' };
  return { base: 0, quote: 0, best: null, worst: null, levels: 0, next: fill.best, outcome: 'slippage' };
}

interface Filling {
  readonly fill: EstimatedFill;
  readonly order: MarketableOrder;
  readonly mid: number;
  readonly feeBps: number | null;
}

/** Basis points by which `price` is worse than `from` for this side. */
const worseBps = ({ side }: MarketableOrder, price: number, from: number): number =>
  (((side === 'buy' ? 1 : -1) * (price - from)) / from) * BPS;

const WHY_NOT: Readonly<Record<EstimatedFill['outcome'], string>> = {
  filled: 'it is filled',
  limit: 'no level is at the limit price or better',
  slippage: 'the smallest size already costs more than max_slippage_bps',
  empty: 'that side of the book is empty',
  unknown: 'no level of that side is known',
};

function filled(
  reading: Reading,
  { fill, order, mid, feeBps }: Filling,
  absences: Absence[],
): NonNullable<ExecutionEstimate['fill']> {
  const isFilled = fill.outcome === 'filled';
  const amount = (isFilled ? order.quote : null) ?? withoutNoise(atScale(fill.quote, quoteScale(reading)));
  const average = withoutNoise(averagePrice(fill));
  const fee = feeBps === null ? null : withoutNoise((amount * feeBps) / BPS);
  if (average === null) {
    const fields = ['avg_price', 'worst_price', 'slippage_bps_mid', 'slippage_bps_touch'];
    absences.push(...fields.map((name) => absent(`fill.${name}`, WHY_NOT[fill.outcome])));
  }
  if (fee === null) absences.push(...['fee', 'total'].map((name) => absent(`fill.${name}`, 'no fee_bps was given')));
  const done = order.size === null ? fill.quote / (order.quote ?? 1) : fill.base / order.size;
  return {
    outcome: fill.outcome,
    size: (isFilled ? order.size : null) ?? atScale(fill.base, sizeScale(reading)),
    amount,
    share: isFilled ? 1 : Math.min(1, withoutNoise(done)),
    levels: fill.levels,
    avg_price: average,
    worst_price: fill.worst,
    slippage_bps_mid: average === null ? null : worseBps(order, average, mid),
    slippage_bps_touch: average === null || fill.best === null ? null : worseBps(order, average, fill.best),
    fee,
    total: fee === null ? null : withoutNoise(order.side === 'buy' ? amount + fee : amount - fee),
  };
}

function leftAfter(
  reading: Reading,
  { fill, order }: Pick<Filling, 'fill' | 'order'>,
  absences: Absence[],
): NonNullable<ExecutionEstimate['after']> {
  const { book } = reading.symbol.book;
  const side = order.side === 'buy' ? 'ask' : 'bid';
  const before = touchOf(book)?.[side] ?? null;
  const within = depthWithin(book, side, WITHIN_BPS);
  // The fill takes the nearest levels first.
  const taken = within === null ? null : Math.min(fill.base, within);
  if (fill.next === null) {
    const end = side === 'ask' ? book.known.to : book.known.from;
    const why =
      end === null
        ? 'no level is left on that side'
        : `the book is not known beyond ${end}; get_book may have more levels as received`;
    absences.push(absent('after.best_price', why), absent('after.moved_bps', why));
  }
  if (within === null)
    absences.push(...['depth_left', 'share_taken'].map((name) => absent(`after.${name}`, 'the known book ends before')));
  else if (within === 0) absences.push(absent('after.share_taken', 'nothing rests within it'));
  return {
    within_bps: WITHIN_BPS,
    best_price: fill.next,
    moved_bps: fill.next === null || before === null ? null : worseBps(order, fill.next, before),
    depth_left: within === null || taken === null ? null : atScale(within - taken, sizeScale(reading)),
    share_taken: within === null || within === 0 || taken === null ? null : withoutNoise(taken / within),
  };
}

function recovery(reading: Reading, { side }: MarketableOrder, absences: Absence[]): ExecutionEstimate['resilience'] {
  const found = resilienceOf(stateOf(reading.market, liquidity), side === 'buy' ? 'ask' : 'bid', WITHIN_BPS);
  const { usual, falls, recovered, medianSec, samples } = found;
  if (usual === null) {
    absences.push(absent('resilience', 'no sample so far reaches 10 bps from the mid in the known book'));
    return null;
  }
  if (medianSec === null)
    absences.push(
      absent(
        'resilience.recovery_sec',
        falls === 0 ? 'the depth did not fall by half in this time' : 'no fall has recovered yet',
      ),
    );
  return { usual_depth: atScale(usual, sizeScale(reading) + 1), falls, recovered, recovery_sec: medianSec, samples };
}
