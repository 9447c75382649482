/** Components of a grade, all from forecasts of values after their origin. */
export interface Judged {
  /** Mean absolute percentage error; null if a value is 0. */
  readonly mape: number | null;
  /** Share of steps, 0–1, whose direction from the origin was forecast correctly; null if nothing moved. */
  readonly direction: number | null;
  /** Largest mean absolute error of an origin, relative to the mean over all origins; null if all errors are 0. */
  readonly risk: number | null;
  /** Mean absolute error relative to the seasonal naive's at the same origins; null if the latter is 0. */
  readonly againstNaive: number | null;
}

export type PartGrade = 'A' | 'B' | 'C' | 'D';
export type Grade = 'S' | PartGrade | 'F';

export interface Grades {
  readonly accuracy: PartGrade | null;
  readonly direction: PartGrade | null;
  readonly risk: PartGrade | null;
  readonly overall: Grade;
  /** Reason for the grade, in a sentence. */
  readonly reason: string;
}

const LETTERS = ['A', 'B', 'C', 'D'] as const;
const POINTS: Readonly<Record<PartGrade, number>> = { A: 4, B: 3, C: 2, D: 1 };
/** Published limits of grades A, B and C: upper limits of MAPE (percent) and risk, lower limits of direction (percent). */
export const GRADE_LIMITS = {
  mape: [1, 2, 5],
  direction: [80, 60, 50],
  risk: [1.5, 2, 3],
  overall: [3.5, 2.5, 1.5],
  s: 65,
} as const;

const under = (value: number, limits: readonly number[]): PartGrade => LETTERS[limits.filter((limit) => value >= limit).length]!;
const from = (value: number, limits: readonly number[]): PartGrade => LETTERS[limits.filter((limit) => value < limit).length]!;

/**
 * The published grades. Accuracy, direction and risk are graded A to D, worth 4 to 1 points. The average is an A from 3.5, B from 2.5,
 * C from 1.5. S is an A whose published tier score 0.7·direction − 0.3·MAPE, both in percent, reaches 65. F is our addition: the mean
 * absolute error is not below the seasonal naive's, so the forecast is worthless whatever its other grades. A part that can't be
 * measured is null and left out of the average.
 */
export function gradeOf({ mape, direction, risk, againstNaive }: Judged): Grades {
  const parts = {
    accuracy: mape === null ? null : under(mape, GRADE_LIMITS.mape),
    direction: direction === null ? null : from(100 * direction, GRADE_LIMITS.direction),
    risk: risk === null ? null : under(risk, GRADE_LIMITS.risk),
  };
  if (againstNaive === null || againstNaive >= 1) {
    const how = againstNaive === null ? 'repeating the season makes no error' : `${againstNaive.toFixed(3)} times its error`;
    return { ...parts, overall: 'F', reason: `It is no better than the seasonal naive: ${how}.` };
  }
  const known = Object.values(parts).filter((part) => part !== null);
  if (known.length === 0) return { ...parts, overall: 'D', reason: 'No part could be measured.' };
  const average = known.reduce((sum, part) => sum + POINTS[part], 0) / known.length;
  const letter = from(average, GRADE_LIMITS.overall);
  const score = mape === null || direction === null ? null : 70 * direction - 0.3 * mape;
  if (letter === 'A' && score !== null && score >= GRADE_LIMITS.s) {
    return {
      ...parts,
      overall: 'S',
      reason: `The parts average ${average.toFixed(2)} and the tier score is ${score.toFixed(1)}.`,
    };
  }
  return { ...parts, overall: letter, reason: `The parts average ${average.toFixed(2)} of 4.` };
}
