import { US_PER_MINUTE, US_PER_SECOND, type BookSide, type Micros } from '../../../core/index.ts';
import { addFinding, endQuiet, noteJudgement, type Finding, type Findings } from './findings.ts';
import { chancePerHour, isRare, keepWithdrawal, newRecord, noteWall, pruneRecord, type Row, type WallRecord } from './rarity.ts';
import { SHORT_LIFE_S, spoofParts, spoofScore, spoofSeverity, wallFate } from './spoof-score.ts';
import type { Surroundings } from './surroundings.ts';
import type { Mark } from './types.ts';
import type { TrackedWall } from './wall-tracker.ts';
import { LAYER_WAIT_US, takeLayers, withdrawalOf, type Withdrawal } from './withdrawal.ts';

interface Birth {
  readonly at: Micros;
  readonly side: BookSide;
  readonly size: number;
}

export interface SpoofWatch {
  /** Pulled short-lived walls, waiting for other walls pulled with them. */
  leaving: TrackedWall[];
  /** Births of walls over the last half minute. */
  births: Birth[];
  readonly record: WallRecord;
}

/** Maximum number of findings per repeating sequence. */
const FINDINGS_MOST = 3;
/** A quote has a counterpart on the other side, placed within a second, with a size within this ratio. */
const TWO_SIDED_US = US_PER_SECOND;
const TWO_SIDED_RATIO = 1.5;
/** Maximum number of clearly larger neighbours; with more, the wall would go unnoticed and cannot deceive. */
const LARGER_MOST = 1;
/** Minimum number of levels before the wall, because an order at the touch is meant to be filled. */
const FRONT_LEAST = 4;
/** Minimum size, × P95; smaller walls appear and disappear in every market. */
const TIMES_LEAST = 3;
const BIRTHS_MOST = 256;
const QUIET_US = US_PER_MINUTE;

export const newSpoofWatch = (): SpoofWatch => ({ leaving: [], births: [], record: newRecord() });

export function noteBirths(watch: SpoofWatch, born: readonly TrackedWall[]): void {
  for (const wall of born) {
    const { side, size, birth, p95, distanceBps } = wall;
    watch.births.push({ at: birth.at, side, size });
    if (isVisible(wall)) wall.note = noteWall(watch.record, birth.at, distanceBps, size / p95);
  }
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

const isVisible = ({ larger, front }: Surroundings): boolean => larger <= LARGER_MOST && front >= FRONT_LEAST;

export interface SpoofTime {
  readonly mark: Mark;
  readonly mid: number | null;
}

/** Records the outcome of walls that ended, or that exist too long to count as quick. */
function noteFates({ record }: SpoofWatch, over: readonly TrackedWall[], quick: ReadonlySet<TrackedWall>, now: Micros): void {
  const byNote = new Map(over.map((wall) => [wall.note, wall]));
  for (const note of record.notes) {
    if (note.fate !== 'standing') continue;
    const wall = byNote.get(note.id);
    if (wall !== undefined) {
      note.fate = quick.has(wall) ? 'quick' : 'other';
      note.timesP95 = Math.max(note.timesP95, wall.peak / wall.p95);
      note.favoured = (withdrawalOf([wall])?.spreadsMoved ?? 0) >= 1;
    } else if (note.at < now - SHORT_LIFE_S * US_PER_SECOND) note.fate = 'other';
  }
}

/** Processes ended walls. Judges a group of withdrawn walls once no further wall can be added to it. */
export function judgeWalls(watch: SpoofWatch, findings: Findings, over: readonly TrackedWall[], time: SpoofTime): void {
  const now = time.mark.at;
  watch.record.since ??= now;
  if (over.length > 0) {
    const quick = new Set(over.filter((wall) => isQuick(wall) && !isQuote(watch, wall)));
    watch.leaving.push(...quick);
    noteFates(watch, over, quick, now);
  }
  while (watch.leaving.length > 0 && now >= (watch.leaving[0]?.end?.at ?? 0) + LAYER_WAIT_US) {
    const walls = takeLayers(watch.leaving);
    const withdrawal = withdrawalOf(walls);
    if (withdrawal !== null && isVisible(withdrawal)) judge(watch, findings, { withdrawal, walls }, time);
  }
  const oldest = now - (SHORT_LIFE_S + 5) * US_PER_SECOND;
  if (watch.births[0] !== undefined && watch.births[0].at < oldest) {
    watch.births = watch.births.filter(({ at }) => at >= oldest);
    pruneRecord(watch.record, now);
  }
  endQuiet(findings, 'spoofing', QUIET_US, now);
}

interface Gone {
  readonly withdrawal: Withdrawal;
  readonly walls: readonly TrackedWall[];
}

function judge(watch: SpoofWatch, findings: Findings, { withdrawal, walls }: Gone, time: SpoofTime): void {
  const parts = spoofParts(withdrawal);
  const score = spoofScore(parts);
  noteJudgement(findings, 'spoofing', score, time.mark.at);
  const row = keepWithdrawal(
    watch.record,
    withdrawal,
    walls.map(({ note }) => note),
  );
  // During a flash-crash risk the whole book empties, so a withdrawn level is not suspicious.
  if (findings.all.some(({ kind, end }) => kind === 'flash_crash_risk' && end === null)) return;
  const chance =
    withdrawal.timesP95 >= TIMES_LEAST && (row.count > 1 || row.favoured) ? chancePerHour(watch.record, row, time.mark.at) : null;
  if (chance === null || !isRare(watch.record, row, chance, time.mark.at)) return;
  const severity = spoofSeverity(score);
  if (severity === null) return;
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
    if (row.findings >= FINDINGS_MOST) return;
    row.findings++;
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

/** The open suspicion that this withdrawal continues: same side, recently active. */
const openFinding = ({ all }: Findings, { side }: Withdrawal): Finding | undefined =>
  all.findLast((finding) => finding.kind === 'spoofing' && finding.end === null && finding.side === side);

function noteOf({ side, layers, timesP95, lifeSeconds, price }: Withdrawal, { count }: Row): string {
  const what = layers > 1 ? `${layers} ${side} levels near ${price}` : `a ${side} of ${timesP95.toFixed(1)} × P95 at ${price}`;
  const often = count > 1 ? `, ${count} times` : '';
  return `Suspected spoofing: ${what} pulled after ${lifeSeconds.toFixed(1)} s all but untraded${often}.`;
}
