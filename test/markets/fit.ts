import { logOddsOf, type Evidence } from '../../src/analytics/flow/detectors/evidence.ts';
import { compareScores, keepScore, newScoreRecord } from '../../src/analytics/flow/detectors/score-record.ts';
import { SHORT_RECORD } from '../../src/analytics/flow/detectors/spoof-score.ts';
import { RECORD_US } from '../../src/analytics/flow/detectors/spoofing.ts';
import { US_PER_SECOND } from '../../src/core/index.ts';
import type { MarketSamples, Sample } from './withdrawal-samples.ts';

type Table = Readonly<Record<string, Evidence>>;

export interface Fitted {
  readonly evidence: Table;
  /** Evidence from the comparison with the log-odds of other withdrawals. */
  readonly compared: Table;
  readonly prior: number;
}

/** Honest withdrawals used of each market, so that busy markets don't decide alone. */
const HONEST_MOST = 700;
const KNOTS = [0.02, 0.265, 0.51, 0.755, 0.98];
/** Ridge penalty, in observations. */
const RIDGE = 10;
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

/** Ridge logistic regression (Newton's method) with a known part of the log-odds. The last column must be constant; it is not shrunk. */
function logistic(rows: readonly Float64Array[], wanted: readonly number[], known: readonly number[]): Float64Array {
  const n = rows[0]!.length;
  const weights = new Float64Array(n);
  const used = rows.map((row) => Uint16Array.from(row.keys()).filter((i) => row[i] !== 0));
  for (let step = 0; step < STEPS; step++) {
    const slope = new Float64Array(n);
    const curve = Array.from({ length: n }, () => new Float64Array(n));
    rows.forEach((row, r) => {
      const columns = used[r]!;
      let z = known[r]!;
      for (const i of columns) z += weights[i]! * row[i]!;
      const p = 1 / (1 + Math.exp(-Math.max(-30, Math.min(30, z))));
      const w = p * (1 - p);
      for (let a = 0; a < columns.length; a++) {
        const i = columns[a]!;
        slope[i]! += (p - wanted[r]!) * row[i]!;
        const line = curve[i]!;
        const scaled = w * row[i]!;
        for (let b = 0; b <= a; b++) line[columns[b]!]! += scaled * row[columns[b]!]!;
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

/** All planted withdrawals of a market, and every few honest ones. */
function chosen<T extends Pick<Sample, 'label'>>(samples: readonly T[]): T[] {
  const honest = samples.filter(({ label }) => label === 0);
  const every = Math.max(1, honest.length / HONEST_MOST);
  const some = Array.from({ length: Math.floor(honest.length / every) }, (_, i) => honest[Math.floor(i * every)]!);
  return [...samples.filter(({ label }) => label > 0), ...some];
}

interface Row extends Pick<Sample, 'label' | 'quantities'> {
  readonly known: number;
}

/** Log-odds additive over the quantities, each linear between its knots, and the constant. */
function fitTable(rows: readonly Row[], names: readonly string[]): { readonly table: Table; readonly constant: number } {
  const knots = names.map((_, at) => knotsOf(rows.map(({ quantities }) => quantities[at]!)));
  const pieces = knots.flatMap((ends, at) => ends.slice(1).map((to, i) => ({ at, from: ends[i]!, to })));
  const weights = logistic(
    rows.map(({ quantities }) => Float64Array.from([...pieces.map(({ at, from, to }) => passed(quantities[at]!, from, to)), 1])),
    rows.map(({ label }) => (label > 0 ? 1 : 0)),
    rows.map(({ known }) => known),
  );
  const table: Record<string, Evidence> = {};
  names.forEach((name, at) => {
    if (knots[at]!.length < 2) return;
    let sum = 0;
    const steps = pieces.flatMap((piece, i) => (piece.at === at ? [weights[i]!] : []));
    table[name] = { knots: knots[at]!, logOdds: [0, ...steps.map((step) => Number((sum += step).toFixed(3)))] };
  });
  return { table, constant: Number(weights.at(-1)!.toFixed(3)) };
}

const summed = (table: Table, names: readonly string[], quantities: readonly number[]): number =>
  names.reduce((sum, name, at) => sum + (table[name] === undefined ? 0 : logOddsOf(table[name], quantities[at]!)), 0);

/** Each withdrawal of a market with its first log-odds and their comparison with the others', as the detector does it. */
function comparisonsOf({ evidence, prior }: Pick<Fitted, 'evidence' | 'prior'>, { samples, names, from }: MarketSamples) {
  const record = newScoreRecord();
  return samples.map(({ side, judged, label, quantities }) => {
    const scored = { side, at: judged * US_PER_SECOND, logOdds: prior + summed(evidence, names, quantities) };
    const comparison = compareScores(record, scored, scored.at - from * US_PER_SECOND);
    keepScore(record, scored);
    return { label, known: scored.logOdds, comparison };
  });
}

/** Log-odds of each withdrawal of a market, lowered in its first ten minutes as in the detector. */
export const logOddsIn = (fitted: Fitted, market: MarketSamples): number[] =>
  comparisonsOf(fitted, market).map(({ known, comparison }, i) => {
    const watched = (market.samples[i]!.judged - market.from) * US_PER_SECOND;
    const compared = comparison === null ? 0 : summed(fitted.compared, Object.keys(comparison), Object.values(comparison));
    return known + compared + logOddsOf(SHORT_RECORD, Math.min(1, watched / RECORD_US));
  });

/** Fits log-odds of spoofing: first by what is measured of a withdrawal, then by the comparison of these with the others of its market. */
export function fit(markets: readonly MarketSamples[], names: readonly string[]): Fitted {
  const { table: evidence, constant: prior } = fitTable(
    markets.flatMap(({ samples }) => chosen(samples).map((sample) => ({ ...sample, known: 0 }))),
    names,
  );
  const rows = markets.flatMap((market) =>
    chosen(comparisonsOf({ evidence, prior }, market)).flatMap(({ label, known, comparison }) =>
      comparison === null ? [] : [{ label, known, comparison }],
    ),
  );
  const [first, ...others] = Object.keys(rows[0]?.comparison ?? {});
  if (first === undefined) throw new Error('no withdrawal is worth a comparison');
  const { table, constant } = fitTable(
    rows.map(({ label, known, comparison }) => ({ label, known, quantities: Object.values(comparison) })),
    [first, ...others],
  );
  const { knots, logOdds } = table[first]!;
  // The constant is part of one evidence, because withdrawals that are not compared have none of it.
  const compared = { ...table, [first]: { knots, logOdds: logOdds.map((value) => Number((value + constant).toFixed(3))) } };
  return { evidence, compared, prior };
}

const lines = (table: Table): string[] =>
  Object.entries(table).map(
    ([name, { knots, logOdds }]) => `  ${name}: { knots: [${knots.join(', ')}], logOdds: [${logOdds.join(', ')}] },`,
  );

/** The fitted weights as a source file. */
export function evidenceText({ evidence, compared, prior }: Fitted, threshold: number): string {
  return [
    '/* oxlint-disable oxc/approx-constant -- a knot at ln 2 is a measured one */',
    "import type { Evidence } from './evidence.ts';",
    "import type { ScoreComparison } from './score-record.ts';",
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
    ...lines(evidence),
    '} as const satisfies { readonly [name in keyof SpoofQuantities]?: Evidence };',
    '',
    '/** Log-odds by the comparison of these log-odds with those of other withdrawals (`score-record.ts`). */',
    'export const SPOOF_COMPARED = {',
    ...lines(compared),
    '} as const satisfies { readonly [name in keyof ScoreComparison]: Evidence };',
    '',
  ].join('\n');
}
