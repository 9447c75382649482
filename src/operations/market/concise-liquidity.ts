import type { LiquidityAnswer } from '../../services/market/answers.ts';
import { conciseBase, leftOut, priceRounder, roundBps, roundProfile, roundShare, roundSize, strongest } from './concise.ts';

const PRICE_DECIMALS_SEEN = 8;

/** The liquidity with numbers rounded and only the strongest walls and vacuums. */
export function conciseLiquidity(liquidity: LiquidityAnswer): LiquidityAnswer {
  const walls = strongest(liquidity.walls);
  const vacuums = strongest(liquidity.vacuums);
  const base = conciseBase(liquidity);
  const quoted = (liquidity.walls ?? []).map((wall) => wall.price);
  const toPrice = quoted.length > 0 ? priceRounder(quoted) : priceRounder([10 ** -PRICE_DECIMALS_SEEN]);
  return {
    ...liquidity,
    ...base,
    caveats: [...base.caveats, ...leftOut(walls.left, 'walls'), ...leftOut(vacuums.left, 'vacuums')],
    spread_bps: roundBps(liquidity.spread_bps),
    depth_by_distance: liquidity.depth_by_distance.map(({ within_bps, bid, ask, imbalance }) => ({
      within_bps,
      bid: roundSize(bid),
      ask: roundSize(ask),
      imbalance: roundShare(imbalance),
    })),
    walls: walls.kept,
    vacuums: vacuums.kept,
    profile: roundProfile(liquidity.profile, toPrice),
    execution: liquidity.execution.map((order) => ({
      ...order,
      avg_price: toPrice(order.avg_price),
      slippage_bps_mid: roundBps(order.slippage_bps_mid),
    })),
  };
}
