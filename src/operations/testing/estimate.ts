import type { AnswerBase, ExecutionEstimate } from '../../services/market/answers.ts';
import type { EstimateQuery } from '../../services/market/answers/execution-estimate.ts';

/** An estimate written by hand. */
export const estimateByHand = (
  base: AnswerBase,
  { side, size, sizeUnit, limitPrice, maxSlippageBps, feeBps }: EstimateQuery,
): ExecutionEstimate => ({
  ...base,
  symbol: 'BTCUSDT',
  venue: 'binance-spot',
  order: {
    side,
    size,
    size_unit: sizeUnit,
    limit_price: limitPrice ?? null,
    max_slippage_bps: maxSlippageBps ?? null,
    fee_bps: feeBps ?? null,
  },
  mid_price: 91_234.565,
  fill: {
    outcome: 'filled',
    size: 5,
    amount: 456_201.123_45,
    share: 1,
    levels: 12,
    avg_price: 91_240.224_69,
    worst_price: 91_246.5,
    slippage_bps_mid: 0.620_322_1,
    slippage_bps_touch: 0.619_774,
    fee: 456.201_123_45,
    total: 456_657.324_573_45,
  },
  after: {
    within_bps: 10,
    best_price: 91_246.5,
    moved_bps: 1.307_602,
    depth_left: 25.123_456_789,
    share_taken: 0.165_987_654,
  },
  resilience: { usual_depth: 31.234_567_89, falls: 3, recovered: 2, recovery_sec: 20, samples: 180 },
  absent: [],
});
