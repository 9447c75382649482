import { US_PER_MINUTE, US_PER_SECOND } from '../../../core/index.ts';
import { addFinding, endQuiet, noteJudgement, type Finding, type Findings } from './findings.ts';
import { compareScores, keepScore, newScoreRecord, NOT_COMPARED, type ScoreRecord } from './score-record.ts';
import { spoofNote } from './spoof-note.ts';
import { quantitiesOf, type SpoofQuantities } from './spoof-quantities.ts';
import { LIFE_MOST_S, spoofLogOdds, spoofParts, spoofScore, spoofSeverity, TRADED_MOST } from './spoof-score.ts';
import type { Mark } from './types.ts';
import { watchedBefore } from './watched-time.ts';
import type { TrackedWall, WallTracker } from './wall-tracker.ts';
import { compareWithUsual, newUsualWithdrawals, type UsualWithdrawals } from './usual-withdrawals.ts';
import { LAYER_WAIT_US, layersOf, withdrawalOf, type EndedWall, type Withdrawal } from './withdrawal.ts';
import { compare, keep, newRecord, type WithdrawalRecord } from './withdrawal-record.ts';

export interface SpoofWatch {
  /** Withdrawn short-lived walls, waiting for other walls that are withdrawn with them. */
  leaving: EndedWall[];
  /** Births of walls over the last minute: time and size of each in turn; the size is below 0 on the ask side. */
  births: number[];
  readonly record: WithdrawalRecord;
  readonly usual: UsualWithdrawals;
  readonly scores: ScoreRecord;
}

/** A quote has a counterpart on the other side, placed within a second, with a size within this ratio. */
const TWO_SIDED_US = US_PER_SECOND;
const TWO_SIDED_RATIO = 1.5;
/** Numbers, two for each birth. */
const BIRTHS_MOST = 1_024;
const LEAVING_MOST = 256;
const QUIET_US = US_PER_MINUTE;
/** Until the record is this long, the score is lower. */
export const RECORD_US = 10 * US_PER_MINUTE;

export const newSpoofWatch = (): SpoofWatch => ({
  leaving: [],
  births: [],
  record: newRecord(),
  usual: newUsualWithdrawals(),
  scores: newScoreRecord(),
});

export function noteBirths(watch: SpoofWatch, born: readonly TrackedWall[]): void {
  // `push` would reserve spare room.
  const more = born.flatMap(({ side, size, birth }) => [birth.at, side === 'bid' ? size : -size]);
  watch.births = watch.births.concat(more).slice(-BIRTHS_MOST);
}

function isMirrored({ births }: SpoofWatch, wall: TrackedWall): boolean {
  for (let i = 0; i < births.length; i += 2) {
    const [at, signed] = [births[i]!, births[i + 1]!];
    const size = Math.abs(signed);
    if (signed > 0 === (wall.side === 'bid')) continue;
    if (Math.min(Math.abs(at - wall.birth.at), Math.abs(at - wall.since.at)) > TWO_SIDED_US) continue;
    if (Math.max(size, wall.peak) <= TWO_SIDED_RATIO * Math.min(size, wall.peak)) return true;
  }
  return false;
}

/** Whether a wall ended as a deceiver's would: soon, and mostly unfilled. A wall that ended before it appeared was not watched. */
const isWithdrawn = (wall: TrackedWall): wall is EndedWall =>
  wall.seenBirth &&
  wall.end !== null &&
  wall.endStanding !== null &&
  wall.end.at >= wall.since.at &&
  wall.end.at - wall.since.at <= LIFE_MOST_S * US_PER_SECOND &&
  wall.traded < TRADED_MOST * wall.peak;

export interface SpoofTime {
  readonly mark: Mark;
  readonly mid: number | null;
}

export interface Gone {
  readonly withdrawal: Withdrawal;
  readonly quantities: SpoofQuantities;
}

