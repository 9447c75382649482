import { averagePrice, fillOrder, touchOf } from '../../analytics/book/index.ts';
import { withoutNoise, type Side } from '../../core/index.ts';
import type { Absence, Execution } from './answers.ts';
import type { LiquidityQuery } from './answers/liquidity.ts';
import { atScale, quoteScale, sizeScale } from './at-scale.ts';
import { absent, type Reading } from './reading.ts';

const BPS = 10_000;
const SIDES = ['buy', 'sell'] as const;

/** Simulated execution of one market order. `why`: the reason for its nulls; null if it is filled. */
function orderCost(
  reading: Reading,
  order: { readonly side: Side; readonly size: number | null; readonly quote: number | null },
) {
  const { book } = reading.symbol.book;
  const { side } = order;
  const fill = fillOrder(book, { ...order, limit: null });
  if (fill.outcome === 'filled') {
    const average = withoutNoise(averagePrice(fill));
    const touch = touchOf(book);
    const mid = touch === null ? null : (touch.bid + touch.ask) / 2;
    const cost: Execution = {
      side,
      qty: order.size ?? atScale(fill.base, sizeScale(reading)),
      amount: order.quote ?? withoutNoise(atScale(fill.quote, quoteScale(reading))),
      avg_price: average,
      worst_price: fill.worst,
      slippage_bps_mid: mid === null || average === null ? null : (((side === 'buy' ? 1 : -1) * (average - mid)) / mid) * BPS,
      filled: true,
    };
    return { cost, why: null };
  }
  const end = side === 'buy' ? book.known.to : book.known.from;
  const cost: Execution = {
    side,
    qty: order.size,
    amount: order.quote,
    avg_price: null,
    worst_price: null,
    slippage_bps_mid: null,
    filled: end === null ? false : null,
  };
  return {
    cost,
    why:
      end === null
        ? 'the whole book holds less'
        : `the known book ends at ${end}, before the size is filled; get_book may have more levels as received`,
  };
}

/** Market orders of each size on both sides, against the book of now. The book is whole. */
export function orderCosts(reading: Reading, { sizes, sizeUnit = 'base' }: LiquidityQuery, absences: Absence[]): Execution[] {
  const orders = sizes.flatMap((size) =>
    SIDES.map((side) =>
      orderCost(reading, { side, ...(sizeUnit === 'base' ? { size, quote: null } : { size: null, quote: size }) }),
    ),
  );
  absences.push(...orders.flatMap(({ why }, i) => (why === null ? [] : [absent(`execution[${i}]`, why)])));
  return orders.map(({ cost }) => cost);
}
