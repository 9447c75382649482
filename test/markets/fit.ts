import type { Evidence } from '../../src/analytics/flow/detectors/evidence.ts';
import type { MarketSamples } from './withdrawal-samples.ts';

export interface Fitted {
  readonly evidence: Readonly<Record<string, Evidence>>;
  readonly prior: number;
  logOdds(quantities: readonly number[]): number;
}

/** Honest withdrawals used of each market, so that busy markets don't decide alone. */
const HONEST_MOST = 700;
const KNOTS = [0.02, 0.265, 0.51, 0.755, 0.98];
/** Ridge penalty, in observations. */
const RIDGE = 3;
const STEPS = 12;
const CLOSE = 1e-4;

/** Solves a symmetric positive definite system in place (Cholesky). */
function solve(matrix: Float64Array[], right: Float64Array): Float64Array {
  const n = right.length;
  for (let j = 0; j < n; j++) {
    const row = matrix[j]!;
    for (let k = 0; k < j; k++) row[j]! -= row[k]! ** 2;
    row[j] = Math.sqrt(row[j]!);
    for (let i = j + 1; i < n; i++) {
      const below = matrix[i]!;
      let sum = below[j]!;
      for (let k = 0; k < j; k++) sum -= below[k]! * row[k]!;
      below[j] = sum / row[j]!;
    }
  }
  const x = Float64Array.from(right);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= matrix[i]![k]! * x[k]!;
    x[i]! /= matrix[i]![i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= matrix[k]![i]! * x[k]!;
    x[i]! /= matrix[i]![i]!;
  }
  return x;
}

/** Ridge logistic regression (Newton's method). The last column must be constant; it is not shrunk. */
function logistic(rows: readonly Float64Array[], wanted: readonly number[]): Float64Array {
  const n = rows[0]!.length;
  const weights = new Float64Array(n);
  for (let step = 0; step < STEPS; step++) {
    const slope = new Float64Array(n);
    const curve = Array.from({ length: n }, () => new Float64Array(n));
    rows.forEach((row, r) => {
      let z = 0;
      for (let i = 0; i < n; i++) z += weights[i]! * row[i]!;
      const p = 1 / (1 + Math.exp(-Math.max(-30, Math.min(30, z))));
      const w = p * (1 - p);
      for (let i = 0; i < n; i++) {
        const value = row[i]!;
        if (value === 0) continue;
        slope[i]! += (p - wanted[r]!) * value;
        const line = curve[i]!;
        for (let j = 0; j <= i; j++) line[j]! += w * value * row[j]!;
      }
    });
    for (let i = 0; i < n - 1; i++) {
      slope[i]! += RIDGE * weights[i]!;
      curve[i]![i]! += RIDGE;
    }
    const change = solve(curve, slope);
    for (let i = 0; i < n; i++) weights[i]! -= change[i]!;
    if (change.every((value) => Math.abs(value) < CLOSE)) break;
  }
  return weights;
}

/** Between two knots the share that is passed, 0–1. */
const passed = (value: number, from: number, to: number): number => Math.max(0, Math.min(1, (value - from) / (to - from)));

function knotsOf(values: number[]): number[] {
  const rising = Float64Array.from(values).sort();
  const picked = KNOTS.map((share) => Number(rising[Math.floor(share * (rising.length - 1))]!.toPrecision(3)));
  const knots = [...new Set(picked)];
  if (knots.length > 1) return knots;
  const all = [...new Set(rising)];
  return all.length > 1 ? [all[0]!, all.at(-1)!] : [];
}

/** Every few honest withdrawals of a market, all of the planted ones. */
function chosen(markets: readonly MarketSamples[]) {
  return markets.flatMap(({ samples }) => {
    const honest = samples.filter(({ label }) => label === 0);
    const every = Math.max(1, honest.length / HONEST_MOST);
    const some = Array.from({ length: Math.floor(honest.length / every) }, (_, i) => honest[Math.floor(i * every)]!);
    return [...samples.filter(({ label }) => label > 0), ...some];
  });
}

/** Fits log-odds of spoofing, additive over the quantities, each linear between the knots. */
export function fit(markets: readonly MarketSamples[], names: readonly string[]): Fitted {
  const rows = chosen(markets);
  const knots = names.map((_, at) => knotsOf(rows.map(({ quantities }) => quantities[at]!)));
  const pieces = knots.flatMap((ends, at) => ends.slice(1).map((to, i) => ({ at, from: ends[i]!, to })));
  const weights = logistic(
    rows.map(({ quantities }) => Float64Array.from([...pieces.map(({ at, from, to }) => passed(quantities[at]!, from, to)), 1])),
    rows.map(({ label }) => (label > 0 ? 1 : 0)),
  );
  const evidence: Record<string, Evidence> = {};
  names.forEach((name, at) => {
    if (knots[at]!.length < 2) return;
    let sum = 0;
    const steps = pieces.flatMap((piece, i) => (piece.at === at ? [weights[i]!] : []));
    evidence[name] = { knots: knots[at]!, logOdds: [0, ...steps.map((step) => Number((sum += step).toFixed(3)))] };
  });
  const prior = Number(weights.at(-1)!.toFixed(3));
  return {
    evidence,
    prior,
    logOdds: (quantities) =>
      pieces.reduce((sum, { at, from, to }, i) => sum + weights[i]! * passed(quantities[at]!, from, to), weights.at(-1)!),
  };
}

/** The fitted weights as a source file. */
export function evidenceText({ evidence, prior }: Fitted, threshold: number): string {
  const rows = Object.entries(evidence).map(
    ([name, { knots, logOdds }]) => `  ${name}: { knots: [${knots.join(', ')}], logOdds: [${logOdds.join(', ')}] },`,
  );
  return [
    '/* oxlint-disable oxc/approx-constant -- a knot at ln 2 is a measured one */',
    "import type { Evidence } from './evidence.ts';",
    "import type { SpoofQuantities } from './spoof-quantities.ts';",
    '',
    '/** Fitted by `test/markets/fit-spoofing.ts` (docs/detectors.md); not to be edited by hand. Log-odds without evidence. */',
    `export const SPOOF_PRIOR = ${prior};`,
    '',
    '/** Log-odds from which a withdrawal is an alarm. */',
    `export const SPOOF_THRESHOLD = ${threshold.toFixed(2)};`,
    '',
    '/** Log-odds of each quantity of `spoof-quantities.ts`, linear between knots. */',
    'export const SPOOF_EVIDENCE = {',
    ...rows,
    '} as const satisfies { readonly [name in keyof SpoofQuantities]?: Evidence };',
    '',
  ].join('\n');
}
