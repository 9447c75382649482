import type { TradeEvent } from '../../core/index.ts';

/** Trade input of the flow formulas: price in quote currency, size in base currency, the taker's side, exchange time. */
export type Trade = Pick<TradeEvent, 'price' | 'size' | 'side' | 'tsEvent'>;

/** Signed size: positive if the taker bought. */
export const signedSize = ({ size, side }: Pick<Trade, 'size' | 'side'>): number => (side === 'buy' ? size : -size);
