type Matrix = readonly (readonly number[])[];

/** A fitted model of the touch; states are pairs of imbalance and spread. Rows of `[quiet | moves | shifts]` sum to 1. */
export interface MicroPriceModel {
  /** Q: transitions between states without a mid move. */
  readonly quiet: Matrix;
  /** R: transitions from a state to a mid move of `steps[k]`. */
  readonly moves: Matrix;
  /** K: sizes of the mid moves, ticks. */
  readonly steps: readonly number[];
  /** T: transitions between states with a mid move. */
  readonly shifts: Matrix;
}

const CONVERGED = 1e-13;
const MAX_TERMS = 100_000;

/** Solves A X = B by elimination with row exchange; null if A is singular. */
function solve(a: Matrix, b: Matrix): number[][] | null {
  const n = a.length;
  const rows = a.map((row, i) => [...row, ...b[i]!]);
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let i = column + 1; i < n; i++) if (Math.abs(rows[i]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = i;
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const lead = rows[column]!;
    if (Math.abs(lead[column]!) < CONVERGED) return null;
    for (let i = 0; i < n; i++) {
      const row = rows[i]!;
      const factor = i === column ? 0 : row[column]! / lead[column]!;
      if (factor !== 0) for (let j = column; j < row.length; j++) row[j]! -= factor * lead[j]!;
    }
  }
  return rows.map((row, i) => row.slice(n).map((value) => value / row[i]!));
}

/**
 * Stoikov's micro-price (2018): for each state the expected mid after all later moves, minus the current mid, in ticks.
 * `G* = Σ Bⁿ G¹`, `G¹ = (I − Q)⁻¹ R K`, `B = (I − Q)⁻¹ T`. B's rows sum to 1, so I − B is singular and the series is summed instead.
 * It converges if the model is symmetric in bid and ask. Null if it doesn't converge, or the matrices' sizes don't match.
 */
export function microPriceAdjustments({ quiet, moves, steps, shifts }: MicroPriceModel): number[] | null {
  const n = quiet.length;
  const square = [quiet, shifts].every((matrix) => matrix.length === n && matrix.every((row) => row.length === n));
  if (n === 0 || !square || moves.length !== n || moves.some((row) => row.length !== steps.length)) return null;
  const stay = quiet.map((row, i) => row.map((q, j) => (i === j ? 1 : 0) - q));
  const expected = moves.map((row) => row.reduce((sum, chance, k) => sum + chance * steps[k]!, 0));
  const solved = solve(
    stay,
    shifts.map((row, i) => [expected[i]!, ...row]),
  );
  if (solved === null) return null;
  let term = solved.map((row) => row[0]!);
  const total = [...term];
  for (let count = 0; count < MAX_TERMS; count++) {
    if (term.every((value) => Math.abs(value) < CONVERGED)) return total;
    const last = term;
    term = solved.map((row) => last.reduce((sum, value, j) => sum + row[j + 1]! * value, 0));
    for (let i = 0; i < n; i++) total[i]! += term[i]!;
  }
  return null;
}
