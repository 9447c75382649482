import type { Level, MarketReport } from '../../services/market/answers.ts';
import {
  conciseAbsences,
  conciseBase,
  leftOut,
  priceRounder,
  round,
  roundBps,
  roundLevels,
  roundShare,
  roundSize,
  strongest,
  toSecond,
} from './concise.ts';

/** Levels per side that fit in 600 tokens with the rest of the contract; each absence costs the space of one level. */
const levelsBeside = (absences: number): number => Math.max(0, 2 - absences);

/** A list cut to nothing is left out, because an empty list would mean an empty book, and null an unknown one. */
function cutTo(name: 'top20_bid' | 'top20_ask', depth: Depth, most: number): Partial<Depth> {
  const levels = depth[name];
  return levels === undefined || (most === 0 && levels.length > 0) ? {} : { [name]: roundLevels(levels.slice(0, most)) };
}

const STRONGEST = 1;

/** The report with every field of its contract; lists are cut, numbers rounded to significant digits, and `caveats` names the cuts. */
export function conciseReport(report: MarketReport): MarketReport {
  const { best_bid, best_ask, depth, health, liquidity } = report;
  const toPrice = priceRounder([best_bid, best_ask].flatMap((touch) => (touch ? [touch.price] : [])));
  // Only the book is always listed, because a second input does not fit in 600 tokens with many absences.
  const base = conciseBase(report, { ages: [report.data_age_ms], main: ['book'] });
  const walls = strongest(liquidity.walls, STRONGEST);
  const vacuums = strongest(liquidity.vacuums, STRONGEST);
  const anomalies = strongest(report.anomalies, STRONGEST);
  const absent = conciseAbsences(report.absent);
  const levels = levelsBeside(absent.length + 2 * (anomalies.kept?.length ?? 0));
  const cutOf = (side: Level[] | null | undefined) => Math.max(0, (side?.length ?? 0) - levels);
  const cutLevels = cutOf(depth?.top20_bid) + cutOf(depth?.top20_ask);
  const cuts = [
    [cutLevels, 'level', 'levels'],
    [walls.left, 'wall', 'walls'],
    [vacuums.left, 'vacuum', 'vacuums'],
    [anomalies.left, 'anomaly', 'anomalies'],
    [liquidity.profile ? 1 : 0, 'profile', 'profiles'],
  ] as const;
  return {
    ...report,
    ...base,
    caveats: [...base.caveats, ...leftOut(cuts)],
    generated_at: toSecond(report.generated_at),
    data_age_ms: round(report.data_age_ms, 0),
    change_24h_pct: round(report.change_24h_pct, 4),
    volume_24h: roundSize(report.volume_24h),
    best_bid: best_bid && { ...best_bid, qty: roundSize(best_bid.qty) },
    best_ask: best_ask && { ...best_ask, qty: roundSize(best_ask.qty) },
    spread_bps: roundBps(report.spread_bps),
    mid_price: toPrice(report.mid_price),
    micro_price: toPrice(report.micro_price),
    depth: depth && {
      ...cutTo('top20_bid', depth, levels),
      ...cutTo('top20_ask', depth, levels),
      sum_bid: roundSize(depth.sum_bid),
      sum_ask: roundSize(depth.sum_ask),
      imbalance: roundShare(depth.imbalance),
    },
    flow: { ...report.flow, orders_per_sec: round(report.flow.orders_per_sec, 2), net_flow: roundSize(report.flow.net_flow) },
    liquidity: { walls: walls.kept, vacuums: vacuums.kept, ...(liquidity.profile ? {} : { profile: liquidity.profile }) },
    anomalies: anomalies.kept,
    health: health && { score: health.score, components: roundParts(health.components) },
    absent,
  };
}

type Depth = NonNullable<MarketReport['depth']>;
type Parts = NonNullable<MarketReport['health']>['components'];

const roundParts = (parts: Parts): Parts => ({
  spread: round(parts.spread, 3),
  depth: round(parts.depth, 3),
  balance: round(parts.balance, 3),
  flow: round(parts.flow, 3),
  anomalies: round(parts.anomalies, 3),
  freshness: round(parts.freshness, 3),
});
