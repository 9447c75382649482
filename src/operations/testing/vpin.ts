import type { AnswerBase, VpinAnswer } from '../../services/market/answers.ts';

/** A VPIN written by hand. */
export const vpinByHand = (base: AnswerBase): VpinAnswer => ({
  ...base,
  symbol: 'BTCUSDT',
  venue: 'binance-spot',
  coverage: { from: '2026-11-20T12:32:56.123Z', to: '2026-11-20T12:34:55.789Z', complete: true },
  vpin: 0.312_345_678_901_2,
  percentile: 0.871_111_111_111_1,
  past_sec: 1_800,
  bucket_volume: 12.345_678_901_234,
  buckets: 50,
  full_buckets: 50,
  trade_sides: 'venue',
  absent: [],
});
