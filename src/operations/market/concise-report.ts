import type { MarketReport } from '../../services/market/answers.ts';
import {
  conciseBase,
  leftOut,
  priceRounder,
  round,
  roundBps,
  roundLevels,
  roundProfile,
  roundShare,
  roundSize,
  strongest,
} from './concise.ts';

const LEVELS = 5;
const SHORTENED = `depth lists the best ${LEVELS} levels a side; its sums are over 20`;

/** The report with every field of its contract, levels cut and numbers rounded to what they can mean. */
export function conciseReport(report: MarketReport): MarketReport {
  const { best_bid, best_ask, depth, health } = report;
  const toPrice = priceRounder([best_bid, best_ask].flatMap((touch) => (touch ? [touch.price] : [])));
  const base = conciseBase(report);
  const cut = depth !== null && Math.max(depth.top20_bid.length, depth.top20_ask.length) > LEVELS;
  const walls = strongest(report.liquidity.walls);
  const vacuums = strongest(report.liquidity.vacuums);
  return {
    ...report,
    ...base,
    caveats: [...base.caveats, ...(cut ? [SHORTENED] : []), ...leftOut(walls.left, 'walls'), ...leftOut(vacuums.left, 'vacuums')],
    data_age_ms: round(report.data_age_ms, 0),
    change_24h_pct: round(report.change_24h_pct, 4),
    volume_24h: roundSize(report.volume_24h),
    best_bid: best_bid && { ...best_bid, qty: roundSize(best_bid.qty) },
    best_ask: best_ask && { ...best_ask, qty: roundSize(best_ask.qty) },
    spread_bps: roundBps(report.spread_bps),
    mid_price: toPrice(report.mid_price),
    micro_price: toPrice(report.micro_price),
    depth: depth && {
      top20_bid: roundLevels(depth.top20_bid.slice(0, LEVELS)),
      top20_ask: roundLevels(depth.top20_ask.slice(0, LEVELS)),
      sum_bid: roundSize(depth.sum_bid),
      sum_ask: roundSize(depth.sum_ask),
      imbalance: roundShare(depth.imbalance),
    },
    flow: { orders_per_sec: round(report.flow.orders_per_sec, 2), net_flow: roundSize(report.flow.net_flow) },
    liquidity: { walls: walls.kept, vacuums: vacuums.kept, profile: roundProfile(report.liquidity.profile, toPrice) },
    health: health && {
      score: health.score,
      components: {
        spread: round(health.components.spread, 3),
        depth: round(health.components.depth, 3),
        balance: round(health.components.balance, 3),
        flow: round(health.components.flow, 3),
        anomalies: round(health.components.anomalies, 3),
        freshness: round(health.components.freshness, 3),
      },
    },
  };
}
