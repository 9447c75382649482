import type { TradeEvent } from '../../core/index.ts';

/** What the flow formulas need of a trade: price in quote currency, size in base currency, the aggressor's side, exchange time. */
export type Trade = Pick<TradeEvent, 'price' | 'size' | 'side' | 'tsEvent'>;

/** Size with the aggressor's sign: buys above 0. */
export const signedSize = ({ size, side }: Pick<Trade, 'size' | 'side'>): number => (side === 'buy' ? size : -size);
