import type { ExecutionEstimate } from '../../services/market/answers.ts';
import { conciseAbsences, conciseBase, priceRounder, roundBps, roundShare, roundSize } from './concise.ts';

/** The estimate with rounded numbers. */
export function conciseEstimate(estimate: ExecutionEstimate): ExecutionEstimate {
  const { fill, after, resilience } = estimate;
  const quoted = [fill?.worst_price, after?.best_price].filter((price) => price != null);
  const toPrice = priceRounder(quoted);
  return {
    ...estimate,
    ...conciseBase(estimate, { main: ['book'] }),
    mid_price: toPrice(estimate.mid_price),
    fill: fill && {
      ...fill,
      size: roundSize(fill.size),
      amount: toPrice(fill.amount),
      share: roundShare(fill.share),
      avg_price: toPrice(fill.avg_price),
      slippage_bps_mid: roundBps(fill.slippage_bps_mid),
      slippage_bps_touch: roundBps(fill.slippage_bps_touch),
      fee: toPrice(fill.fee),
      total: toPrice(fill.total),
    },
    after: after && {
      ...after,
      moved_bps: roundBps(after.moved_bps),
      depth_left: roundSize(after.depth_left),
      share_taken: roundShare(after.share_taken),
    },
    resilience: resilience && { ...resilience, usual_depth: roundSize(resilience.usual_depth) },
    absent: conciseAbsences(estimate.absent),
  };
}
