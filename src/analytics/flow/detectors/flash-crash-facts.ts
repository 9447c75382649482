import type { Micros } from '../../../core/index.ts';
import type { Finding } from './findings.ts';
import type { CrashInput, CrashParts } from './flash-crash-score.ts';
import { fallFacts, fallWords, type LargestFall } from './largest-fall.ts';
import { lowestFacts, type TradedPrices } from './lowest-trade.ts';
import type { KnownTrades } from './types.ts';

export interface CrashSight {
  readonly input: CrashInput;
  readonly parts: CrashParts;
  /** Depth near the mid, relative to its median over half an hour. */
  readonly near: number | null;
  readonly trades: KnownTrades;
}

type Facts = Pick<Finding, 'score' | 'severity' | 'parts' | 'seen' | 'note'>;

interface Fall {
  readonly fall: LargestFall | null;
  readonly traded: TradedPrices;
}

/** The same facts with a newer fall of the mid and of the trades. */
export function withFall(
  { score, severity, parts, seen }: Omit<Facts, 'note'>,
  { fall, traded }: Fall,
  onset: Micros,
  known: KnownTrades,
): Facts {
  const fell = fall === null ? null : fallFacts(fall, onset);
  const low = lowestFacts(traded, onset, known);
  const words = fall === null ? '' : `${fallWords(fall)}; ${low.words}; `;
  return { score, severity, parts, seen: { ...seen, ...fell, ...low.seen }, note: noteOf(seen, words) };
}

/** What a second's score rests on. */
export function crashFacts(
  { input, parts, near }: Omit<CrashSight, 'trades'>,
  score: number,
  severity: Finding['severity'],
): Omit<Facts, 'note'> {
  const { depth, spread, fall, vpinCdf: cdf, flowZ: z, liquidations } = input;
  return {
    score,
    severity,
    parts: { ...parts },
    seen: {
      depth_of_usual: depth,
      spread_times: spread,
      fall_times: fall,
      vpin_cdf: cdf,
      flow_z: z,
      liquidation_times: liquidations,
      near_depth_of_usual: near,
    },
  };
}

function noteOf(seen: Finding['seen'], fell: string): string {
  const { spread_times: spread, fall_times: fall, near_depth_of_usual: near, flow_z: z, vpin_cdf: cdf } = seen;
  const said = [
    spread == null ? null : `spread ${spread.toFixed(1)} times its median`,
    fall == null || fall < 1 ? null : `fall ${fall.toFixed(1)} times the usual move`,
    near == null ? null : `best bids ${Math.round(near * 100)} % of theirs`,
    z == null ? null : `net flow ${z.toFixed(1)} standard deviations`,
    cdf == null ? null : `VPIN above ${Math.round(cdf * 100)} % of its past`,
  ];
  const worst = `at worst: ${said.filter((part) => part !== null).join(', ')}.`;
  return `Flash-crash risk, ${fell}${worst}`;
}
