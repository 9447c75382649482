import { US_PER_MINUTE, US_PER_SECOND, type BookSide, type Micros } from '../../../core/index.ts';
import { addFinding, endQuiet, type Finding, type Findings } from './findings.ts';
import { chancePerHour, keepWithdrawal, newRecord, type Row, type WithdrawalRecord } from './rarity.ts';
import { SHORT_LIFE_S, spoofParts, spoofScore, spoofSeverity, wallFate } from './spoof-score.ts';
import type { Mark } from './types.ts';
import type { TrackedWall } from './wall-tracker.ts';
import { LAYER_WAIT_US, takeLayers, withdrawalOf, type Withdrawal } from './withdrawal.ts';

interface Birth {
  readonly at: Micros;
  readonly side: BookSide;
  readonly size: number;
}

export interface SpoofWatch {
  /** Short-lived walls that were pulled and wait for others that went with them. */
  leaving: TrackedWall[];
  /** Births of walls over the last half minute. */
  births: Birth[];
  readonly record: WithdrawalRecord;
}

/** More often than this by chance, it is this market's habit. */
const CHANCE_MOST = 0.15;
/** A quote has its like on the other side, placed within a second, of a size within this ratio. */
const TWO_SIDED_US = US_PER_SECOND;
const TWO_SIDED_RATIO = 1.5;
/** A wall that could not be noticed for what rests around it deceives nobody. */
const SHARE_LEAST = 0.1;
const LARGER_MOST = 1;
const BIRTHS_MOST = 256;
const QUIET_US = US_PER_MINUTE;

export const newSpoofWatch = (): SpoofWatch => ({ leaving: [], births: [], record: newRecord() });

export function noteBirths(watch: SpoofWatch, born: readonly TrackedWall[]): void {
  for (const { side, size, birth } of born) watch.births.push({ at: birth.at, side, size });
  if (watch.births.length > BIRTHS_MOST) watch.births.splice(0, watch.births.length - BIRTHS_MOST);
}

const isQuote = (watch: SpoofWatch, wall: TrackedWall): boolean =>
  watch.births.some(
    ({ at, side, size }) =>
      side !== wall.side &&
      Math.min(Math.abs(at - wall.birth.at), Math.abs(at - wall.since.at)) <= TWO_SIDED_US &&
      Math.max(size, wall.peak) <= TWO_SIDED_RATIO * Math.min(size, wall.peak),
  );

const isQuick = (wall: TrackedWall): boolean =>
  wall.seenBirth &&
  wall.end !== null &&
  wall.end.at - wall.since.at <= SHORT_LIFE_S * US_PER_SECOND &&
  wallFate(wall.traded / wall.peak) === 'pulled';

const isVisible = ({ share, larger }: Withdrawal): boolean => share >= SHARE_LEAST && larger <= LARGER_MOST;

export interface SpoofTime {
  readonly mark: Mark;
  readonly mid: number | null;
}

/** Takes the walls that are over, and judges those that no other can join any more. */
export function judgeWalls(watch: SpoofWatch, findings: Findings, over: readonly TrackedWall[], time: SpoofTime): void {
  const now = time.mark.at;
  watch.record.since ??= now;
  for (const wall of over) if (isQuick(wall) && !isQuote(watch, wall)) watch.leaving.push(wall);
  while (watch.leaving.length > 0 && now >= (watch.leaving[0]?.end?.at ?? 0) + LAYER_WAIT_US) {
    const withdrawal = withdrawalOf(takeLayers(watch.leaving));
    if (withdrawal !== null && isVisible(withdrawal)) judge(watch, findings, withdrawal, time);
  }
  if (watch.births[0] !== undefined && watch.births[0].at < now - (SHORT_LIFE_S + 5) * US_PER_SECOND) {
    watch.births = watch.births.filter(({ at }) => at >= now - (SHORT_LIFE_S + 5) * US_PER_SECOND);
  }
  endQuiet(findings, 'spoofing', QUIET_US, now);
}

function judge(watch: SpoofWatch, findings: Findings, withdrawal: Withdrawal, time: SpoofTime): void {
  const row = keepWithdrawal(watch.record, withdrawal);
  const chance = row.count > 1 || row.favoured ? chancePerHour(watch.record, row) : null;
  if (chance === null || chance > CHANCE_MOST) return;
  const parts = spoofParts(withdrawal);
  const score = spoofScore(parts);
  const severity = spoofSeverity(score);
  if (severity === null) return;
  row.suspected = true;
  const { side, price, size, timesP95, lifeSeconds, distanceBps, tradedShare, layers, spreadsMoved } = withdrawal;
  const facts = {
    severity,
    score,
    parts: { ...parts },
    seen: {
      size,
      times_p95: timesP95,
      traded_share: tradedShare,
      life_s: lifeSeconds,
      layers,
      distance_bps: distanceBps,
      spreads_moved: spreadsMoved,
      repeats: row.count,
      chance_per_hour: chance,
    },
    note: noteOf(withdrawal, row),
  };
  const open = openFinding(findings, withdrawal);
  if (open === undefined) {
    addFinding(
      findings,
      {
        kind: 'spoofing',
        side,
        price,
        ...facts,
        onset: withdrawal.birth.at,
        from: withdrawal.birth,
        to: time.mark,
        mid: time.mid,
      },
      time.mark.at,
    );
    return;
  }
  open.last = time.mark.at;
  open.to = time.mark;
  if (score >= open.score) Object.assign(open, { ...facts, price });
  else open.seen = { ...open.seen, repeats: row.count };
}

/** The suspicion that this withdrawal goes on with: on its side, and not quiet for long. */
const openFinding = ({ all }: Findings, { side }: Withdrawal): Finding | undefined =>
  all.findLast((finding) => finding.kind === 'spoofing' && finding.end === null && finding.side === side);

function noteOf({ side, layers, timesP95, lifeSeconds, price }: Withdrawal, { count }: Row): string {
  const what = layers > 1 ? `${layers} ${side} levels near ${price}` : `a ${side} of ${timesP95.toFixed(1)} × P95 at ${price}`;
  const often = count > 1 ? `, ${count} times` : '';
  return `Suspected spoofing: ${what} pulled after ${lifeSeconds.toFixed(1)} s all but untraded${often}.`;
}
