import type { ExecutionEstimate } from '../../services/market/answers.ts';
import { conciseBase, priceRounder, roundAmount, roundBps, roundShare, roundSize } from './concise.ts';

/** A share above 0 is not shown as 0. */
const LEAST_SHARE = 1e-6;

/** The estimate with rounded numbers. Each absence stays by itself, because the objects around them have values. */
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
      amount: roundAmount(fill.amount),
      share: fill.share === 0 ? 0 : Math.max(LEAST_SHARE, roundShare(fill.share)),
      avg_price: toPrice(fill.avg_price),
      slippage_bps_mid: roundBps(fill.slippage_bps_mid),
      slippage_bps_touch: roundBps(fill.slippage_bps_touch),
      fee: roundAmount(fill.fee),
      total: roundAmount(fill.total),
    },
    after: after && {
      ...after,
      moved_bps: roundBps(after.moved_bps),
      depth_left: roundSize(after.depth_left),
      share_taken: roundShare(after.share_taken),
    },
    resilience: resilience && { ...resilience, usual_depth: roundSize(resilience.usual_depth) },
    absent: estimate.absent.map(({ field, reason }) => ({ field, reason })),
  };
}
