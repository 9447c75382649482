import type { Side } from '../../core/index.ts';

const BPS = 10_000;

/** A trade with the mid before it and the mid some seconds later (usually 5 s and 60 s in crypto); quote currency. */
export interface TradeWithMids {
  readonly side: Side;
  readonly price: number;
  readonly mid: number;
  readonly later: number;
}

const sign = (side: Side) => (side === 'buy' ? 1 : -1);

/** Cost of the taker: `2 s (p − m) / m`, bps of the mid (Huang & Stoll 1996). Null unless the mid is above 0. */
export const effectiveSpreadBps = ({ side, price, mid }: Omit<TradeWithMids, 'later'>): number | null =>
  mid > 0 ? ((2 * sign(side) * (price - mid)) / mid) * BPS : null;

/** Gain of the maker: `2 s (p − m later) / m`, bps. Effective = realised + impact. Null unless the mid is above 0. */
export const realisedSpreadBps = ({ side, price, mid, later }: TradeWithMids): number | null =>
  mid > 0 ? ((2 * sign(side) * (price - later)) / mid) * BPS : null;

/** Move of the market: `2 s (m later − m) / m`, bps. Null unless the mid is above 0. */
export const priceImpactBps = ({ side, mid, later }: Omit<TradeWithMids, 'price'>): number | null =>
  mid > 0 ? ((2 * sign(side) * (later - mid)) / mid) * BPS : null;
