import type { LiquidityAnswer } from '../../services/market/answers.ts';
import {
  conciseAbsences,
  conciseBase,
  leftOut,
  priceRounder,
  roundBps,
  roundProfile,
  roundShare,
  roundSize,
  strongest,
} from './concise.ts';

const STRONGEST = 3;

/** Prices quoted by the venue; they determine the digits of derived prices. */
const quotedPrices = ({ walls, execution }: LiquidityAnswer): number[] => [
  ...(walls ?? []).map((wall) => wall.price),
  ...execution.flatMap((order) => (order.worst_price === null ? [] : [order.worst_price])),
];

/** The liquidity with numbers rounded and only the strongest walls and vacuums. */
export function conciseLiquidity(liquidity: LiquidityAnswer): LiquidityAnswer {
  const walls = strongest(liquidity.walls, STRONGEST);
  const vacuums = strongest(liquidity.vacuums, STRONGEST);
  const base = conciseBase(liquidity);
  const toPrice = priceRounder(quotedPrices(liquidity));
  return {
    ...liquidity,
    ...base,
    caveats: [
      ...base.caveats,
      ...leftOut([
        [walls.left, 'wall', 'walls'],
        [vacuums.left, 'vacuum', 'vacuums'],
      ]),
    ],
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
    absent: conciseAbsences(liquidity.absent),
    execution: liquidity.execution.map((order) => ({
      ...order,
      avg_price: toPrice(order.avg_price),
      slippage_bps_mid: roundBps(order.slippage_bps_mid),
    })),
  };
}
