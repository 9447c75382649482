import { US_PER_MS, US_PER_SECOND, type Levels, type Micros, type Touch } from '../../../core/index.ts';
import type { OrderBook } from '../../book/index.ts';
import { newFindings, observeAfter, type Findings } from './findings.ts';
import { judgeCrash, newCrashWatch, observeCrash, takeCrashPrint, type CrashWatch } from './flash-crash.ts';
import {
  judgeRefill,
  newIcebergWatch,
  passIcebergTime,
  resetIcebergs,
  takeIcebergPrint,
  takeIcebergUpdate,
  type IcebergWatch,
} from './iceberg.ts';
import { lackTrades, takeLatePrice } from './lowest-trade.ts';
import { judgeWalls, newSpoofWatch, noteBirths, type SpoofWatch } from './spoofing.ts';
import { passFlowSecond, skipFlowSecond } from './taker-flow.ts';
import { GAP_US, type KnownTrades, type Mark, type Print } from './types.ts';
import { restartVpin, takeLateVpinTrade, type VpinRestart } from './vpin-watch.ts';
import { leaveOut } from './watched-time.ts';
import {
  newWallTracker,
  observeBook,
  passWallTime,
  resetWalls,
  takeUpdate,
  takeWallPrint,
  type BookAt,
  type WallTracker,
} from './wall-tracker.ts';

/**
 * The state of the detectors of one market. Plain data; the caller keeps it. A copy is a checkpoint, so a change of its form needs a
 * new version of the study.
 */
export interface Detectors {
  readonly tracker: WallTracker;
  readonly spoof: SpoofWatch;
  readonly iceberg: IcebergWatch;
  readonly crash: CrashWatch;
  readonly findings: Findings;
  mid: number | null;
  /** Second judged last when the book last changed: how much time passed between two changes. Absent before the second change. */
  judgedAtChange?: Micros | null;
}

/** `instrument` becomes part of the findings' ids. */
export const newDetectors = (instrument: string): Detectors => ({
  tracker: newWallTracker(),
  spoof: newSpoofWatch(),
  iceberg: newIcebergWatch(),
  crash: newCrashWatch(),
  findings: newFindings(instrument),
  mid: null,
});

/** Call when the book was replaced or lost its sequence: earlier walls may have been filled or cancelled unseen. */
export function resetBook({ tracker, spoof, iceberg, crash }: Detectors, known: OrderBook['known'], at: Micros): void {
  resetWalls(tracker, known, at);
  spoof.leaving = [];
  resetIcebergs(iceberg);
  crash.lost = true;
}

/** Updates earlier than the one before by at most this are out of order, or their times rounded. */
const DISORDER_US = 250 * US_PER_MS;

/** Whether the times of two updates contradict the time that passed between them: the exchange's clock was set. */
function isTimeSet({ tracker: { lastChange }, crash: { judged }, judgedAtChange: then }: Detectors, at: Micros): boolean {
  if (lastChange === null) return false;
  if (at < lastChange - DISORDER_US) return true;
  // The seconds judged are known to the second only.
  return judged !== null && then != null && at - lastChange > judged - then + GAP_US + US_PER_SECOND;
}

/** Starts again where time was set: a duration across that moment is unknown. */
function startAgain(detectors: Detectors, { book, mark }: BookAt): void {
  resetBook(detectors, book.known, mark.at);
  detectors.spoof.births = [];
  detectors.tracker.flow.recent = [];
}

/** Processes one update that is already applied to the book. */
export function detectInUpdate(detectors: Detectors, update: BookAt, changed: Readonly<Record<'bids' | 'asks', Levels>>): void {
  const { tracker, spoof, iceberg, crash, findings } = detectors;
  if (isTimeSet(detectors, update.mark.at)) startAgain(detectors, update);
  detectors.judgedAtChange = crash.judged;
  const now = notBefore(update, tracker.lastChange);
  detectors.mid = (now.touch.bid + now.touch.ask) / 2;
  const born = takeUpdate(tracker, now, changed);
  if (born.length > 0) noteBirths(spoof, born);
  for (const level of takeIcebergUpdate(iceberg, now.book, now.mark.at))
    judgeRefill(iceberg, findings, level, now.mark, detectors.mid);
}

/** The same update, at the time of the one before it if that is later: the time of a book never runs backwards. */
const notBefore = (update: BookAt, last: Micros | null): BookAt =>
  last === null || update.mark.at >= last ? update : { ...update, mark: { ...update.mark, at: last } };

/** Processes one print. */
export function detectInPrint({ tracker, iceberg, crash }: Detectors, book: OrderBook, print: Print, mark: Mark): void {
  takeWallPrint(tracker, print);
  takeIcebergPrint(iceberg, book, print, mark);
  takeCrashPrint(crash, print);
}

/** Call for a trade that came after later ones. It did not happen now, so nothing else is detected in it. */
export function takeLateTrade({ crash }: Detectors, trade: Pick<Print, 'at' | 'price'>, now: Micros): void {
  takeLateVpinTrade(crash.vpin, trade.at, now);
  takeLatePrice(crash.traded, trade);
}

/** Call when trades may be missing although nothing shows which. */
export function loseTrades({ crash }: Detectors, restart: VpinRestart): void {
  restartVpin(crash.vpin, restart);
  lackTrades(crash.traded, restart.at);
}

interface Moment extends Pick<BookAt, 'mark' | 'rule'> {
  readonly trades: KnownTrades;
}

/** Without a complete book the market is not watched, so this time is no part of what is usual in it. */
function skipTime({ tracker, spoof, iceberg, crash }: Detectors, now: Micros, elapsed: Micros): void {
  skipFlowSecond(tracker.flow, now);
  const to = crash.judged ?? now;
  leaveOut(spoof.record, to - elapsed, to);
  if (iceberg.record.since !== null) iceberg.record.since += elapsed;
}

/** Advances time with a complete book; null without one. */
export function detectInTime(detectors: Detectors, book: OrderBook | null, touch: Touch | null, moment: Moment): void {
  const { mark, rule, trades } = moment;
  const { tracker, spoof, iceberg, crash, findings } = detectors;
  const { at } = mark;
  if (book !== null && tracker.seeded)
    judgeWalls(spoof, tracker, findings, passWallTime(tracker, book, at), { mark, mid: detectors.mid });
  if (crash.judged !== null && at - crash.judged < US_PER_SECOND) return;
  const passed = crash.judged === null ? 0 : at - crash.judged;
  const elapsed = passed > GAP_US ? passed : US_PER_SECOND;
  crash.judged = crash.judged === null ? at : crash.judged + elapsed;
  // A book that is silent but not lost was watched.
  if (book === null || (crash.lost && passed > GAP_US)) skipTime(detectors, at, elapsed);
  else passFlowSecond(tracker.flow, at, elapsed);
  if (book !== null && touch !== null) observeBook(tracker, { book, touch, mark, rule });
  passIcebergTime(iceberg, findings, at, elapsed);
  observeAfter(findings, detectors.mid, at);
  if (book !== null && touch !== null)
    judgeCrash(crash, findings, observeCrash(crash, findings, { book, touch, mark, trades }), mark, (touch.bid + touch.ask) / 2);
}
