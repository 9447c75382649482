import type { AnswerBase, CandlesAnswer } from '../../services/market/answers.ts';

/** Bars written by hand; the last one is still open. */
export const candlesByHand = (
  base: AnswerBase,
  { interval, limit }: { readonly interval: string; readonly limit: number },
): CandlesAnswer => ({
  ...base,
  symbol: 'BTCUSDT',
  venue: 'binance-spot',
  interval,
  candles: Array.from({ length: limit }, (_, index) => ({
    start: `2026-11-20T12:${String(index % 60).padStart(2, '0')}:00.000Z`,
    open: 91_234.56,
    high: 91_250.01,
    low: 91_200.5,
    close: 91_234.57,
    volume: 12.345_67,
    closed: index < limit - 1,
    complete: index < limit - 1,
  })),
  absent: [],
});
