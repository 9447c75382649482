import type { Absence, LiquidityAnswer } from '../../services/market/answers.ts';
import {
  round,
  roundAmount,
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

const STRONGEST = 2;
const SINCE = /^walls\[\d+\]\.since$/;
/** Distances that concise answers have unless the caller names some. */
const DISTANCES: ReadonlySet<number> = new Set([2, 10, 25, 50]);

/** Prices quoted by the venue; they determine the digits of derived prices. */
const quotedPrices = ({ walls, execution }: LiquidityAnswer): number[] => [
  ...(walls ?? []).map((wall) => wall.price),
  ...execution.flatMap((order) => (order.worst_price === null ? [] : [order.worst_price])),
];

/** Absences of the rows that are shown, under their places in the shortened lists. */
const absencesOf = (absent: readonly Absence[], shown: Readonly<Record<string, readonly number[]>>): Absence[] =>
  absent.flatMap((absence) => {
    const [, list, row, rest] = /^(\w+)\[(\d+)\](.*)$/.exec(absence.field) ?? [];
    const rows = list === undefined ? undefined : shown[list];
    if (rows === undefined) return [absence];
    const place = rows.indexOf(Number(row));
    return place < 0 ? [] : [{ ...absence, field: `${list}[${place}]${rest ?? ''}` }];
  });

/** The strongest walls; in place of the last of them the largest, because that is the one that people ask for. */
function shownWalls(
  walls: LiquidityAnswer['walls'],
): ReturnType<typeof strongest<NonNullable<LiquidityAnswer['walls']>[number]>> {
  const { kept, left } = strongest(walls, STRONGEST);
  const largest = walls?.reduce<(typeof walls)[number] | null>(
    (most, wall) => (most === null || wall.qty > most.qty ? wall : most),
    null,
  );
  if (walls === null || kept === null || largest == null || kept.includes(largest)) return { kept, left };
  const shown = new Set([...kept.slice(0, STRONGEST - 1), largest]);
  return { kept: walls.filter((wall) => shown.has(wall)), left };
}

/**
 * The liquidity with numbers rounded, only the strongest walls and vacuums, and depth at four distances; at the `asked` distances
 * if the caller named some.
 */
export function conciseLiquidity(liquidity: LiquidityAnswer, asked?: readonly number[]): LiquidityAnswer {
  const walls = shownWalls(liquidity.walls);
  const wallRows = (walls.kept ?? []).map((wall) => liquidity.walls?.indexOf(wall) ?? -1);
  const vacuums = strongest(liquidity.vacuums, STRONGEST);
  const { depth_by_distance: all } = liquidity;
  const shown = [...all.keys()].filter((row) => asked !== undefined || DISTANCES.has(all[row]?.within_bps ?? 0));
  const depths = shown.flatMap((row) => all[row] ?? []);
  const base = conciseBase(liquidity);
  const toPrice = priceRounder(quotedPrices(liquidity));
  return {
    ...liquidity,
    ...base,
    caveats: [
      ...base.caveats,
      ...leftOut([
        [all.length - depths.length, 'distance', 'distances'],
        [walls.left, 'wall', 'walls'],
        [vacuums.left, 'vacuum', 'vacuums'],
      ]),
    ],
    mid_price: toPrice(liquidity.mid_price),
    spread_bps: roundBps(liquidity.spread_bps),
    depth_by_distance: depths.map(({ within_bps, bid, ask, bid_quote, ask_quote, imbalance }) => ({
      within_bps,
      bid: roundSize(bid),
      ask: roundSize(ask),
      bid_quote: roundSize(bid_quote),
      ask_quote: roundSize(ask_quote),
      imbalance: roundShare(imbalance),
    })),
    walls:
      walls.kept &&
      walls.kept.map(({ since: _since, ...wall }) => ({
        ...wall,
        amount: roundSize(wall.amount),
        distance_bps: roundBps(wall.distance_bps),
        age_sec: round(wall.age_sec, 0),
      })),
    vacuums:
      vacuums.kept &&
      vacuums.kept.map(({ from, to, distance_bps, ...rest }) => ({
        ...rest,
        from: toPrice(from),
        to: toPrice(to),
        distance_bps: roundBps(distance_bps),
      })),
    profile: roundProfile(liquidity.profile, toPrice),
    absent: conciseAbsences(
      absencesOf(liquidity.absent, { depth_by_distance: shown, walls: wallRows }).filter(({ field }) => !SINCE.test(field)),
    ),
    execution: liquidity.execution.map((order) => ({
      ...order,
      amount: roundAmount(order.amount),
      avg_price: toPrice(order.avg_price),
      slippage_bps_mid: roundBps(order.slippage_bps_mid),
    })),
  };
}
