import type { Trade } from '../trade.ts';

const trade = (price: number, size: number, side: Trade['side'], tsEvent: number): Trade => ({ price, size, side, tsEvent });

/** Trades T of the worked examples, a second apart. */
export const TRADES: readonly Trade[] = [
  trade(100, 4, 'buy', 1_000_000),
  trade(100.1, 8, 'buy', 2_000_000),
  trade(100, 6, 'sell', 3_000_000),
  trade(99.9, 9, 'sell', 4_000_000),
  trade(100, 3, 'buy', 5_000_000),
];
