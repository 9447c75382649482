import { US_PER_MINUTE, US_PER_SECOND, type BookSide, type Micros } from '../../../core/index.ts';
import { HOURS_LEAST, hoursOf, WINDOW_US } from './watched-time.ts';

/** Log-odds of a market's withdrawals of the last half hour, before they were compared with one another. Plain data. */
export interface ScoreRecord {
  /** Time and log-odds of each in turn, oldest first, at most 2,000 of them; the time of one on the ask side is below 0. */
  rows: readonly number[];
}

/** How the log-odds of a withdrawal compare with those of earlier ones. "Others": all but those of its side in the last five minutes. */
export interface ScoreComparison {
  /** ln(1 + n an hour watched), ≥ 0: others of about its log-odds or more. */
  readonly othersAsHigh: number;
  /** Log-odds above the third highest of the others. */
  readonly aboveOthers: number;
  /** Highest log-odds of its side in 150 s, and of the other side, ≥ −4. */
  readonly bestBefore: number;
  readonly bestOpposite: number;
  /** ln of the sum of the odds of its side in 150 s, where one counts at most e³. */
  readonly sumBefore: number;
}

/** Log-odds too low for comparison have no evidence from it. */
export const NOT_COMPARED: { readonly [name in keyof ScoreComparison]: null } = {
  othersAsHigh: null,
  aboveOthers: null,
  bestBefore: null,
  bestOpposite: null,
  sumBefore: null,
};

const OWN_US = 5 * US_PER_MINUTE;
const NEAR_US = 150 * US_PER_SECOND;
/** Lower log-odds are not kept. */
const LEAST = -4;
/** A withdrawal with lower log-odds is not compared, because nothing could make it an alarm. */
const COMPARED_FROM = -3;
const ABOUT = 0.5;
const RANK = 3;
const ODDS_MOST = 3;
const NO_ODDS = 0.01;
const ROWS_MOST = 2_000;
/** Numbers of a row. */
const WIDTH = 2;

export const newScoreRecord = (): ScoreRecord => ({ rows: [] });

export interface Scored {
  readonly side: BookSide;
  readonly at: Micros;
  readonly logOdds: number;
}

/** Adds a withdrawal, and drops those of more than half an hour ago and the oldest beyond 2,000. Its time must be above 0. */
export function keepScore(record: ScoreRecord, { side, at, logOdds }: Scored): void {
  const { rows } = record;
  let dropped = Math.max(0, rows.length - (ROWS_MOST - 1) * WIDTH);
  while (dropped < rows.length && Math.abs(rows[dropped]!) <= at - WINDOW_US) dropped += WIDTH;
  const kept = dropped === 0 ? rows : rows.slice(dropped);
  // `push` would reserve spare room.
  record.rows = logOdds < LEAST ? kept : kept.concat([side === 'bid' ? at : -at, logOdds]);
}

/** Compares a withdrawal with those of the half hour before; `watched`: how much of it was watched. Null if its log-odds are too low to matter. */
export function compareScores({ rows }: ScoreRecord, { side, at, logOdds }: Scored, watched: Micros): ScoreComparison | null {
  if (logOdds < COMPARED_FROM) return null;
  const highest = Array.from({ length: RANK }, () => LEAST);
  let [asHigh, odds, bestBefore, bestOpposite] = [0, 0, LEAST, LEAST];
  for (let i = 0; i < rows.length; i += WIDTH) {
    const same = rows[i]! > 0 === (side === 'bid');
    const ago = at - Math.abs(rows[i]!);
    if (ago > WINDOW_US) continue;
    const past = rows[i + 1]!;
    if (!same || ago > OWN_US) {
      if (past >= logOdds - ABOUT) asHigh++;
      const place = highest.findIndex((value) => past > value);
      if (place >= 0) {
        highest.splice(place, 0, past);
        highest.pop();
      }
    }
    if (ago >= NEAR_US) continue;
    if (same) {
      bestBefore = Math.max(bestBefore, past);
      odds += Math.exp(Math.min(ODDS_MOST, past));
    } else bestOpposite = Math.max(bestOpposite, past);
  }
  const hours = Math.max(HOURS_LEAST, hoursOf(Math.min(WINDOW_US, watched)));
  return {
    othersAsHigh: Math.log1p(asHigh / hours),
    aboveOthers: logOdds - highest[RANK - 1]!,
    bestBefore,
    bestOpposite,
    sumBefore: Math.log(odds + NO_ODDS),
  };
}