/** Takes ended walls, and returns the withdrawals that no further wall can join, each with what is measured of it. */
export function takeEnded(
  watch: SpoofWatch,
  tracker: WallTracker,
  over: readonly TrackedWall[],
  { mark, mid }: SpoofTime,
): Gone[] {
  const now = mark.at;
  watch.record.since ??= now;
  for (const wall of over) if (isWithdrawn(wall)) watch.leaving.push(wall);
  if (watch.leaving.length > LEAVING_MOST) watch.leaving.splice(0, watch.leaving.length - LEAVING_MOST);
  const all: Gone[] = [];
  while (watch.leaving.length > 0) {
    // Walls wait until spread and mid are known, because a withdrawal that isn't recorded would make later ones look unusual.
    if (tracker.spread === null || mid === null) break;
    const walls = layersOf(watch.leaving);
    if (now < Math.max(...walls.map(({ end }) => end.at)) + LAYER_WAIT_US) break;
    const taken = new Set(walls);
    watch.leaving = watch.leaving.filter((wall) => !taken.has(wall));
    const withdrawal = withdrawalOf(walls, { flow: tracker.flow, spread: Math.exp(tracker.spread), mid });
    const mirrored = walls.filter((wall) => isMirrored(watch, wall)).length / walls.length;
    const measured = quantitiesOf(withdrawal, compare(watch.record, withdrawal), mirrored);
    all.push({ withdrawal, quantities: { ...measured, ...compareWithUsual(watch.usual, measured, now) } });
    keep(watch.record, withdrawal);
  }
  const kept = watch.births.findIndex((value, i) => i % 2 === 0 && value >= now - US_PER_MINUTE);
  if (watch.births.length > 0 && kept !== 0) watch.births = kept < 0 ? [] : watch.births.slice(kept);
  return all;
}

/** Processes ended walls, and judges the withdrawals that are complete. */
export function judgeWalls(
  watch: SpoofWatch,
  tracker: WallTracker,
  findings: Findings,
  over: readonly TrackedWall[],
  time: SpoofTime,
): void {
  for (const gone of takeEnded(watch, tracker, over, time)) judge(watch, findings, gone, time);
  endQuiet(findings, 'spoofing', QUIET_US, time.mark.at);
}

function judge(watch: SpoofWatch, findings: Findings, { withdrawal, quantities }: Gone, time: SpoofTime): void {
  const { at } = time.mark;
  const known = Math.min(1, (at - (watch.record.since ?? at)) / RECORD_US);
  const scored = { side: withdrawal.side, at, logOdds: spoofLogOdds(quantities) };
  const compared = compareScores(watch.scores, scored, watchedBefore(watch.record, at));
  keepScore(watch.scores, scored);
  const parts = spoofParts({ ...quantities, ...(compared ?? NOT_COMPARED), record: known });
  const score = spoofScore(parts);
  noteJudgement(findings, 'spoofing', score, at);
  // During a flash-crash risk the whole book empties, so a withdrawn level is not suspicious.
  if (findings.all.some(({ kind, end }) => kind === 'flash_crash_risk' && end === null)) return;
  const severity = spoofSeverity(score);
  if (severity === null) return;
  const { side, price, birth } = withdrawal;
  const facts = {
    severity,
    score,
    parts: { ...parts },
    seen: seenOf(withdrawal, quantities),
    note: spoofNote(withdrawal, parts),
  };
  const open = openFinding(findings, withdrawal, severity);
  if (open === undefined) {
    const given = {
      kind: 'spoofing',
      side,
      price,
      ...facts,
      onset: birth.at,
      from: birth,
      to: time.mark,
      mid: time.mid,
    } as const;
    addFinding(findings, given, at);
    return;
  }
  open.last = at;
  open.to = time.mark;
  if (score >= open.score) Object.assign(open, { ...facts, price });
}

const seenOf = (one: Withdrawal, { rowCount }: SpoofQuantities): Finding['seen'] => ({
  size: one.size,
  times_usual: one.times,
  layers: one.layers,
  life_s: one.lifeSeconds,
  traded_share: one.tradedShare,
  levels_in_front: one.front,
  opposite_flow: one.opposite,
  spreads_moved: one.moved,
  repeats: rowCount,
});

/** The open suspicion that this withdrawal continues. A faint one never prolongs an alarm. */
const openFinding = ({ all }: Findings, { side }: Withdrawal, severity: Finding['severity']): Finding | undefined =>
  all.findLast(
    (finding) =>
      finding.kind === 'spoofing' &&
      finding.end === null &&
      finding.side === side &&
      (finding.severity === 'low') === (severity === 'low'),
  );
